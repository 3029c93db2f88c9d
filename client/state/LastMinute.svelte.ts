const WINDOW_SECONDS = 60;

/** By how much a count changed within the last minute; undefined until a whole minute was seen. */
export class LastMinute {
  readonly #read: () => number | undefined;
  #samples: number[] = [];
  #change = $state.raw<number | undefined>(undefined);

  constructor(read: () => number | undefined) {
    this.#read = read;
  }

  get change(): number | undefined {
    return this.#change;
  }

  /** Forgets what was seen: the minute has a hole. */
  restart(): void {
    this.#samples = [];
    this.#change = undefined;
  }

  /** Call once a second. A count that is not known begins anew. */
  sample(): void {
    const value = this.#read();
    if (value === undefined) {
      this.restart();
      return;
    }
    this.#samples.push(value);
    if (this.#samples.length > WINDOW_SECONDS + 1) this.#samples.shift();
    const [oldest] = this.#samples;
    const isWhole = this.#samples.length === WINDOW_SECONDS + 1;
    this.#change = isWhole && oldest !== undefined ? value - oldest : undefined;
  }
}
