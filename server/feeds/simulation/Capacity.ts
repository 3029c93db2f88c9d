import type { City } from '../../../shared/domain/City.ts';
import type { Cast } from './Cast.ts';
import type { Simulation } from './simulationSchema.ts';

const DAY_MS = 86_400_000;
/** So long after a season a unit still has its people: what the season's last days brought is yet to be done. */
const KEPT_ON_MS = 7 * DAY_MS;
/** So many days stay worked out: today, and the days that are `KEPT_ON_MS` behind it. */
const KEPT_DAYS = 16;

/**
 * How many can work at the same time, by what is usual on a day and was a week before; follows from the day alone,
 * so that it is the same after a restart.
 */
export class Capacity {
  readonly #simulation: Simulation;
  readonly #city: City;
  readonly #cast: Cast;
  readonly #days = new Map<number, ReadonlyMap<string, number>>();

  constructor(simulation: Simulation, city: City, cast: Cast) {
    this.#simulation = simulation;
    this.#city = city;
    this.#cast = cast;
  }

  /** The places of a unit, as many as keep it usually busy for the share that the simulation says. */
  placesOf(code: string, at: number, perDayMs: number): number {
    const { busy, handsOn } = this.#simulation.units;
    const [now, before] = [at, at - KEPT_ON_MS].map((day) => this.#loadOn(day).get(code) ?? 0);
    const cases = Math.max(now ?? 0, before ?? 0) * this.#dispatched(at);
    return Math.max(1, Math.round((cases * handsOn.L3 * 60_000) / (perDayMs * busy)));
  }

  callbackSeats(at: number, perDayMs: number): number {
    const { callbacks, day } = this.#simulation;
    const { answered = 1, ...others } = callbacks.outcomes;
    const calls = Object.values(others).reduce((sum, share) => sum + share, answered) / answered;
    const workMs = day.casesPerDay * this.#dispatched(at) * calls * callbacks.minutes * 60_000;
    return Math.max(1, Math.round(workMs / (perDayMs * callbacks.busy)));
  }

  #loadOn(at: number): ReadonlyMap<string, number> {
    const { date, startAt } = this.#city.calendar.dayOf(at);
    const known = this.#days.get(date);
    if (known !== undefined) return known;
    const load = this.#cast.usualLoad(startAt);
    if (this.#days.size >= KEPT_DAYS) this.#days.clear();
    this.#days.set(date, load);
    return load;
  }

  /** Which share of all calls some unit gets to work on. */
  #dispatched(at: number): number {
    const { kinds, hotline } = this.#simulation;
    const { answeredByHotline } = this.#city.policyAt(at);
    const sum = (weights: readonly number[]) => weights.reduce((all, one) => all + one, 0);
    const passedOn = hotline.ends.Dispatch / sum(Object.values(hotline.ends));
    const dispatched = Object.entries(kinds.shares).map(([kind, weight]) => {
      if (kind === 'praise') return 0;
      return answeredByHotline.some((answered) => answered === kind) ? weight * passedOn : weight;
    });
    return sum(dispatched) / sum(Object.values(kinds.shares));
  }
}
