import type { Calendar } from '../../shared/domain/Calendar.ts';
import { dayBefore } from '../../shared/lib/localDays.ts';

const DAY_MS = 86_400_000;

/**
 * Says when callers' keys must not be dropped although hub time says that their days are over: while the machine's
 * clock is in doubt, and for a day after hub time has left out a day of the log. A clock that was days ahead for a
 * moment would else turn each retry into a second case; after a true absence the keys go a day later.
 */
export class KeyRetention {
  readonly #calendar: Calendar;
  #lastDay: number | undefined;
  #keepUntil = -Infinity;

  /** `lastAt`: the instant of the log's last event, undefined of an empty log. */
  constructor(calendar: Calendar, lastAt: number | undefined) {
    this.#calendar = calendar;
    this.#lastDay = lastAt === undefined ? undefined : calendar.dayOf(lastAt).date;
  }

  /** Whether a group received at `at` keeps the keys of all days. Call it once a group, in their order. */
  keepsAll(at: number, isInDoubt: boolean): boolean {
    const day = this.#calendar.dayOf(at).date;
    if (this.#lastDay !== undefined && dayBefore(day, 1) > this.#lastDay) this.#keepUntil = at + DAY_MS;
    this.#lastDay = day;
    return isInDoubt || at < this.#keepUntil;
  }
}
