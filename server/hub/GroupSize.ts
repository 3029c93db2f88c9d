/**
 * How long the deciding of one group may take, in milliseconds. Writing its rows takes about as long again, and
 * the sync comes on top, whatever the size.
 */
const BUDGET_MS = 4;
const MOST = 512;
/** Smaller groups would spare nobody a wait and cost a sync each. */
const LEAST = 16;
/** What a group counts for against the one after it. */
const MEMORY = 0.9;

/**
 * How many commands the next group may take, from a running estimate of what deciding one costs. The disk has
 * no part in it: a slow sync that was blamed on the commands would make groups smaller, and each of those
 * would wait for a sync again.
 */
export class GroupSize {
  #commands = 10;
  #elapsedMs = 0.5;

  get most(): number {
    const fitting = Math.floor((BUDGET_MS * this.#commands) / this.#elapsedMs);
    return Math.max(LEAST, Math.min(MOST, fitting));
  }

  /** Told of every group: its commands, and the milliseconds that deciding them took. */
  learn(commands: number, elapsedMs: number): void {
    this.#commands = this.#commands * MEMORY + commands;
    this.#elapsedMs = this.#elapsedMs * MEMORY + elapsedMs;
  }
}
