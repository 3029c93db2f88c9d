import type { City } from '../../../shared/domain/City.ts';
import type { Unit } from '../../../shared/domain/cityPack.ts';
import type { Level } from '../../../shared/domain/vocabulary.ts';
import { fnv1a } from '../../../shared/lib/fnv1a.ts';
import { must } from '../../../shared/lib/assert.ts';
import { SeededRandom } from '../SeededRandom.ts';
import { Capacity } from './Capacity.ts';
import type { Cast } from './Cast.ts';
import { DayHours } from './DayHours.ts';
import type { Simulation } from './simulationSchema.ts';
import { WorkQueue } from './WorkQueue.ts';

const HOUR_MS = 3_600_000;

/** How a unit works, by the seed. */
export interface Profile {
  readonly isLazy: boolean;
  /** How long it takes for what others do in 1. */
  readonly slowness: number;
  /** Whether somebody takes what comes in at night; what is not urgent is still worked on by day. */
  readonly signsAtNight: boolean;
  /** How often a requester says that the matter is solved, after a first round. */
  readonly solved: number;
}

/** A piece of work that a unit begins as soon as it can. */
export interface Job {
  readonly level: Level;
  readonly workMs: number;
  /** In [0, 1): how long after an opening it is begun. */
  readonly lateness: number;
}

/** Under this name the callback staff's seats are written down; no unit's code looks like it. */
const CALLBACK_SEATS = '#callback';
/** Behind a unit's code: those on duty at night. */
const NIGHT = '#night';
/** So many of a unit's places are taken at night, for what is urgent. */
const NIGHT_SHARE = 1 / 3;

/** Who does the work: every unit with its manner and its few places, and the staff that calls back. */
export class Workforce {
  readonly hours: DayHours;
  readonly callbackHours: DayHours;
  readonly #seed: number;
  readonly #simulation: Simulation;
  readonly #city: City;
  readonly #capacity: Capacity;
  readonly #lazy: ReadonlySet<string>;
  readonly #profiles = new Map<string, Profile>();
  readonly #queues = new Map<string, WorkQueue>();

  constructor(seed: number, simulation: Simulation, city: City, cast: Cast) {
    const { units, callbacks } = simulation;
    this.#seed = seed;
    this.#simulation = simulation;
    this.#city = city;
    this.hours = new DayHours(city.calendar, units.openFrom, units.openTo);
    this.callbackHours = new DayHours(city.calendar, callbacks.from, callbacks.to);
    this.#capacity = new Capacity(simulation, city, cast);
    this.#lazy = lazyStreets(seed, units.lazyStreets, city.pack.units);
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
      signsAtNight: !isLazy && random.next() < share,
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

  /**
   * When a unit begins what it is ready for: at once where lives are at stake; by night only what is urgent, as far as
   * those on duty get; all else in order, by day.
   */
  begin(code: string, at: number, { level, workMs, lateness }: Job): number {
    if (level === 'L1') return at;
    const places = this.#capacity.placesOf(code, at, this.hours.perDayMs);
    const opening = this.hours.notBefore(at, lateness);
    if (isUrgent(level) && opening > at) {
      const onDuty = Math.max(1, Math.floor(places * NIGHT_SHARE));
      const night = this.#queue(`${code}${NIGHT}`);
      if (night.freeAt(at, onDuty) < opening) return night.take(at, workMs, onDuty);
    }
    return this.#queue(code).take(at, workMs, places, (freeAt) => this.hours.notBefore(freeAt, lateness));
  }

  /** When one of the callback staff begins a call of so long. */
  beginCall(at: number, callMs: number, lateness: number): number {
    const hours = this.callbackHours;
    const seats = this.#capacity.callbackSeats(at, hours.perDayMs);
    return this.#queue(CALLBACK_SEATS).take(at, callMs, seats, (freeAt) => hours.notBefore(freeAt, lateness));
  }

  /** Who is busy until when, by name; what `restore` takes. */
  takenUntil(now: number): Readonly<Record<string, readonly number[]>> {
    const taken = [...this.#queues].map(([code, queue]) => [code, queue.takenUntil(now)] as const);
    return Object.fromEntries(taken.filter(([, until]) => until.length > 0));
  }

  restore(takenUntil: Readonly<Record<string, readonly number[]>>): void {
    for (const [name, until] of Object.entries(takenUntil)) this.#queue(name).restore(until);
  }

  #queue(name: string): WorkQueue {
    const known = this.#queues.get(name);
    if (known !== undefined) return known;
    const { afterHours, most } = this.#simulation.units.crews;
    const made = new WorkQueue(name === CALLBACK_SEATS ? undefined : { afterMs: afterHours * HOUR_MS, most });
    this.#queues.set(name, made);
    return made;
  }
}

/** What is worked on at night, too. */
export function isUrgent(level: Level): boolean {
  return level === 'L1' || level === 'L2';
}

function nightKind(kind: Unit['kind'] | undefined): 'street' | 'utility' | 'department' | 'other' {
  return kind === 'street' || kind === 'utility' || kind === 'department' ? kind : 'other';
}

/** By chance all over the city: streets of one district have codes that are alike, and so have such codes' hashes. */
function lazyStreets(seed: number, share: number, units: readonly Unit[]): ReadonlySet<string> {
  const streets = units.filter(({ kind }) => kind === 'street').map(({ code }) => code);
  const drawn = streets
    .map((code) => ({ code, at: new SeededRandom(fnv1a(`${seed} lazy ${code}`)).next() }))
    .sort((one, other) => one.at - other.at);
  return new Set(drawn.slice(0, Math.round(streets.length * share)).map(({ code }) => code));
}
