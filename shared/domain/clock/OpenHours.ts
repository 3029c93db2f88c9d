import { assert, InvariantError } from '../../lib/assert.ts';
import type { Calendar, LocalDay } from '../Calendar.ts';

/** Minutes from local midnight, the end exclusive; 1440 is the end of the day. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Which stretches of a local day (`YYYYMMDD`) count, and whether that is only supposed so far. */
export type HoursOf = (date: number) => { readonly open: readonly Stretch[]; readonly provisional: boolean };

interface OpenDay {
  readonly startAt: number;
  readonly endAt: number;
  /** Instants, ascending. */
  readonly open: readonly (readonly [from: number, to: number])[];
  readonly provisional: boolean;
}

/** When so much open time has passed; provisional where a day on the way has no official notice yet. */
export interface Reached {
  readonly at: number;
  readonly provisional: boolean;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** No promise is longer than a few years: beyond that the hours never open, and the pack is at fault. */
const MOST_DAYS = 3_660;
const NEVER_OPEN = `the hours do not open for ${MOST_DAYS} days`;

/**
 * Time that only passes while it is open: opening hours of working days (K3), or all but the quiet hours.
 * Days are worked out once and kept, since every dispatch asks for the same few weeks.
 */
export class OpenHours {
  readonly #calendar: Calendar;
  readonly #hoursOf: HoursOf;
  readonly #days = new Map<number, OpenDay>();

  constructor(calendar: Calendar, hoursOf: HoursOf) {
    this.#calendar = calendar;
    this.#hoursOf = hoursOf;
  }

  /** The instant at which `ms` of open time have passed since `from`; a start outside the hours waits for the next opening. */
  advance(from: number, ms: number): Reached {
    let left = ms;
    let provisional = false;
    let day = this.#dayOf(from);
    for (let days = 0; days < MOST_DAYS; days++) {
      provisional ||= day.provisional;
      for (const [start, end] of day.open) {
        const begin = Math.max(start, from);
        if (end <= begin) continue;
        if (left <= end - begin) return { at: begin + left, provisional };
        left -= end - begin;
      }
      day = this.#dayOf(day.endAt);
    }
    throw new InvariantError(NEVER_OPEN);
  }

  /** How much open time lies between two instants. */
  between(from: number, to: number): number {
    let open = 0;
    for (let day = this.#dayOf(from); day.startAt < to; day = this.#dayOf(day.endAt)) {
      for (const [start, end] of day.open) open += Math.max(0, Math.min(end, to) - Math.max(start, from));
    }
    return open;
  }

  /** The end of the `days`th day that is open at all, the one of `from` left out. */
  endOfDays(from: number, days: number): Reached {
    let left = days;
    let provisional = false;
    let day = this.#dayOf(from);
    for (let walked = 0; left > 0; walked++) {
      assert(walked < MOST_DAYS, NEVER_OPEN);
      day = this.#dayOf(day.endAt);
      provisional ||= day.provisional;
      if (day.open.length > 0) left--;
    }
    return { at: day.endAt, provisional };
  }

  /** A due instant on a day that does not open moves to the end of the next day that does (rollHoliday, K2). */
  rollOver(due: number): Reached {
    const last = this.#dayOf(due - 1);
    if (last.open.length > 0) return { at: due, provisional: last.provisional };
    const { at, provisional } = this.endOfDays(due - 1, 1);
    return { at, provisional: provisional || last.provisional };
  }

  #dayOf(at: number): OpenDay {
    const day = this.#calendar.dayOf(at);
    const known = this.#days.get(day.date);
    if (known !== undefined) return known;
    const made = this.#make(day);
    this.#days.set(day.date, made);
    return made;
  }

  #make({ date, startAt, endAt }: LocalDay): OpenDay {
    const { open, provisional } = this.#hoursOf(date);
    const instant = (minute: number): number => this.#instantIn(date, startAt, endAt, minute);
    return { startAt, endAt, provisional, open: open.map(({ from, to }) => [instant(from), instant(to)]) };
  }

  /** On the rare day with a clock change a local time is not so many minutes after midnight. */
  #instantIn(date: number, startAt: number, endAt: number, minute: number): number {
    if (endAt - startAt === DAY_MS) return startAt + minute * MINUTE_MS;
    const [year, month, day] = [Math.floor(date / 10_000), Math.floor(date / 100) % 100, date % 100];
    return this.#calendar.instantOf(year, month, day, Math.floor(minute / 60), minute % 60, 0);
  }
}
