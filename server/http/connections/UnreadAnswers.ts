import type { Socket } from 'node:net';

/** Whoever takes less than this of a waiting answer in this time is cut off: slower than the slowest of links. */
const LEAST_BYTES = 64 * 1024;
const WITHIN_MS = 5_000;

/** Finds connections that are sent something and do not read it. */
export class UnreadAnswers {
  /** What the other side had taken, and when, since it began to lag. */
  readonly #lagging = new Map<Socket, { readonly taken: number; readonly at: number }>();

  /** Whether a connection has left what waits for it unread for too long. Ask a few times in `WITHIN_MS`. */
  isStuck(socket: Socket, now: number): boolean {
    const waiting = socket.writableLength;
    if (waiting === 0) {
      this.#lagging.delete(socket);
      return false;
    }
    const taken = socket.bytesWritten - waiting;
    const mark = this.#lagging.get(socket);
    if (mark === undefined || taken - mark.taken >= LEAST_BYTES) {
      this.#lagging.set(socket, { taken, at: now });
      return false;
    }
    return now - mark.at >= WITHIN_MS;
  }

  forget(socket: Socket): void {
    this.#lagging.delete(socket);
  }
}
