import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { inflateRawSync, constants } from 'node:zlib';
import { CONTRACT_VERSION } from '../../shared/contract/contractVersion.ts';

export interface RawOptions {
  readonly origin?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly auth?: object;
  readonly deflate?: boolean;
  /** What it asks to join; `/live` where not said. */
  readonly namespace?: string;
}

/** An event as it came: its name and argument; an answer to a hello is named `reply`. */
export interface Heard {
  readonly event: string;
  readonly value: Record<string, unknown>;
  readonly isCompressed: boolean;
  /** Bytes of the WebSocket frame's payload. */
  readonly bytes: number;
}

const SOCKET_PATH = '/socket.io/?EIO=4&transport=websocket';

/** A socket without a library: any header, any bytes, and it stops reading when told to. */
export class RawScreen {
  readonly heard: Heard[] = [];
  /** The status line's code of the handshake; 101 where it went through. */
  status = 0;
  /** What the namespace answered: `connected`, or the code of its refusal. */
  admitted: string | undefined;
  isClosed = false;
  readonly #socket: Socket;
  readonly #options: RawOptions;
  readonly #waiting = new Set<() => void>();
  #buffer = Buffer.alloc(0);
  #isUpgraded = false;

  constructor(port: number, options: RawOptions = {}) {
    this.#options = options;
    this.#socket = connect(port, '127.0.0.1', () => this.#shakeHands(port));
    this.#socket.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#socket.on('error', () => {});
    this.#socket.on('close', () => {
      this.isClosed = true;
      this.#wake();
    });
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

  /** Resolves when it is admitted, refused or ended. */
  async settled(): Promise<this> {
    await this.until(() => this.admitted !== undefined || this.isClosed);
    return this;
  }

  named(event: string): readonly Heard[] {
    return this.heard.filter((one) => one.event === event);
  }

  emit(event: string, ...values: readonly unknown[]): void {
    this.text(`42/live,${JSON.stringify([event, ...values])}`);
  }

  /** Says hello and resolves with the answer; what follows it may not have come yet. */
  async hello(tables: readonly object[] = [{ table: 'kpi', scope: 'city' }], changes: object = {}) {
    const before = this.named('reply').length;
    const hello = { contractVersion: CONTRACT_VERSION, surface: 'wall', tables, ...changes };
    this.text(`42/live,1${JSON.stringify(['sync:hello', hello])}`);
    await this.until(() => this.named('reply').length > before || this.isClosed);
    return this.named('reply').at(-1)?.value ?? {};
  }

  /** One Engine.IO packet as a masked text frame. */
  text(packet: string): void {
    this.frame(0x81, Buffer.from(packet));
  }

  frame(firstByte: number, payload: Buffer): void {
    const { length } = payload;
    const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
    head[0] = firstByte;
    head[1] = 0x80 | (length < 126 ? length : length < 65_536 ? 126 : 127);
    if (head.length === 4) head.writeUInt16BE(length, 2);
    if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
    // A mask of zeros leaves the payload as it is.
    this.bytes(Buffer.concat([head, Buffer.alloc(4), payload]));
  }

  bytes(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  stopReading(): void {
    this.#socket.pause();
  }

  readOn(): void {
    this.#socket.resume();
  }

  close(): void {
    this.#socket.destroy();
  }

  #shakeHands(port: number): void {
    const { origin, headers, deflate } = this.#options;
    const all = {
      Host: `127.0.0.1:${port}`,
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
      ...(origin === undefined ? {} : { Origin: origin }),
      ...(deflate === true
        ? { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' }
        : {}),
      ...headers,
    };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
    this.#socket.write(`GET ${SOCKET_PATH} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  }

  #take(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    if (!this.#isUpgraded) {
      const end = this.#buffer.indexOf('\r\n\r\n');
      if (end === -1) return;
      this.status = Number(this.#buffer.subarray(9, 12).toString());
      this.#buffer = this.#buffer.subarray(end + 4);
      this.#isUpgraded = this.status === 101;
      if (this.#isUpgraded) this.#join();
    }
    while (this.#isUpgraded && this.#frame());
    this.#wake();
  }

  #join(): void {
    const { namespace = '/live', auth = {} } = this.#options;
    this.text(`40${namespace === '/' ? '' : `${namespace},`}${JSON.stringify(auth)}`);
  }

  /** Takes one whole frame off the buffer; false where there is none. */
  #frame(): boolean {
    const [first = 0, second = 0] = this.#buffer;
    const short = second & 0x7f;
    const head = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (this.#buffer.length < head) return false;
    const length =
      short < 126
        ? short
        : short === 126
          ? this.#buffer.readUInt16BE(2)
          : Number(this.#buffer.readBigUInt64BE(2));
    if (this.#buffer.length < head + length) return false;
    const payload = this.#buffer.subarray(head, head + length);
    this.#buffer = this.#buffer.subarray(head + length);
    // As a browser does it: a close is answered and over.
    if ((first & 0x0f) === 8) this.#socket.destroy();
    if ((first & 0x0f) === 1) this.#packet(payload, (first & 0x40) !== 0);
    return true;
  }

  #packet(payload: Buffer, isCompressed: boolean): void {
    const text = isCompressed
      ? inflateRawSync(Buffer.concat([payload, Buffer.from([0, 0, 0xff, 0xff])]), {
          finishFlush: constants.Z_SYNC_FLUSH,
        }).toString()
      : payload.toString();
    if (text.startsWith('40')) this.admitted = 'connected';
    if (text.startsWith('44')) this.admitted = String(JSON.parse(text.slice(text.indexOf('{'))).message);
    const event = /^42\/live,(\[.*)$/s.exec(text)?.[1];
    const reply = /^43\/live,\d+(\[.*)$/s.exec(text)?.[1];
    const [name, value] = event !== undefined ? JSON.parse(event) : ['reply', reply && JSON.parse(reply)[0]];
    if (event === undefined && reply === undefined) return;
    this.heard.push({ event: name, value, isCompressed, bytes: payload.length });
  }

  #wake(): void {
    for (const check of this.#waiting) check();
  }
}
