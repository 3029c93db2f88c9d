import { cpuMs } from '../process/cpuMs.ts';

/** Finds the turn of this process's loop that took most processor time. Keeps the loop turning meanwhile. */
export class LongestTurn {
  #longest = 0;
  #isOn = false;

  start(): void {
    this.#longest = 0;
    this.#isOn = true;
    this.#turn(cpuMs());
  }

  /** Milliseconds of the longest turn since `start`. */
  stop(): number {
    this.#isOn = false;
    return this.#longest;
  }

  #turn(since: number): void {
    setImmediate(() => {
      const now = cpuMs();
      this.#longest = Math.max(this.#longest, now - since);
      if (this.#isOn) this.#turn(now);
    });
  }
}
