/** Where on the bar of a clock it turns yellow and orange: the same places for every budget. */
const NEAR = 0.5;
const SOON = 0.8;

/**
 * How far the bar of a clock is burnt down, 0 to 1. Its second half is the time of warning; the first half is as
 * long again, so that a bar of a short clock is its whole budget and one of a long clock the last half of it. In
 * the pauses of a clock (nights, holidays) the bar moves on more slowly with the instants it turns colour at.
 */
export function fuseShare(
  { nearAt, soonAt, dueAt }: { readonly nearAt: number; readonly soonAt: number; readonly dueAt: number },
  now: number,
): number {
  if (now >= dueAt) return 1;
  if (now >= soonAt) return between(now, soonAt, dueAt, SOON, 1);
  if (now >= nearAt) return between(now, nearAt, soonAt, NEAR, SOON);
  return Math.max(0, between(now, nearAt - (dueAt - nearAt), nearAt, 0, NEAR));
}

function between(now: number, from: number, to: number, low: number, high: number): number {
  return to <= from ? high : low + ((now - from) / (to - from)) * (high - low);
}
