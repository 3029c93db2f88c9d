import type { Cell } from '../../shared/tables/liveTable.ts';

const FRESH_MS = 60_000;

/**
 * Which rows came into a table within the last minute of real time. What the first snapshot brought is not new, nor
 * what came while nobody watched: nobody knows since when it was there.
 */
export class Arrivals {
  readonly #monotonic: () => number;
  #since: Map<Cell, number> | undefined;

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /** Takes the keys that the table holds now; those that left are forgotten. */
  observe(keys: Iterable<Cell>, isWatching = true): void {
    const before = this.#since;
    const now = before === undefined || !isWatching ? -Infinity : this.#monotonic();
    this.#since = new Map(Array.from(keys, (key) => [key, before?.get(key) ?? now]));
  }

  isFresh(key: Cell): boolean {
    const since = this.#since?.get(key);
    return since !== undefined && this.#monotonic() - since < FRESH_MS;
  }
}
