/** Who is called in for a queue that has grown too long. */
export interface Crews {
  /** A wait longer than this has one more place made. */
  readonly afterMs: number;
  /** So many times the usual places there are at most. */
  readonly most: number;
}

/**
 * Those who can only do so much at a time: each of a few places is taken until its work is done, and what comes
 * meanwhile waits for the first that is free. A burst makes everybody behind it late; where the wait grows too long
 * further places are made, which go again once the queue is worked off. How many places are usual is told with each
 * case, for it differs by season; a place that is taken stays until its work is done.
 */
export class WorkQueue {
  readonly #crews: Crews | undefined;
  #busyUntil: number[] = [];

  constructor(crews?: Crews) {
    this.#crews = crews;
  }

  /** When the next work can begin; `at` must not run back. */
  freeAt(at: number, places: number): number {
    this.#busyUntil = this.#busyUntil.filter((until) => until > at);
    return this.#busyUntil.length < places ? at : Math.min(...this.#busyUntil);
  }

  /** Takes the first place that is free, for so long; says when the work begins, which is not before `opens` says. */
  take(at: number, workMs: number, places: number, opens = (freeAt: number) => freeAt): number {
    const freeAt = this.freeAt(at, places);
    const startAt = opens(freeAt);
    if (freeAt > at && !this.#callsIn(freeAt - at, places))
      this.#busyUntil.splice(this.#busyUntil.indexOf(freeAt), 1);
    this.#busyUntil.push(startAt + workMs);
    return startAt;
  }

  /** Until when its places are taken, those that are; what `restore` takes. */
  takenUntil(now: number): readonly number[] {
    return this.#busyUntil.filter((at) => at > now).map(Math.round);
  }

  restore(takenUntil: readonly number[]): void {
    this.#busyUntil = [...takenUntil];
  }

  /** Who is called in begins where the queue ends, so that what waits is still begun in order. */
  #callsIn(waitMs: number, places: number): boolean {
    if (this.#crews === undefined || waitMs <= this.#crews.afterMs) return false;
    return this.#busyUntil.length < Math.ceil(places * this.#crews.most);
  }
}
