import type { DayHours } from './DayHours.ts';

/**
 * Those who can only do so much at a time: each of a few places is taken until its work is done, and what comes
 * meanwhile waits for the first that is free. A burst makes everybody behind it late.
 */
export class WorkQueue {
  readonly #hours: DayHours | undefined;
  #freeAt: number[];

  /** Without `hours` work goes on day and night. */
  constructor(places: number, hours: DayHours | undefined) {
    this.#hours = hours;
    this.#freeAt = new Array<number>(Math.max(1, Math.round(places))).fill(-Infinity);
  }

  get places(): number {
    return this.#freeAt.length;
  }

  /** Takes the first place that is free from `readyAt` on, for so long; says when the work begins. */
  take(readyAt: number, workMs: number): number {
    let first = 0;
    for (let place = 1; place < this.#freeAt.length; place++)
      if ((this.#freeAt[place] ?? 0) < (this.#freeAt[first] ?? 0)) first = place;
    const at = Math.max(readyAt, this.#freeAt[first] ?? readyAt);
    const startAt = this.#hours?.notBefore(at) ?? at;
    this.#freeAt[first] = startAt + workMs;
    return startAt;
  }

  /** Until when its places are taken, those that are; what `restore` takes. */
  takenUntil(now: number): readonly number[] {
    return this.#freeAt.filter((at) => at > now).map(Math.round);
  }

  restore(takenUntil: readonly number[]): void {
    this.#freeAt = this.#freeAt.map((_, place) => takenUntil[place] ?? -Infinity);
  }
}
