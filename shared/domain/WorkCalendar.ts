import type { CalendarYear } from './calendarYear.ts';

/** What a day is, and whether that is only supposed: of a year without an official notice only weekends are known. */
export interface DayKind {
  readonly kind: 'work' | 'rest' | 'holiday' | 'makeup';
  readonly provisional: boolean;
}

/** Which days are worked. Dates are numbers `YYYYMMDD` of the city's own time zone. */
export class WorkCalendar {
  readonly #named = new Map<number, 'holiday' | 'makeup'>();
  /** The years with an official notice. */
  readonly #settled = new Set<number>();

  constructor(years: readonly CalendarYear[]) {
    for (const { year, days, provisional } of years) {
      if (!provisional) this.#settled.add(year);
      for (const [date, kind] of Object.entries(days))
        this.#named.set(Number(date.replaceAll('-', '')), kind);
    }
  }

  kindOf(date: number): DayKind {
    const provisional = !this.#settled.has(Math.floor(date / 10_000));
    return { kind: this.#named.get(date) ?? (isWeekend(date) ? 'rest' : 'work'), provisional };
  }

  /** Whether people work on the day, make-up workdays included. */
  isWorking(date: number): boolean {
    const { kind } = this.kindOf(date);
    return kind === 'work' || kind === 'makeup';
  }
}

/** Whether a date `YYYYMMDD` is a Saturday or a Sunday. */
export function isWeekend(date: number): boolean {
  const weekday = new Date(
    Date.UTC(Math.floor(date / 10_000), (Math.floor(date / 100) % 100) - 1, date % 100),
  ).getUTCDay();
  return weekday === 0 || weekday === 6;
}
