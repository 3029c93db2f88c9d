import type { Log } from '../../Log.ts';

const WINDOW_MS = 60_000;
const LINES_A_WINDOW = 10;

/** Why somebody was not let in: nothing that was shown is in it. */
export type FailureReason = 'no_key' | 'wrong_key' | 'foreign_origin';

/**
 * Tells of failed attempts to be let in, at a rate that no attack can raise: of one address the first, the tenth, the
 * hundredth and so on in a minute, and at most ten lines a minute in all.
 */
export class FailureLog {
  readonly #log: Log;
  #windowAt = -Infinity;
  #lines = 0;
  /** Attempts since the last line. */
  #unsaid = 0;

  constructor(log: Log) {
    this.#log = log;
  }

  /** `count` is how many there were from this address this minute. */
  note(address: string, reason: FailureReason, count: number, now: number): void {
    if (now - this.#windowAt >= WINDOW_MS) {
      this.#windowAt = now;
      this.#lines = 0;
    }
    this.#unsaid++;
    if (this.#lines >= LINES_A_WINDOW || !isPowerOfTen(count)) return;
    this.#lines++;
    this.#log.warn(
      { address, reason, attempts: count, sinceLastLine: this.#unsaid },
      'an attempt to be let in was refused',
    );
    this.#unsaid = 0;
  }
}

function isPowerOfTen(count: number): boolean {
  return Number.isInteger(Math.log10(count));
}
