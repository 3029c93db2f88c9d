import type { HubClock } from '../hub/HubClock.ts';

/** What one look at the machine's clocks tells. `stepMs` is there only in the look that saw the step. */
export interface ClockVerdict {
  readonly holdBreaches: boolean;
  /** By how much the wall clock moved against the monotonic one; negative is backwards. */
  readonly stepMs?: number;
}

/** A smaller difference is a clock being slewed, or a look that was late. */
const STEP_MS = 2_000;
/** For so long without another step nobody trusts the clock. */
const HOLD_MS = 60_000;
/** A measure is at least so old before another takes its place: two small steps within it are one. */
const MEASURE_MS = 1_000;

/**
 * Sees the machine's clock step (K8): wall time that moves on by more than 2 s more or less than monotonic
 * time since the last measure. From then on breaches are held until 60 s have passed without a step. Both
 * clocks are the machine's own, unscaled, whatever the hub's time does.
 */
export class ClockJudge {
  #lead: number | undefined;
  #measuredAt = -Infinity;
  #heldUntil = -Infinity;
  #offMs = 0;

  /** By how much the wall clock had moved at the last look since it was last trusted; 0 while it is trusted. */
  get offMs(): number {
    return this.#offMs;
  }

  /** Call it whenever it matters, and every second or so; the first call only takes the measure. */
  judge(clock: Pick<HubClock, 'wall' | 'monotonic'>): ClockVerdict {
    const monotonic = clock.monotonic();
    const lead = clock.wall() - monotonic;
    const stepMs = lead - (this.#lead ?? lead);
    const hasStepped = Math.abs(stepMs) > STEP_MS;
    if (hasStepped || monotonic - this.#measuredAt >= MEASURE_MS) {
      this.#lead = lead;
      this.#measuredAt = monotonic;
    }
    if (monotonic >= this.#heldUntil) this.#offMs = 0;
    if (!hasStepped) return { holdBreaches: monotonic < this.#heldUntil };
    this.#heldUntil = monotonic + HOLD_MS;
    this.#offMs += Math.round(stepMs);
    return { holdBreaches: true, stepMs: Math.round(stepMs) };
  }
}
