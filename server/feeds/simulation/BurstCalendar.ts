import type { Calendar, LocalDay } from '../../../shared/domain/Calendar.ts';
import { fnv1a } from '../../../shared/lib/fnv1a.ts';
import { SeededRandom } from '../SeededRandom.ts';
import { isInSeason } from './isInSeason.ts';
import type { Burst } from './simulationSchema.ts';

/** One burst on its day: `[startAt, endAt)`, and a number of its own from which its place is drawn. */
export interface BurstRun {
  readonly burst: Burst;
  readonly startAt: number;
  readonly endAt: number;
  readonly number: number;
}

const HOUR_MS = 3_600_000;
/** So many days stay worked out: a day's bursts may reach into the next. */
const KEPT_DAYS = 8;

/** On which days there are bursts: always the same ones for a seed. */
export class BurstCalendar {
  readonly #seed: number;
  readonly #bursts: readonly Burst[];
  readonly #calendar: Calendar;
  readonly #days = new Map<number, readonly BurstRun[]>();

  constructor(seed: number, bursts: readonly Burst[], calendar: Calendar) {
    this.#seed = seed;
    this.#bursts = bursts;
    this.#calendar = calendar;
  }

  /** The bursts that are under way at an instant. */
  at(instant: number): readonly BurstRun[] {
    if (this.#bursts.length === 0) return [];
    const today = this.#calendar.dayOf(instant);
    const running = [...this.#runsOf(this.#calendar.dayOf(today.startAt - 1)), ...this.#runsOf(today)];
    return running.filter(({ startAt, endAt }) => startAt <= instant && instant < endAt);
  }

  #runsOf(day: LocalDay): readonly BurstRun[] {
    const known = this.#days.get(day.date);
    if (known !== undefined) return known;
    const runs = this.#bursts.flatMap((burst) => this.#runOf(burst, day) ?? []);
    if (this.#days.size >= KEPT_DAYS) this.#days.clear();
    this.#days.set(day.date, runs);
    return runs;
  }

  #runOf(burst: Burst, { date, startAt }: LocalDay): BurstRun | undefined {
    const random = this.#drawn(burst, date);
    if (random === undefined || this.#isTooSoon(burst, startAt)) return undefined;
    const from = startAt + Math.floor(random.between(...burst.startHours) * 12) * (HOUR_MS / 12);
    const length = Math.ceil(random.between(...burst.hours) * 12) * (HOUR_MS / 12);
    return { burst, startAt: from, endAt: from + length, number: this.#numberOf(burst, date) };
  }

  /** Whether it was drawn for one of the days before, from which on it leaves the city in peace. */
  #isTooSoon(burst: Burst, dayStartAt: number): boolean {
    let before = dayStartAt;
    for (let days = 0; days < burst.quietDays; days++) {
      const day = this.#calendar.dayOf(before - 1);
      if (this.#drawn(burst, day.date) !== undefined) return true;
      before = day.startAt;
    }
    return false;
  }

  /** What it goes on to draw from where chance chose the day. */
  #drawn(burst: Burst, date: number): SeededRandom | undefined {
    if (!isInSeason(burst.season, date)) return undefined;
    const random = new SeededRandom(this.#numberOf(burst, date));
    return random.next() < burst.chance ? random : undefined;
  }

  #numberOf({ id }: Burst, date: number): number {
    return fnv1a(`${this.#seed} ${id} ${date}`);
  }
}
