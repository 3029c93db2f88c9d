import type { ClockColour } from '../vocabulary.ts';
import type { Timing } from './Clock.ts';
import { dueAt, isOpen } from './Clock.ts';

/** The instants at which a clock changes its colour (K5). */
export interface Thresholds {
  readonly nearAt: number;
  readonly soonAt: number;
  readonly dueAt: number;
  readonly severeAt: number;
}

const HOUR_MS = 3_600_000;

/** Which share of its budget a clock has used when it turns yellow and orange, in hundredths. */
export function warningShares(budgetMs: number): { readonly near: number; readonly soon: number } {
  return budgetMs <= HOUR_MS ? { near: 50, soon: 80 } : { near: 75, soon: 90 };
}

export function thresholds(clock: Timing): Thresholds {
  const due = dueAt(clock);
  return {
    nearAt: nearAt(clock),
    soonAt: clock.timed?.soonAt ?? before(clock, warningShares(clock.budgetMs).soon),
    dueAt: due,
    severeAt: severeAt(due, clock.budgetMs),
  };
}

/** When a clock that is past due turns dark red (严重超期). */
export function severeAt(due: number, budgetMs: number): number {
  return due + Math.max(budgetMs / 4, HOUR_MS);
}

/** When the clock turns yellow (临期); alone, since it is asked for at every change of every case. */
export function nearAt(clock: Timing): number {
  return clock.timed?.nearAt ?? before(clock, warningShares(clock.budgetMs).near);
}

/** When so many hundredths of a natural clock's budget are used up: pauses have moved its end. */
function before(clock: Timing, hundredths: number): number {
  return dueAt(clock) - (clock.budgetMs * (100 - hundredths)) / 100;
}

/**
 * The colour at an instant: from `nearAt` yellow, from `soonAt` orange, after `dueAt` red (what is done at
 * `dueAt` is on time, K1), from `severeAt` dark red. The one place that decides it, for hub and screens alike.
 */
export function colourAt(at: Thresholds, now: number): ClockColour {
  if (now >= at.severeAt) return 'darkRed';
  if (now > at.dueAt) return 'red';
  if (now >= at.soonAt) return 'orange';
  return now >= at.nearAt ? 'yellow' : 'green';
}

/** A paused clock keeps the colour it had; a stopped one is green or red for good. */
export function colourOf(clock: Timing, now: number): ClockColour {
  if (!isOpen(clock)) return clock.state === 'breached' ? 'red' : 'green';
  return colourAt(thresholds(clock), clock.pausedAt ?? now);
}
