import type { HubClock } from '../hub/HubClock.ts';

/** A hub clock that stands at one instant and fires no timer: for work on a store that no hub serves. */
export class StillClock implements HubClock {
  readonly rate = 1;
  readonly #at: number;

  /** `at` is hub time in epoch milliseconds. */
  constructor(at: number) {
    this.#at = at;
  }

  now(): number {
    return this.#at;
  }

  wall(): number {
    return this.#at;
  }

  monotonic(): number {
    return 0;
  }

  after(): () => void {
    return () => {};
  }
}
