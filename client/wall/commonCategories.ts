/** A category of today's cases. */
export interface CommonCategory {
  readonly code: string;
  readonly received: number;
  /** Of all cases of the day, 0 to 1. */
  readonly share: number;
  /** Against its share on the earlier days that the table holds; undefined where it holds none. */
  readonly change: number | undefined;
}

interface Counted {
  /** `YYYYMMDD code` */
  readonly key: string;
  readonly received: number;
}

/**
 * The categories of a day, most cases first, ties by code. Shares are compared and not counts: a day that is not
 * over has fewer cases than one that is, whatever the category.
 */
export function commonCategories(rows: readonly Counted[], today: string): readonly CommonCategory[] {
  const now = byCode(rows.filter(({ key }) => dayOf(key) === today));
  const earlier = byCode(rows.filter(({ key }) => dayOf(key) < today));
  const sum = sumOf(now);
  const sumEarlier = sumOf(earlier);
  return [...now]
    .filter(([, received]) => received > 0)
    .sort(([a, more], [b, less]) => less - more || (a < b ? -1 : 1))
    .map(([code, received]) => ({
      code,
      received,
      share: received / sum,
      change: sumEarlier === 0 ? undefined : received / sum - (earlier.get(code) ?? 0) / sumEarlier,
    }));
}

function dayOf(key: string): string {
  return key.slice(0, key.indexOf(' '));
}

function byCode(rows: readonly Counted[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { key, received } of rows) {
    const code = key.slice(key.indexOf(' ') + 1);
    counts.set(code, (counts.get(code) ?? 0) + received);
  }
  return counts;
}

function sumOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
