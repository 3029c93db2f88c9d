const WINDOW_MS = 60_000;

/** More addresses than this in one minute are not told apart any more: memory does not grow with an attack. */
const MAX_ADDRESSES = 10_000;

/**
 * Counts failed attempts to be let in, by address and minute. A valid key is never held up by it: who is
 * known is counted by identity, and only who is not is counted by where they come from.
 */
export class FailureGate {
  #windowAt = 0;
  #failures = new Map<string, number>();

  /** Notes a failure and says how many the address has had this minute. `now` is monotonic. */
  fail(address: string, now: number): number {
    if (now - this.#windowAt >= WINDOW_MS) {
      this.#windowAt = now;
      this.#failures = new Map();
    }
    const name = this.#failures.size >= MAX_ADDRESSES && !this.#failures.has(address) ? '' : address;
    const count = (this.#failures.get(name) ?? 0) + 1;
    this.#failures.set(name, count);
    return count;
  }
}
