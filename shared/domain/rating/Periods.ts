import type { Calendar } from '../Calendar.ts';
import type { MetricProfile } from './metricProfile.ts';
import type { Period } from './Period.ts';

const RECENT = 4;

/**
 * The assessment periods of a city, one to a month. Period `M` is rated by the profile in force on the first of
 * `M`, ends before that profile's start day in `M` (on a start day of 1 with the month itself), and begins where
 * the one before it ends: so every instant lies in one period, also where a new profile moves the start day.
 */
export class Periods {
  readonly #calendar: Calendar;
  readonly #profileAt: (at: number) => MetricProfile | undefined;
  readonly #byMonth = new Map<number, Period | undefined>();
  /** Those asked for lately: a case asks for two or three, over and over. */
  #recent: readonly Period[] = [];

  constructor(calendar: Calendar, profileAt: (at: number) => MetricProfile | undefined) {
    this.#calendar = calendar;
    this.#profileAt = profileAt;
  }

  /** The period that holds an instant; undefined where no profile was in force. */
  at(instant: number): Period | undefined {
    for (const period of this.#recent) if (holds(period, instant)) return period;
    const month = monthOf(this.#calendar.dayOf(instant).date);
    // From the start day on it is the next month's.
    const found = [this.#of(month), this.#of(month + 1)].find(
      (period) => period !== undefined && holds(period, instant),
    );
    if (found !== undefined) this.#recent = [found, ...this.#recent.slice(0, RECENT - 1)];
    return found;
  }

  /** The periods that end after `from` and have begun by `until`, in their order. */
  between(from: number, until: number): readonly Period[] {
    const first = monthOf(this.#calendar.dayOf(from).date);
    // From the start day on it is the next month's.
    const last = monthOf(this.#calendar.dayOf(until).date) + 1;
    const months = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => this.#of(first + i));
    return months
      .filter((period) => period !== undefined)
      .filter(({ startAt, endAt }) => endAt > from && startAt <= until);
  }

  /** The period of a label `YYYY-MM`; undefined where that is no month or has no profile. */
  named(label: string): Period | undefined {
    if (!/^[0-9]{4}-(0[1-9]|1[0-2])$/.test(label)) return undefined;
    return this.#of(monthOf(Number(`${label.slice(0, 4)}${label.slice(5)}01`)));
  }

  #of(month: number): Period | undefined {
    if (!this.#byMonth.has(month)) this.#byMonth.set(month, this.#make(month));
    return this.#byMonth.get(month);
  }

  #make(month: number): Period | undefined {
    const profile = this.#profileOf(month);
    if (profile === undefined) return undefined;
    const before = this.#profileOf(month - 1) ?? profile;
    return {
      label: labelOf(month),
      startAt: this.#endOf(month - 1, before.periodStartDay, 0),
      endAt: this.#endOf(month, profile.periodStartDay, 0),
      cutoffAt: this.#endOf(month, profile.periodStartDay, profile.callbackCutoffDays),
      profile,
    };
  }

  /** Local midnight so many days after the end of a month's period. */
  #endOf(month: number, startDay: number, days: number): number {
    const { year, month: inYear } = partsOf(startDay === 1 ? month + 1 : month);
    return this.#calendar.instantOf(year, inYear, startDay + days, 0, 0, 0);
  }

  #profileOf(month: number): MetricProfile | undefined {
    const { year, month: inYear } = partsOf(month);
    return this.#profileAt(this.#calendar.instantOf(year, inYear, 1, 0, 0, 0));
  }
}

function holds({ startAt, endAt }: Period, instant: number): boolean {
  return instant >= startAt && instant < endAt;
}

/** Months counted through the years, so that the one before January needs no case of its own. */
function monthOf(date: number): number {
  return Math.floor(date / 10_000) * 12 + (Math.floor(date / 100) % 100) - 1;
}

function partsOf(month: number): { readonly year: number; readonly month: number } {
  return { year: Math.floor(month / 12), month: (month % 12) + 1 };
}

function labelOf(month: number): string {
  const { year, month: inYear } = partsOf(month);
  return `${String(year).padStart(4, '0')}-${String(inYear).padStart(2, '0')}`;
}
