import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

export interface RawSocketOptions {
  readonly port: number;
  readonly deflate: boolean;
  /** Called with the first bytes of every text or compressed message, as many as `HEAD_BYTES` at most. */
  readonly onMessage: (head: string, isCompressed: boolean) => void;
}

/** Enough to see what a message is and which `seq` it tells. */
const HEAD_BYTES = 96;
const PATH = '/socket.io/?EIO=4&transport=websocket';

/**
 * A WebSocket that looks at the head of each message and throws the rest away: hundreds of them cost one process
 * little, so that it is the server that is measured.
 */
export class RawSocket {
  /** Bytes that came over the wire since the upgrade. */
  bytes = 0;
  readonly #socket: Socket;
  readonly #options: RawSocketOptions;
  readonly #frameHead = Buffer.alloc(10);
  readonly #head = Buffer.alloc(HEAD_BYTES);
  #frameHeadLength = 0;
  #headLength = 0;
  #payloadLeft = 0;
  #handshake: string | undefined = '';

  constructor(options: RawSocketOptions) {
    this.#options = options;
    this.#socket = connect(options.port, '127.0.0.1', () => this.#upgrade());
    this.#socket.setNoDelay(true);
    this.#socket.on('data', (chunk: Buffer) => this.#take(chunk));
    // The end of a side's process ends its sockets; whoever waits for a message then waits in vain and says so.
    this.#socket.on('error', () => this.#socket.destroy());
  }

  /** One masked text frame, as a client must send it; shorter than 64 KB. */
  text(message: string): void {
    const payload = Buffer.from(message);
    const isShort = payload.length < 126;
    const frame = Buffer.alloc((isShort ? 6 : 8) + payload.length);
    frame[0] = 0x81;
    frame[1] = 0x80 | (isShort ? payload.length : 126);
    if (!isShort) frame.writeUInt16BE(payload.length, 2);
    // A mask of zeros leaves the payload as it is.
    payload.copy(frame, isShort ? 6 : 8);
    this.#socket.write(frame);
  }

  close(): void {
    this.#socket.destroy();
  }

  #upgrade(): void {
    const lines = [
      `GET ${PATH} HTTP/1.1`,
      'Host: 127.0.0.1',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      ...(this.#options.deflate
        ? ['Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits']
        : []),
    ];
    this.#socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  }

  #take(chunk: Buffer): void {
    let at = 0;
    if (this.#handshake !== undefined) {
      this.#handshake += chunk.toString('latin1');
      const end = this.#handshake.indexOf('\r\n\r\n');
      if (end === -1) return;
      if (!this.#handshake.startsWith('HTTP/1.1 101')) throw new Error(`no upgrade: ${this.#handshake}`);
      at = chunk.length - (this.#handshake.length - end - 4);
      this.#handshake = undefined;
    }
    this.bytes += chunk.length - at;
    while (at < chunk.length) at = this.#payloadLeft > 0 ? this.#payload(chunk, at) : this.#header(chunk, at);
  }

  #header(chunk: Buffer, from: number): number {
    let at = from;
    while (at < chunk.length) {
      this.#frameHead[this.#frameHeadLength++] = chunk[at++] ?? 0;
      const length = lengthOf(this.#frameHead, this.#frameHeadLength);
      if (length === undefined) continue;
      this.#payloadLeft = length;
      this.#headLength = 0;
      this.#frameHeadLength = 0;
      break;
    }
    return at;
  }

  #payload(chunk: Buffer, at: number): number {
    const taken = Math.min(this.#payloadLeft, chunk.length - at);
    if (this.#headLength < HEAD_BYTES) {
      const kept = Math.min(taken, HEAD_BYTES - this.#headLength);
      chunk.copy(this.#head, this.#headLength, at, at + kept);
      this.#headLength += kept;
    }
    this.#payloadLeft -= taken;
    if (this.#payloadLeft === 0) this.#message();
    return at + taken;
  }

  #message(): void {
    const head = this.#head.toString('latin1', 0, this.#headLength);
    if (head === '2') this.text('3');
    else this.#options.onMessage(head, ((this.#frameHead[0] ?? 0) & 0x40) !== 0);
  }
}

/** The payload's length once the whole head of a server's frame is there. */
function lengthOf(head: Buffer, have: number): number | undefined {
  if (have < 2) return undefined;
  const short = (head[1] ?? 0) & 0x7f;
  if (short < 126) return short;
  if (short === 126) return have < 4 ? undefined : head.readUInt16BE(2);
  return have < 10 ? undefined : Number(head.readBigUInt64BE(2));
}
