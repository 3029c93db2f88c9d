/** Lets `perSecond` tokens a second through on average and `burst` at once. `now` is monotonic milliseconds. */
export class TokenBucket {
  readonly #perMs: number;
  readonly #burst: number;
  #tokens: number;
  #at: number | undefined;

  constructor(perSecond: number, burst: number) {
    this.#perMs = perSecond / 1000;
    this.#burst = burst;
    this.#tokens = burst;
  }

  /** Whether there was a token; takes it where there was. */
  take(now: number): boolean {
    const passed = this.#at === undefined ? 0 : Math.max(0, now - this.#at);
    this.#tokens = Math.min(this.#burst, this.#tokens + passed * this.#perMs);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /**
   * Takes `count` more than there may be, once it is known what the call holds (the lines of a batch). The
   * next taker pays the debt off, so nothing larger than the burst waits for ever.
   */
  owe(count: number): void {
    this.#tokens -= count;
  }

  /** Whole seconds until there is a token again, at least one: what `Retry-After` says. */
  get retryAfter(): number {
    return Math.max(1, Math.ceil((1 - this.#tokens) / this.#perMs / 1000));
  }
}
