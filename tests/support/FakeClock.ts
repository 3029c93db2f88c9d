import type { HubClock } from '../../server/hub/HubClock.ts';

interface Timer {
  readonly dueAt: number;
  readonly order: number;
  readonly fire: () => void;
}

/**
 * A clock that stands still until a test moves it. `advance` moves hub, monotonic and wall time together and
 * fires what falls due on the way, earliest first, at its own instant; timers set by a timer join in.
 */
export class FakeClock implements HubClock {
  readonly rate: number;
  #hubAt: number;
  #wallAt: number;
  #monotonicAt = 0;
  #order = 0;
  readonly #timers = new Set<Timer>();

  /** `rate` hub milliseconds pass in each real one that `advance` is told of. */
  constructor(startAt = Date.UTC(2026, 10, 21, 2, 0, 0), rate = 1) {
    this.#hubAt = startAt;
    this.#wallAt = startAt;
    this.rate = rate;
  }

  now(): number {
    return Math.floor(this.#hubAt);
  }

  monotonic(): number {
    return this.#monotonicAt;
  }

  wall(): number {
    return this.#wallAt;
  }

  after(realMs: number, fire: () => void): () => void {
    const timer = { dueAt: this.#monotonicAt + Math.max(0, realMs), order: this.#order++, fire };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** How many timers are set. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Lets `realMs` pass. Only what is synchronous in a timer has happened when this returns. */
  advance(realMs: number): void {
    const until = this.#monotonicAt + realMs;
    for (let next = this.#next(until); next !== undefined; next = this.#next(until)) this.#fire(next);
    this.#moveTo(until);
  }

  /** As `advance`, but promises settle after each timer, so that a chain of awaits keeps pace. */
  async advanceAsync(realMs: number): Promise<void> {
    const until = this.#monotonicAt + realMs;
    await settle();
    for (let next = this.#next(until); next !== undefined; next = this.#next(until)) {
      this.#fire(next);
      await settle();
    }
    this.#moveTo(until);
    await settle();
  }

  /** Steps the machine's wall clock (K8) and, as a live hub's time follows it, hub time; no timer feels it. */
  stepWall(byMs: number): void {
    this.#wallAt += byMs;
    this.#hubAt += byMs;
  }

  #next(until: number): Timer | undefined {
    let best: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.dueAt > until) continue;
      if (best === undefined || timer.dueAt < best.dueAt) best = timer;
      else if (timer.dueAt === best.dueAt && timer.order < best.order) best = timer;
    }
    return best;
  }

  #fire(timer: Timer): void {
    this.#timers.delete(timer);
    this.#moveTo(timer.dueAt);
    timer.fire();
  }

  #moveTo(at: number): void {
    const passed = Math.max(0, at - this.#monotonicAt);
    this.#monotonicAt += passed;
    this.#wallAt += passed;
    this.#hubAt += passed * this.rate;
  }
}

/** As many turns of the event loop as the longest chain has that waits for no I/O: a tick reads, the lane groups, a group records. */
const TURNS = 3;

async function settle(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
