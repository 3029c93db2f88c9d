import { connect } from 'node:net';
import type { Socket } from 'node:net';

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

const END_OF_HEAD = '\r\n\r\n';

/** One kept-alive connection that sends ready-made bytes, one request at a time: cheap enough to load a server by. */
export class HttpConnection {
  readonly #socket: Socket;
  #received = '';
  #answered: ((answer: HttpAnswer) => void) | undefined;
  #failed: ((error: Error) => void) | undefined;

  static open(port: number): Promise<HttpConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new HttpConnection(socket)));
      socket.once('error', reject);
    });
  }

  /** Use `HttpConnection.open`. */
  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#take(chunk.toString('latin1')));
    socket.on('close', () => this.#failed?.(new Error('the server closed a connection')));
    socket.on('error', (error) => this.#failed?.(error));
  }

  /** Rejects where the server has closed the connection, before or meanwhile. */
  send(request: Buffer): Promise<HttpAnswer> {
    // A destroyed socket takes a write without a word, and whoever waits for its answer waits for ever.
    if (this.#socket.destroyed) return Promise.reject(new Error('the server closed an idle connection'));
    return new Promise((resolve, reject) => {
      this.#answered = resolve;
      this.#failed = reject;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#failed = undefined;
    this.#socket.destroy();
  }

  #take(text: string): void {
    this.#received += text;
    const end = this.#received.indexOf(END_OF_HEAD);
    if (end === -1) return;
    const length = Number(/content-length: (\d+)/i.exec(this.#received)?.[1] ?? 0);
    const start = end + END_OF_HEAD.length;
    if (this.#received.length < start + length) return;
    const body = this.#received.slice(start, start + length);
    const status = Number(this.#received.slice(9, 12));
    this.#received = '';
    this.#answered?.({ status, body });
  }
}
