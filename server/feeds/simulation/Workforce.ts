import type { City } from '../../../shared/domain/City.ts';
import type { Unit } from '../../../shared/domain/cityPack.ts';
import { fnv1a } from '../../../shared/lib/fnv1a.ts';
import { must } from '../../../shared/lib/assert.ts';
import { SeededRandom } from '../SeededRandom.ts';
import type { Cast } from './Cast.ts';
import { DayHours } from './DayHours.ts';
import type { Simulation } from './simulationSchema.ts';
import { WorkQueue } from './WorkQueue.ts';

/** How a unit works, by the seed. */
export interface Profile {
  readonly isLazy: boolean;
  /** How long it takes for what others do in 1. */
  readonly slowness: number;
  readonly worksAtNight: boolean;
  /** How often a requester says that the matter is solved, after a first round. */
  readonly solved: number;
}

/** Under this name the callback staff's seats are written down; no unit's code looks like it. */
const CALLBACK_SEATS = '#callback';

/** Who does the work: every unit with its manner and its few places, and the staff that calls back. */
export class Workforce {
  readonly hours: DayHours;
  readonly callbackHours: DayHours;
  readonly #seed: number;
  readonly #simulation: Simulation;
  readonly #city: City;
  readonly #lazy: ReadonlySet<string>;
  readonly #load: ReadonlyMap<string, number>;
  readonly #dispatched: number;
  readonly #profiles = new Map<string, Profile>();
  readonly #queues = new Map<string, WorkQueue>();

  /** The load of each unit is that of the month of `at`. */
  constructor(seed: number, simulation: Simulation, city: City, cast: Cast, at: number) {
    const { units, callbacks } = simulation;
    this.#seed = seed;
    this.#simulation = simulation;
    this.#city = city;
    this.hours = new DayHours(city.calendar, units.openFrom, units.openTo);
    this.callbackHours = new DayHours(city.calendar, callbacks.from, callbacks.to);
    this.#lazy = lazyStreets(seed, units.lazyStreets, city.pack.units);
    this.#load = cast.usualLoad(at);
    this.#dispatched = dispatchedShare(simulation, city.policyAt(at).answeredByHotline);
  }

  profileOf(code: string): Profile {
    const known = this.#profiles.get(code);
    if (known !== undefined) return known;
    const { units, callbacks } = this.#simulation;
    const random = new SeededRandom(fnv1a(`${this.#seed} unit ${code}`));
    const isLazy = this.#lazy.has(code);
    const { street, utility, department, other } = units.nightShare;
    const share = { street, utility, department, other }[nightKind(this.#city.units.get(code)?.kind)];
    const profile = {
      isLazy,
      slowness: random.around(isLazy ? units.lazySlowness : 1, units.speedSpread),
      worksAtNight: !isLazy && random.next() < share,
      solved:
        (isLazy ? callbacks.solvedLazy : callbacks.solved) + random.between(-1, 1) * callbacks.solvedSpread,
    };
    this.#profiles.set(code, profile);
    return profile;
  }

  /** Some unit that works on cases, for what no rule and no place decides. */
  anyUnit(random: SeededRandom, at: number): string {
    const active = this.#city.pack.units.filter(
      ({ code, kind }) => kind !== 'centre' && this.#city.isActiveUnit(code, at),
    );
    const { code } = must(active[Math.floor(random.next() * active.length)], 'the pack has no unit at work');
    return code;
  }

  /** The places of a unit, as many as keep it usually busy for the share that the simulation says. */
  queueOf(code: string): WorkQueue {
    const { busy, handsOn } = this.#simulation.units;
    const cases = (this.#load.get(code) ?? 0) * this.#dispatched;
    return this.#queue(code, () => {
      const hours = this.profileOf(code).worksAtNight ? undefined : this.hours;
      return new WorkQueue((cases * handsOn.L3 * 60_000) / (this.hours.perDayMs * busy), hours);
    });
  }

  callbackSeats(): WorkQueue {
    const { callbacks, day } = this.#simulation;
    const { answered = 1, ...others } = callbacks.outcomes;
    const calls = Object.values(others).reduce((sum, share) => sum + share, answered) / answered;
    const workMs = day.casesPerDay * this.#dispatched * calls * callbacks.minutes * 60_000;
    return this.#queue(
      CALLBACK_SEATS,
      () => new WorkQueue(workMs / (this.callbackHours.perDayMs * callbacks.busy), this.callbackHours),
    );
  }

  /** Who is busy until when, by name; what `restore` takes. */
  takenUntil(now: number): Readonly<Record<string, readonly number[]>> {
    const taken = [...this.#queues].map(([code, queue]) => [code, queue.takenUntil(now)] as const);
    return Object.fromEntries(taken.filter(([, until]) => until.length > 0));
  }

  restore(takenUntil: Readonly<Record<string, readonly number[]>>): void {
    for (const [code, until] of Object.entries(takenUntil))
      (code === CALLBACK_SEATS ? this.callbackSeats() : this.queueOf(code)).restore(until);
  }

  #queue(code: string, make: () => WorkQueue): WorkQueue {
    const known = this.#queues.get(code);
    if (known !== undefined) return known;
    const made = make();
    this.#queues.set(code, made);
    return made;
  }
}

function nightKind(kind: Unit['kind'] | undefined): 'street' | 'utility' | 'department' | 'other' {
  return kind === 'street' || kind === 'utility' || kind === 'department' ? kind : 'other';
}

function lazyStreets(seed: number, share: number, units: readonly Unit[]): ReadonlySet<string> {
  const streets = units.filter(({ kind }) => kind === 'street').map(({ code }) => code);
  const drawn = streets.sort((a, b) => fnv1a(`${seed} lazy ${a}`) - fnv1a(`${seed} lazy ${b}`));
  return new Set(drawn.slice(0, Math.round(streets.length * share)));
}

/** Which share of all calls some unit gets to work on. */
function dispatchedShare({ kinds, hotline }: Simulation, answeredByHotline: readonly string[]): number {
  const sum = (weights: readonly number[]) => weights.reduce((all, one) => all + one, 0);
  const passedOn = hotline.ends.Dispatch / sum(Object.values(hotline.ends));
  const dispatched = Object.entries(kinds.shares).map(([kind, weight]) => {
    if (kind === 'praise') return 0;
    return answeredByHotline.includes(kind) ? weight * passedOn : weight;
  });
  return sum(dispatched) / sum(Object.values(kinds.shares));
}
