import type { MetricProfile } from './metricProfile.ts';
import { METRICS, METRIC_NAMES, scoreShare } from './metrics.ts';
import type { MetricName } from './metrics.ts';
import { RATE_COLUMNS, rateCountsOf } from './rateCounts.ts';
import type { RateColumn, RateCounts } from './rateCounts.ts';

/** What can be explained: a rate, or a count. */
export type Explained = MetricName | RateColumn;

/** The two sides of a number; a plain count has no denominator. */
export interface Parts {
  readonly numerator: number;
  readonly denominator: number | null;
}

/**
 * What some of the counts behind a number add to its two sides. The share of `total` itself is the number, that of
 * nothing is zero, and what is in between only grows: so the part of a case is the share of all cases up to it less
 * that of the cases before it, and the parts of all cases add up to the number exactly.
 */
export function shareOf(
  explained: Explained,
  total: RateCounts,
  profile: MetricProfile,
): (counts: RateCounts) => Parts {
  if (!isMetric(explained)) return (counts) => ({ numerator: counts[explained], denominator: null });
  if (explained === 'compositeScore') return (counts) => scoreShare(counts, profile, total);
  return (counts) => METRICS[explained].parts(counts, profile);
}

/** Whether the share of some counts depends on what the others are. */
export function dependsOnTotal(explained: Explained, { splitDenominator }: MetricProfile): boolean {
  return explained === 'compositeScore' && splitDenominator;
}

/** The places in `RATE_COLUMNS` of the counts that have a share: a case that counts in none of them has no part. */
export function sharingColumns(share: (counts: RateCounts) => Parts): readonly number[] {
  return RATE_COLUMNS.flatMap((_, place) => {
    const { numerator, denominator } = share(
      rateCountsOf(RATE_COLUMNS.map((_column, i) => Number(i === place))),
    );
    return numerator === 0 && (denominator ?? 0) === 0 ? [] : [place];
  });
}

/** A rate by its name or its number, a count by the name of its column; undefined where there is none. */
export function explainedBy(name: string): Explained | undefined {
  return (
    METRIC_NAMES.find((one) => one === name || METRICS[one].id === name) ??
    RATE_COLUMNS.find((one) => one === name)
  );
}

function isMetric(explained: Explained): explained is MetricName {
  return Object.hasOwn(METRICS, explained);
}
