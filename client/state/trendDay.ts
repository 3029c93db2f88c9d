import type { Calendar, LocalDay } from '../../shared/domain/Calendar.ts';
import { shareOf } from './leastBase.ts';

/** What was counted within one quarter of an hour. */
export interface Quarter {
  readonly received: number;
  readonly closed: number;
}

/** By the quarter's start, epoch milliseconds. A quarter that is not in it counted nothing. */
export type Quarters = ReadonlyMap<number, Quarter>;

/** The range that is usual, quarter by quarter of the day, and what it was taken from. */
export interface UsualBand {
  readonly basis: 'sameWeekday' | 'pastDays';
  readonly days: number;
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** One local day for the chart. `received` and `closed` hold the quarters that are over. */
export interface TrendDay {
  /** The start of every quarter of the day, epoch milliseconds. */
  readonly starts: readonly number[];
  readonly received: readonly number[];
  readonly closed: readonly number[];
  readonly band: UsualBand | undefined;
}

const QUARTER_MS = 15 * 60_000;
const HOUR_MS = 4 * QUARTER_MS;
const DAY_MS = 24 * HOUR_MS;
const WEEKS = [7, 14, 21, 28];
const DAYS = [1, 2, 3, 4, 5, 6, 7];

/** The day of `now`: a running quarter is left out, for a line that falls with every new quarter would lie. */
export function trendDay(quarters: Quarters, calendar: Calendar, now: number): TrendDay {
  const { startAt, endAt } = calendar.dayOf(now);
  const starts = startsOf(startAt, endAt);
  const over = starts.slice(0, quartersOver(calendar, now));
  return {
    starts,
    received: over.map((at) => quarters.get(at)?.received ?? 0),
    closed: over.map((at) => quarters.get(at)?.closed ?? 0),
    band: usualBand(quarters, calendar, now, starts),
  };
}

/**
 * By which share the day's intake so far differs from another day's up to the same local time, `-0.1` for a tenth
 * less. Whole quarters only. Undefined where that day is not wholly held, or had too few cases by then.
 */
export function changeOnDay(
  quarters: Quarters,
  calendar: Calendar,
  now: number,
  daysBack: number,
): number | undefined {
  const { startAt, endAt } = calendar.dayOf(now);
  const other = dayBefore(calendar, startAt, daysBack);
  if (other.startAt <= oldestOf(quarters)) return undefined;
  const over = startsOf(startAt, endAt).slice(0, quartersOver(calendar, now));
  const until = calendar.wallClockOf(startAt + over.length * QUARTER_MS);
  const later = startsOf(other.startAt, other.endAt);
  const end = later.findIndex((start) => calendar.wallClockOf(start) >= until);
  const then = receivedIn(quarters, later.slice(0, end));
  const share = shareOf(receivedIn(quarters, over), then);
  return share === undefined ? undefined : share - 1;
}

/**
 * Least and most of the same quarter of the local day and its two neighbours on the same weekday of the last four
 * weeks, where at least two of them are wholly held, else on the last seven days.
 */
function usualBand(
  quarters: Quarters,
  calendar: Calendar,
  now: number,
  starts: readonly number[],
): UsualBand | undefined {
  const { startAt } = calendar.dayOf(now);
  const oldest = oldestOf(quarters);
  const held = (days: readonly number[]): readonly LocalDay[] =>
    days.map((back) => dayBefore(calendar, startAt, back)).filter((day) => day.startAt > oldest);
  const weeks = held(WEEKS);
  const basis = weeks.length >= 2 ? 'sameWeekday' : 'pastDays';
  const days = basis === 'sameWeekday' ? weeks : held(DAYS);
  if (days.length === 0) return undefined;
  const sameTime = days.map((day) => startsByTime(calendar, day));
  const at = (time: number): readonly number[] => sameTime.flatMap((byTime) => byTime.get(time) ?? []);
  const around = starts.map((start) => {
    const time = calendar.wallClockOf(start);
    const same = at(time);
    // Where every day held skipped this reading, the hour that came in its place stands for it.
    return (same.length > 0 ? same : at(time + HOUR_MS)).flatMap((other) =>
      [-1, 0, 1].map((aside) => quarters.get(other + aside * QUARTER_MS)?.received ?? 0),
    );
  });
  return {
    basis,
    days: days.length,
    low: around.map((values) => Math.min(...values)),
    high: around.map((values) => Math.max(...values)),
  };
}

/**
 * The quarters of a day by what the clock on the wall shows at their start: where the clocks change, one reading
 * comes twice and another never.
 */
function startsByTime(calendar: Calendar, { startAt, endAt }: LocalDay): ReadonlyMap<number, number[]> {
  const byTime = new Map<number, number[]>();
  for (const start of startsOf(startAt, endAt)) {
    const time = calendar.wallClockOf(start);
    byTime.set(time, [...(byTime.get(time) ?? []), start]);
  }
  return byTime;
}

function startsOf(startAt: number, endAt: number): readonly number[] {
  return Array.from(
    { length: Math.round((endAt - startAt) / QUARTER_MS) },
    (_, i) => startAt + i * QUARTER_MS,
  );
}

function quartersOver(calendar: Calendar, now: number): number {
  return Math.floor((now - calendar.dayOf(now).startAt) / QUARTER_MS);
}

function receivedIn(quarters: Quarters, starts: readonly number[]): number {
  return starts.reduce((sum, start) => sum + (quarters.get(start)?.received ?? 0), 0);
}

/** By local days and not by 24 hours: a day may have 23 or 25. */
function dayBefore(calendar: Calendar, startAt: number, daysBack: number): LocalDay {
  return calendar.dayOf(startAt + DAY_MS / 2 - daysBack * DAY_MS);
}

function oldestOf(quarters: Quarters): number {
  let oldest = Infinity;
  for (const at of quarters.keys()) if (at < oldest) oldest = at;
  return oldest;
}
