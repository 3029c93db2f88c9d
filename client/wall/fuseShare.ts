import { warningShares } from '../../shared/domain/clock/colour.ts';

/** A clock as its row tells it: when it began, how much open time it was given, and when it turns which colour. */
export interface Fuse {
  readonly startAt: number;
  readonly budgetMs: number;
  readonly nearAt: number;
  readonly soonAt: number;
  readonly dueAt: number;
}

/**
 * How far the bar of a clock is burnt down, 0 to 1. The bar is the whole budget, so yellow and orange begin on it
 * where they begin in the budget. In the pauses of a clock (nights, holidays, reviews) it moves on more slowly, with
 * the instants between which they lie.
 */
export function fuseShare({ startAt, budgetMs, nearAt, soonAt, dueAt }: Fuse, now: number): number {
  const { near, soon } = warningShares(budgetMs);
  if (now >= dueAt) return 1;
  if (now >= soonAt) return between(now, soonAt, dueAt, soon, 100) / 100;
  if (now >= nearAt) return between(now, nearAt, soonAt, near, soon) / 100;
  return Math.max(0, between(now, startAt, nearAt, 0, near)) / 100;
}

function between(now: number, from: number, to: number, low: number, high: number): number {
  return to <= from ? high : low + ((now - from) / (to - from)) * (high - low);
}
