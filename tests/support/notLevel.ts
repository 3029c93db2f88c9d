import type { Vitals } from './WallVitals.ts';

/**
 * By how much each may be more at the end than it was after the warm-up. Readings wander upwards only (a frame that
 * is just being drawn, code just compiled), so the least of several stands for a time.
 */
const MOST_MORE = {
  /** In megabytes: at 200 events a second forty bytes of every event would be more than that within two minutes. */
  heapMb: () => 1,
  /** A list that gained its last rows, a name that found its place on the map. */
  nodes: (before: number) => before * 0.05,
  /** Some are there only while something is under way. */
  listeners: () => 4,
  contexts: () => 0,
} as const satisfies Readonly<Record<keyof Vitals, (before: number) => number>>;

/** What grew between two times that were each read more than once: one sentence for each; empty where all is level. */
export function notLevel(before: readonly Vitals[], after: readonly Vitals[]): readonly string[] {
  return (Object.keys(MOST_MORE) as (keyof Vitals)[]).flatMap((name) => {
    const [was, is] = [leastOf(before, name), leastOf(after, name)];
    return is <= was + MOST_MORE[name](was) ? [] : [`${name}: ${was.toFixed(1)}, then ${is.toFixed(1)}`];
  });
}

function leastOf(vitals: readonly Vitals[], name: keyof Vitals): number {
  return Math.min(...vitals.map((one) => one[name]));
}
