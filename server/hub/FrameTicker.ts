import type { HubClock } from './HubClock.ts';

/** What one delivery of a frame costs, in milliseconds of a core, and the share of a core that frames may take. */
const DELIVERY_MS = 0.025;
const SHARE = 0.2;
const SHORTEST_MS = 16;
const LONGEST_MS = 250;

/** The tick that the load allows: the more screens, the fewer frames. */
export function tickFor(screens: number): number {
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, (screens * DELIVERY_MS) / SHARE));
}

export interface TickerDeps {
  readonly clock: HubClock;
  readonly screens: () => number;
  readonly flush: () => void;
}

/**
 * Decides when frames go out: at once when the line has been quiet for a tick, otherwise when the tick is
 * over, so that a quiet line is quick and a busy one is cheap.
 */
export class FrameTicker {
  readonly #deps: TickerDeps;
  #lastFlush = -Infinity;
  #cancel: (() => void) | undefined;

  constructor(deps: TickerDeps) {
    this.#deps = deps;
  }

  /** Something changed. */
  touch(): void {
    if (this.#cancel !== undefined) return;
    const { clock, screens } = this.#deps;
    const wait = this.#lastFlush + tickFor(screens()) - clock.monotonic();
    if (wait <= 0) this.#flush();
    else this.#cancel = clock.after(wait, () => this.#flush());
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #flush(): void {
    this.#cancel = undefined;
    this.#lastFlush = this.#deps.clock.monotonic();
    this.#deps.flush();
  }
}
