import { must } from '../lib/assert.ts';

/** One local day: `[startAt, endAt)` in epoch milliseconds, and its date as the number `YYYYMMDD`. */
export interface LocalDay {
  readonly date: number;
  readonly startAt: number;
  readonly endAt: number;
}

/**
 * Local dates of one time zone. Reads no clock; the last day asked for is remembered because
 * almost every question is about today.
 */
export class Calendar {
  readonly timeZone: string;
  readonly #format: Intl.DateTimeFormat;
  #last: LocalDay | undefined;

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
    const { year, month, day } = this.#local(at);
    const startAt = this.instantOf(year, month, day, 0, 0, 0);
    const next = new Date(Date.UTC(year, month - 1, day + 1));
    const endAt = this.instantOf(next.getUTCFullYear(), next.getUTCMonth() + 1, next.getUTCDate(), 0, 0, 0);
    this.#last = { date: year * 10_000 + month * 100 + day, startAt, endAt };
    return this.#last;
  }

  /** The start of the `minutes` long bucket that holds `at`, counted from local midnight. */
  bucketOf(at: number, minutes: number): number {
    const { startAt } = this.dayOf(at);
    const width = minutes * 60_000;
    return startAt + Math.floor((at - startAt) / width) * width;
  }

  /**
   * The instant of a local wall-clock reading. In the hour that a clock change repeats, the first
   * reading is meant; in the hour that it skips, the instant as if the clock had not moved.
   */
  instantOf(year: number, month: number, day: number, hour: number, minute: number, second: number): number {
    const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
    const before = this.#offset(asUtc - 86_400_000);
    const after = this.#offset(asUtc + 86_400_000);
    const first = asUtc - Math.max(before, after);
    if (this.#offset(first) === Math.max(before, after)) return first;
    const later = asUtc - Math.min(before, after);
    return this.#offset(later) === Math.min(before, after) ? later : asUtc - before;
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
