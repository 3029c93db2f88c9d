import type { Calendar } from '../../../shared/domain/Calendar.ts';

const MINUTE_MS = 60_000;

/** Local hours of every day between which something is done. On a day with a clock change they may be an hour off. */
export class DayHours {
  readonly #calendar: Calendar;
  readonly #from: number;
  readonly #to: number;

  /** Times of day as `HH:mm`, `from` before `to`. */
  constructor(calendar: Calendar, from: string, to: string) {
    this.#calendar = calendar;
    this.#from = minuteOf(from) * MINUTE_MS;
    this.#to = minuteOf(to) * MINUTE_MS;
  }

  get perDayMs(): number {
    return this.#to - this.#from;
  }

  /** The instant itself within the hours, else the next opening. */
  notBefore(at: number): number {
    const { startAt, endAt } = this.#calendar.dayOf(at);
    if (at < startAt + this.#from) return startAt + this.#from;
    return at < startAt + this.#to ? at : endAt + this.#from;
  }

  /** The next opening that lies in another half-day than `at`. */
  nextHalfDay(at: number): number {
    const { startAt } = this.#calendar.dayOf(at);
    const noon = startAt + 12 * 60 * MINUTE_MS;
    return this.notBefore(at < noon ? noon : startAt + 24 * 60 * MINUTE_MS);
  }
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
