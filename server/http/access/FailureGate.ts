const WINDOW_MS = 60_000;

/** More addresses than this in one minute are not told apart any more: memory does not grow with an attack. */
const MAX_ADDRESSES = 10_000;

/**
 * Counts failed attempts to be let in, by address and minute. A valid key is never held up by it: who is
 * known is counted by identity, and only who is not is counted by where they come from.
 */
export class FailureGate {
  readonly #perMinute: number;
  #windowAt = 0;
  #failures = new Map<string, number>();

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Notes a failure; true where the address has had more than its share of this minute. `now` is monotonic. */
  fail(address: string, now: number): boolean {
    if (now - this.#windowAt >= WINDOW_MS) {
      this.#windowAt = now;
      this.#failures = new Map();
    }
    const name = this.#failures.size >= MAX_ADDRESSES && !this.#failures.has(address) ? '' : address;
    const count = (this.#failures.get(name) ?? 0) + 1;
    this.#failures.set(name, count);
    return count > this.#perMinute;
  }
}
