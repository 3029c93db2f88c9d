import { deflateRawSync, constants } from 'node:zlib';
import type { HubToScreen } from '../../shared/contract/eventMaps.ts';

/** The namespace of everything that is live. */
export const LIVE = '/live';

/** As Engine.IO takes it; `wsPreEncodedFrame` spares it the framing, and it frames the text itself where it is not known. */
export interface WriteOptions {
  compress: boolean;
  readonly wsPreEncodedFrame: readonly Buffer[];
}

const FIN_TEXT = 0x81;
/** "This message is compressed": set only for sockets with which permessage-deflate was agreed. */
const RSV1 = 0x40;
/** Engine.IO's type of a message, then Socket.IO's of an event. */
const EVENT_PREFIX = `2${LIVE},`;
/** Below this many bytes deflate gains nothing. */
const DEFLATE_FROM = 512;

/**
 * zlib keeps 2^(memLevel + 6) symbols before it closes a block with codes of its own. A frame holds several small
 * tables, each with its own kind of cells: with 512 symbols a block a full frame is 5 % smaller than by default.
 */
const MEM_LEVEL = 3;

/**
 * One event, encoded once for every socket it goes to: the text, its finished WebSocket frame, and, made only
 * when first asked for, the compressed frame. Bytes are shared, so a thousand waiting sockets hold them once.
 */
export class FinishedPacket {
  readonly text: string;
  readonly #plain: WriteOptions;
  readonly #payload: Buffer;
  #deflated: WriteOptions | undefined;

  /** `payload` is the event's one argument as JSON. */
  constructor(event: keyof HubToScreen, payload: string) {
    this.text = `${EVENT_PREFIX}["${event}",${payload}]`;
    this.#payload = Buffer.from(`4${this.text}`);
    this.#plain = optionsOf(frameOf(this.#payload, FIN_TEXT));
  }

  optionsFor(socket: { readonly deflates: boolean }): WriteOptions {
    if (!socket.deflates || this.#payload.length < DEFLATE_FROM) return this.#plain;
    return (this.#deflated ??= optionsOf(frameOf(deflate(this.#payload), FIN_TEXT | RSV1)));
  }
}

/** Engine.IO sets `compress` on the options it is given, so they cannot be frozen. */
function optionsOf(frame: Buffer): WriteOptions {
  return { compress: false, wsPreEncodedFrame: [frame] };
}

/** RFC 7692: the block is flushed, not ended, and the four bytes that every flush ends with are left out. */
function deflate(payload: Buffer): Buffer {
  return deflateRawSync(payload, { finishFlush: constants.Z_SYNC_FLUSH, memLevel: MEM_LEVEL }).subarray(
    0,
    -4,
  );
}

/** RFC 6455: a server's frame, whole and not masked. */
function frameOf(payload: Buffer, firstByte: number): Buffer {
  const { length } = payload;
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = firstByte;
  if (head === 2) frame[1] = length;
  else if (head === 4) frame.writeUInt16BE(length, frame.writeUInt8(126, 1));
  else frame.writeBigUInt64BE(BigInt(length), frame.writeUInt8(127, 1));
  payload.copy(frame, head);
  return frame;
}
