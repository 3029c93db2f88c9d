/** Counts the real seconds of a screen: what is heavy to work out follows this and not every frame. */
export class Seconds {
  readonly #monotonic: () => number;
  readonly #seq: () => number;
  #passed = $state.raw(0);
  #atSeq = $state.raw(0);

  constructor(monotonic: () => number, seq: () => number) {
    this.#monotonic = monotonic;
    this.#seq = seq;
  }

  get passed(): number {
    return this.#passed;
  }

  /** As of which event what follows the seconds stands. */
  get atSeq(): number {
    return this.#atSeq;
  }

  /** True where another second has begun. */
  tick(): boolean {
    const passed = Math.floor(this.#monotonic() / 1_000);
    if (passed === this.#passed) return false;
    this.#passed = passed;
    this.#atSeq = this.#seq();
    return true;
  }
}
