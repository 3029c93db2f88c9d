import { ratioOf, sampleOf, scoreInMillionths } from './metrics.ts';
import type { MetricProfile } from './metricProfile.ts';
import type { RateCounts } from './rateCounts.ts';
import { compareRatios } from './Ratio.ts';
import type { Ratio } from './Ratio.ts';

/** What a unit is ranked by, unrounded. Without a valid callback, or a grade, there is nothing to rank (E1). */
export interface Standing {
  readonly code: string;
  readonly valid: number;
  /** How many callbacks its score rests on: the valid ones, or fewer where not all were graded (E14). */
  readonly sample: number;
  /** The score in millionths of one, so that comparing two stays within plain integers. */
  /** Set where the unit is not at work when the period ends: it is shown, not ranked (E16). */
  readonly isInactive?: true;
  readonly keys: { readonly score: Ratio; readonly solve: Ratio; readonly satisfaction: Ratio } | null;
}

export function standingOf(
  code: string,
  counts: RateCounts,
  profile: MetricProfile,
  isActive = true,
): Standing {
  const { valid } = counts;
  const solve = ratioOf('solveRate', counts, profile);
  const satisfaction = ratioOf('satisfactionRate', counts, profile);
  const sample = sampleOf('compositeScore', counts, profile);
  const about = { code, valid, sample, ...(isActive ? {} : { isInactive: true as const }) };
  if (solve === null || satisfaction === null) return { ...about, keys: null };
  return { ...about, keys: { score: scoreInMillionths(counts, profile), solve, satisfaction } };
}

/** The order of a ranking (domain.md §2.8): score, solve rate, satisfaction, valid callbacks, all falling, then code. */
export function compareStandings(a: Standing, b: Standing): number {
  return compareKeys(a, b) || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
}

/** As `compareStandings` without the code: 0 is the same rank. Units without a callback stand last. */
export function compareKeys(a: Standing, b: Standing): number {
  if (a.keys === null || b.keys === null) return Number(a.keys === null) - Number(b.keys === null);
  return (
    compareRatios(b.keys.score, a.keys.score) ||
    compareRatios(b.keys.solve, a.keys.solve) ||
    compareRatios(b.keys.satisfaction, a.keys.satisfaction) ||
    b.valid - a.valid
  );
}
