import type { IncomingMessage } from 'node:http';
import type { Socket } from 'socket.io';
import type { FinishedPacket } from './FinishedPacket.ts';

/** The Engine.IO connection below a socket. */
export type Connection = Socket['conn'];

/** What waits to be read by the other side, in this process (the kernel holds more). */
export interface Queued {
  readonly packets: number;
  readonly bytes: number;
}

/**
 * All that the hub asks of Engine.IO beyond its documented calls stands in this file. Where a later version
 * lacks one of them, sending still works, only slower; the tests of this folder say which is gone.
 */
export function write(connection: Connection, packet: FinishedPacket, deflates: boolean): void {
  const options = packet.optionsFor({ deflates });
  if (isIdle(connection))
    for (const frame of options.wsPreEncodedFrame) connection.request.socket.write(frame);
  else connection.write(packet.text, options);
}

/**
 * Whether all that was sent has gone to the kernel. Then a finished frame may go right behind it, past the library's
 * queue and its events, which cost up to a fifth of a delivery; otherwise it must queue, or it would overtake what waits
 * and not be counted among it.
 */
function isIdle(connection: Connection): boolean {
  const waiting: unknown = Reflect.get(connection, 'writeBuffer');
  const isEmpty = Array.isArray(waiting) && waiting.length === 0;
  return isEmpty && connection.readyState === 'open' && connection.request.socket.writableLength === 0;
}

export function queuedFor(connection: Connection, request: IncomingMessage): Queued {
  const waiting: unknown = Reflect.get(connection, 'writeBuffer');
  const bytes = request.socket.writableLength;
  if (!Array.isArray(waiting) || waiting.length === 0) return { packets: 0, bytes };
  return { packets: waiting.length, bytes: waiting.reduce((sum: number, one) => sum + sizeOf(one), bytes) };
}

/** Ends a connection now. A close by the protocol would wait for a reader that does not read. */
export function destroy(request: IncomingMessage): void {
  request.socket.destroy();
}

/**
 * Lets finished frames through although permessage-deflate was agreed, which Engine.IO takes to mean that each
 * message is compressed for each socket.
 */
export function allowFinishedFrames(connection: Connection): void {
  Reflect.set(connection.transport, 'perMessageDeflate', null);
}

/**
 * Whether the browser agreed to compressed messages of any window. `ws` takes every offer without a smaller
 * window of the server's, which the frames made for all would break.
 */
export function offersDeflate(request: IncomingMessage): boolean {
  const offer = String(request.headers['sec-websocket-extensions'] ?? '');
  return offer.includes('permessage-deflate') && !offer.includes('server_max_window_bits');
}

function sizeOf(packet: unknown): number {
  if (typeof packet !== 'object' || packet === null || !('data' in packet)) return 0;
  return typeof packet.data === 'string' ? packet.data.length : 0;
}
