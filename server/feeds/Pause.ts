import type { HubClock } from '../hub/HubClock.ts';

/** Waiting that can be called off: what a feed does between two acts, and what `stop` cuts short. */
export class Pause {
  readonly #clock: HubClock;
  readonly #waiters = new Set<() => void>();
  #stopped = false;

  constructor(clock: HubClock) {
    this.#clock = clock;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Resolves after so many real milliseconds, or at once when stopped. */
  for(realMs: number): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        callOff();
        this.#waiters.delete(wake);
        resolve();
      };
      const callOff = this.#clock.after(realMs, wake);
      this.#waiters.add(wake);
    });
  }

  stop(): void {
    this.#stopped = true;
    for (const wake of [...this.#waiters]) wake();
  }
}
