/** One quarter of an hour. */
export interface TrendBucket {
  /** The bucket's start, epoch milliseconds. */
  readonly at: number;
  readonly received: number;
  readonly closed: number;
}

export const BUCKET_MS = 15 * 60_000;
const DAY_BUCKETS = 96;

/**
 * The last 24 hours of buckets up to the newest, oldest first. A bucket that the table does not have counted
 * nothing, so it is drawn as zero and not left out: a line over a gap would show cases that never were.
 */
export function trendBuckets(told: readonly TrendBucket[]): readonly TrendBucket[] {
  const byAt = new Map(told.map((bucket) => [bucket.at, bucket]));
  const newest = Math.max(...byAt.keys());
  if (!Number.isFinite(newest)) return [];
  const oldest = Math.max(Math.min(...byAt.keys()), newest - (DAY_BUCKETS - 1) * BUCKET_MS);
  const buckets: TrendBucket[] = [];
  for (let at = oldest; at <= newest; at += BUCKET_MS) {
    buckets.push(byAt.get(at) ?? { at, received: 0, closed: 0 });
  }
  return buckets;
}
