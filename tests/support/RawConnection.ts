import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** A TCP connection that sends what it is told to and keeps what it gets: no request, no library. */
export class RawConnection {
  received = '';
  isClosed = false;
  readonly #socket: Socket;
  readonly #waiting = new Set<() => void>();

  constructor(port: number, sends = '', host = '127.0.0.1') {
    this.#socket = connect(port, host, () => this.#socket.write(sends));
    this.#socket.on('data', (chunk: Buffer) => {
      this.received += chunk.toString('latin1');
      this.#wake();
    });
    this.#socket.on('error', () => {});
    this.#socket.on('close', () => {
      this.isClosed = true;
      this.#wake();
    });
  }

  /** A connection that is there, and asks for nothing yet. */
  static open(port: number): Promise<RawConnection> {
    return new Promise((resolve) => {
      const connection = new RawConnection(port);
      connection.#socket.once('connect', () => resolve(connection));
      connection.#socket.once('error', () => resolve(connection));
    });
  }

  send(bytes: string | Buffer): void {
    this.#socket.write(bytes);
  }

  stopReading(): this {
    this.#socket.pause();
    return this;
  }

  readOn(): void {
    this.#socket.resume();
  }

  /** Ends it without a farewell: the other side gets a reset. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Resolves when the condition holds; it is looked at whenever something arrives. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!condition()) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }

  #wake(): void {
    for (const check of this.#waiting) check();
  }
}
