import type { Calendar } from '../../../shared/domain/Calendar.ts';

const MINUTE_MS = 60_000;
/** People do not all begin at the stroke of the hour: what waited for the opening is spread over so long. */
const OPENING_MS = 40 * MINUTE_MS;

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

  /** The instant itself within the hours, else soon after the next opening: `lateness`, in [0, 1), says how soon. */
  notBefore(at: number, lateness = 0): number {
    const { startAt, endAt } = this.#calendar.dayOf(at);
    const opening = this.#from + Math.floor(lateness * Math.min(OPENING_MS, this.perDayMs));
    if (at < startAt + this.#from) return startAt + opening;
    return at < startAt + this.#to ? at : endAt + opening;
  }

  /** Soon after the next opening that lies in another half-day than `at`. */
  nextHalfDay(at: number, lateness = 0): number {
    const { startAt } = this.#calendar.dayOf(at);
    const noon = startAt + 12 * 60 * MINUTE_MS;
    if (at >= noon) return this.notBefore(startAt + 24 * 60 * MINUTE_MS, lateness);
    return this.notBefore(noon + Math.floor(lateness * OPENING_MS), lateness);
  }
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
