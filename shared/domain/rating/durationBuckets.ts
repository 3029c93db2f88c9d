/**
 * How long handling took, as a histogram (M21): bounds in minutes, three to each doubling from eight minutes to 36
 * days. A row of counts can be added and taken away again, which a median cannot; a quantile read from it is in
 * the right bucket, so above eight minutes at most 30 % off.
 */
const BUCKETS = 40;
const UPPER_MINUTES: readonly number[] = Array.from({ length: BUCKETS - 1 }, (_, i) =>
  Math.round(8 * 2 ** (i / 3)),
);

/** `to8`: up to eight minutes; `over` is longer than the last bound. */
export const DURATION_COLUMNS: readonly string[] = [
  ...UPPER_MINUTES.map((minutes) => `to${minutes}`),
  'over',
];

/** In which bucket a duration lies; a bound belongs to the bucket below it. */
export function bucketOf(ms: number): number {
  const index = UPPER_MINUTES.findIndex((minutes) => ms <= minutes * 60_000);
  return index === -1 ? BUCKETS - 1 : index;
}

/**
 * The duration in minutes below which the share `q` lies; null where nothing was counted. Within a bucket the
 * cases are taken as spread evenly on the scale of logarithms, on which all buckets are equally wide.
 */
export function quantileMinutes(counts: readonly number[], q: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let below = 0;
  for (const [bucket, count] of counts.entries()) {
    if (count > 0 && below + count >= q * total) return within(bucket, (q * total - below) / count);
    below += count;
  }
  return within(BUCKETS - 1, 1);
}

function within(bucket: number, share: number): number {
  const to = UPPER_MINUTES[bucket];
  // Nothing says how far the last bucket reaches, so it is told by where it begins.
  if (to === undefined) return UPPER_MINUTES.at(-1) ?? 0;
  const from = UPPER_MINUTES[bucket - 1] ?? 1;
  return Math.round(from * (to / from) ** share);
}
