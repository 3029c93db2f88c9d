import { shareOf } from '../state/leastBase.ts';

/** A category of today's cases. */
export interface CommonCategory {
  readonly code: string;
  readonly received: number;
  /** Of all cases of the day, 0 to 1; undefined where the day has too few. */
  readonly share: number | undefined;
  /** Against its share on the days compared with; undefined where either has too few. */
  readonly change: number | undefined;
}

export interface CommonCategories {
  readonly list: readonly CommonCategory[];
  /** How many earlier days the shares are compared with. */
  readonly days: number;
}

interface Counted {
  /** `YYYYMMDD code` */
  readonly key: string;
  readonly received: number;
}

/** A week, so that each day of the week counts once. */
const MOST_DAYS = 7;

/**
 * The categories of a day, most cases first, ties by code. Shares are compared and not counts: a day that is not
 * over has fewer cases than one that is, whatever the category. Where the table is full (`isCut`) its oldest day is
 * left out: it keeps its highest codes only, and would make every other category look commoner than usual.
 */
export function commonCategories(rows: readonly Counted[], today: string, isCut: boolean): CommonCategories {
  const days = earlierDays(rows, today, isCut);
  const now = byCode(rows.filter(({ key }) => dayOf(key) === today));
  const earlier = byCode(rows.filter(({ key }) => days.has(dayOf(key))));
  const sum = sumOf(now);
  const sumEarlier = sumOf(earlier);
  const list = [...now]
    .filter(([, received]) => received > 0)
    .sort(([a, more], [b, less]) => less - more || (a < b ? -1 : 1))
    .map(([code, received]) => {
      const share = shareOf(received, sum);
      const usual = shareOf(earlier.get(code) ?? 0, sumEarlier);
      const change = share === undefined || usual === undefined ? undefined : share - usual;
      return { code, received, share, change };
    });
  return { list, days: days.size };
}

function earlierDays(rows: readonly Counted[], today: string, isCut: boolean): ReadonlySet<string> {
  const held = [...new Set(rows.map(({ key }) => dayOf(key)))].sort().slice(isCut ? 1 : 0);
  return new Set(held.filter((day) => day < today).slice(-MOST_DAYS));
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
