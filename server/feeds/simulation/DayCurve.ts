import type { Calendar } from '../../../shared/domain/Calendar.ts';
import { fnv1a } from '../../../shared/lib/fnv1a.ts';
import { SeededRandom } from '../SeededRandom.ts';
import type { BurstCalendar } from './BurstCalendar.ts';
import type { Simulation } from './simulationSchema.ts';

const HOUR_MS = 3_600_000;
/** The rate is taken as constant for so long; every start of an hour and of a burst begins a new stretch. */
const STRETCH_MS = 300_000;

/** How many cases come when, and so when the next one comes: by chance around a day's curve, in the same way for a seed. */
export class DayCurve {
  readonly #day: Simulation['day'];
  readonly #calendar: Calendar;
  readonly #bursts: BurstCalendar;
  readonly #seed: number;
  readonly #perWeight: number;

  constructor(seed: number, day: Simulation['day'], calendar: Calendar, bursts: BurstCalendar) {
    this.#seed = seed;
    this.#day = day;
    this.#calendar = calendar;
    this.#bursts = bursts;
    const sum = (weights: readonly number[]) => weights.reduce((all, one) => all + one, 0);
    this.#perWeight = (day.casesPerDay * 7) / (sum(day.hours) * sum(day.weekdays));
  }

  /** Cases an hour that come at an instant without any burst. */
  usualPerHour(at: number): number {
    const { date, startAt } = this.#calendar.dayOf(at);
    const hour = Math.min(23, Math.floor((at - startAt) / HOUR_MS));
    const weekday = new Date(
      Date.UTC(Math.floor(date / 10_000), (Math.floor(date / 100) % 100) - 1, date % 100),
    ).getUTCDay();
    return (this.#day.hours[hour] ?? 0) * (this.#day.weekdays[(weekday + 6) % 7] ?? 0) * this.#perWeight;
  }

  /** When the case after the `n`-th comes, which came at `at`. */
  next(n: number, at: number): number {
    // Chance is spent evenly on the cases to be expected, so that a quiet hour is not waited out in a busy one.
    let left = -Math.log(1 - new SeededRandom(fnv1a(`${this.#seed} gap ${n}`)).next());
    for (let from = at; ;) {
      const to = (Math.floor(from / STRETCH_MS) + 1) * STRETCH_MS;
      const perMs = this.#perHour(from) / HOUR_MS;
      if (left <= perMs * (to - from)) return Math.max(at + 1, Math.round(from + left / perMs));
      left -= perMs * (to - from);
      from = to;
    }
  }

  #perHour(at: number): number {
    const more = this.#bursts.at(at).reduce((sum, { burst }) => sum + burst.casesPerHour, 0);
    return this.usualPerHour(at) + more;
  }
}
