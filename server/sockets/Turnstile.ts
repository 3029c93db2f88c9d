/** How long newcomers may hold up everybody else in one turn of the event loop. */
const SLICE_MS = 5;

/**
 * Lets newcomers through a few at a time, at the handshake and again at the hello. When a hub comes back all its
 * screens knock in the same moment; taken as they come they would keep the event loop from frames and filings
 * for a quarter of a second.
 */
export class Turnstile {
  readonly #waiting: (() => void)[] = [];
  readonly #strangers: (() => void)[] = [];
  #isTurning = false;

  /** Calls `enter` soon, in the order of asking. */
  pass(enter: () => void): void {
    this.#waiting.push(enter);
    if (!this.#isTurning) this.#turnLater();
  }

  /**
   * Calls `enter` for somebody who has not shown who he is, after all others and the newest first, one a turn: the
   * loop accepts one connection a turn too, and whoever comes behind a flood of strangers must not wait for them.
   */
  passStranger(enter: () => void): void {
    this.#strangers.push(enter);
    if (!this.#isTurning) this.#turnLater();
  }

  #turnLater(): void {
    this.#isTurning = true;
    setImmediate(() => this.#turn());
  }

  #turn(): void {
    const startedAt = performance.now();
    let enter = this.#waiting.shift();
    while (enter !== undefined) {
      enter();
      if (performance.now() - startedAt >= SLICE_MS) break;
      enter = this.#waiting.shift();
    }
    this.#strangers.pop()?.();
    if (this.#waiting.length + this.#strangers.length > 0) this.#turnLater();
    else this.#isTurning = false;
  }
}
