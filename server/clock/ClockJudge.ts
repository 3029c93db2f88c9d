import type { HubClock } from '../hub/HubClock.ts';

/** What one look at the machine's clocks tells. `stepMs` is there only in the tick that saw the step. */
export interface ClockVerdict {
  readonly holdBreaches: boolean;
  /** By how much the wall clock moved against the monotonic one; negative is backwards. */
  readonly stepMs?: number;
}

/** A smaller difference is a clock being slewed, or a tick that was late. */
const STEP_MS = 2_000;
/** For so long without another step nobody trusts the clock. */
const HOLD_MS = 60_000;

/**
 * Sees the machine's clock step (K8): wall time that moves on by more than 2 s more or less than monotonic
 * time between two ticks. From then on breaches are held until 60 s have passed without a step. Both
 * clocks are the machine's own, unscaled, whatever the hub's time does.
 */
export class ClockJudge {
  #lead: number | undefined;
  #heldUntil = -Infinity;

  /** Call it every second or so; the first call only takes the measure. */
  judge(clock: Pick<HubClock, 'wall' | 'monotonic'>): ClockVerdict {
    const monotonic = clock.monotonic();
    const lead = clock.wall() - monotonic;
    const stepMs = this.#lead === undefined ? 0 : lead - this.#lead;
    this.#lead = lead;
    if (Math.abs(stepMs) > STEP_MS) {
      this.#heldUntil = monotonic + HOLD_MS;
      return { holdBreaches: true, stepMs: Math.round(stepMs) };
    }
    return { holdBreaches: monotonic < this.#heldUntil };
  }
}
