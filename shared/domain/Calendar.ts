import { must } from '../lib/assert.ts';

/** One local day: `[startAt, endAt)` in epoch milliseconds, and its date as the number `YYYYMMDD`. */
export interface LocalDay {
  readonly date: number;
  readonly startAt: number;
  readonly endAt: number;
}

const DAY_MS = 86_400_000;
const NOON_MS = 12 * 3_600_000;
/** More than ten years of days; then they are worked out anew, so that odd questions cannot fill the memory. */
const MOST_DAYS_KEPT = 4_000;

/**
 * Local dates of one time zone. Reads no clock. Days are remembered, the last one above all: almost every
 * question is about today, the clocks of every dispatch look the same few weeks ahead, and asking the runtime
 * costs as much as deciding a command.
 */
export class Calendar {
  readonly timeZone: string;
  readonly #format: Intl.DateTimeFormat;
  #last: LocalDay | undefined;
  /** Under each day of UTC the local days that share an instant with it, two or three. */
  readonly #days = new Map<number, readonly LocalDay[]>();

  /** Throws RangeError where the runtime does not know the IANA zone. */
  constructor(timeZone: string) {
    this.timeZone = timeZone;
    this.#format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  }

  dayOf(at: number): LocalDay {
    const last = this.#last;
    if (last !== undefined && at >= last.startAt && at < last.endAt) return last;
    const near = this.#days.get(Math.floor(at / DAY_MS)) ?? [];
    const known = near.find(({ startAt, endAt }) => at >= startAt && at < endAt);
    this.#last = known ?? this.#keep(this.#workOut(at));
    return this.#last;
  }

  /** The start of the `minutes` long bucket that holds `at`, counted from local midnight. */
  bucketOf(at: number, minutes: number): number {
    const { startAt } = this.dayOf(at);
    const width = minutes * 60_000;
    return startAt + Math.floor((at - startAt) / width) * width;
  }

  /** What a clock on the wall shows, in milliseconds after its midnight. */
  wallClockOf(at: number): number {
    const { startAt, endAt } = this.dayOf(at);
    if (endAt - startAt === DAY_MS) return at - startAt;
    const { hour, minute, second } = this.#local(at);
    return ((hour * 60 + minute) * 60 + second) * 1_000 + (at - Math.floor(at / 1_000) * 1_000);
  }

  /** Names the half-day of an instant: its local date, before or after noon. */
  halfDayOf(at: number): string {
    return `${this.dayOf(at).date} ${this.wallClockOf(at) < NOON_MS ? 'am' : 'pm'}`;
  }

  /**
   * The instant of a local wall-clock reading. In the hour that a clock change repeats, the first
   * reading is meant; in the hour that it skips, the instant as if the clock had not moved.
   */
  instantOf(year: number, month: number, day: number, hour: number, minute: number, second: number): number {
    const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
    const before = this.#offset(asUtc - DAY_MS);
    const after = this.#offset(asUtc + DAY_MS);
    const first = asUtc - Math.max(before, after);
    if (this.#offset(first) === Math.max(before, after)) return first;
    const later = asUtc - Math.min(before, after);
    return this.#offset(later) === Math.min(before, after) ? later : asUtc - before;
  }

  #workOut(at: number): LocalDay {
    const { year, month, day } = this.#local(at);
    const startAt = this.instantOf(year, month, day, 0, 0, 0);
    const next = new Date(Date.UTC(year, month - 1, day + 1));
    const endAt = this.instantOf(next.getUTCFullYear(), next.getUTCMonth() + 1, next.getUTCDate(), 0, 0, 0);
    return { date: year * 10_000 + month * 100 + day, startAt, endAt };
  }

  #keep(day: LocalDay): LocalDay {
    if (this.#days.size >= MOST_DAYS_KEPT) this.#days.clear();
    const last = Math.floor((day.endAt - 1) / DAY_MS);
    for (let utc = Math.floor(day.startAt / DAY_MS); utc <= last; utc++) {
      this.#days.set(utc, [...(this.#days.get(utc) ?? []), day]);
    }
    return day;
  }

  /** Milliseconds that local time is ahead of UTC at an instant. */
  #offset(at: number): number {
    const local = this.#local(at);
    const asUtc = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second);
    return asUtc - Math.floor(at / 1000) * 1000;
  }

  #local(at: number) {
    const parts = new Map(this.#format.formatToParts(at).map((part) => [part.type, Number(part.value)]));
    const get = (type: Intl.DateTimeFormatPartTypes) => must(parts.get(type), `no ${type} in a local time`);
    return {
      year: get('year'),
      month: get('month'),
      day: get('day'),
      hour: get('hour'),
      minute: get('minute'),
      second: get('second'),
    };
  }
}
