import type { City } from '../../../shared/domain/City.ts';
import type { Area, Category } from '../../../shared/domain/cityPack.ts';
import type { Kind, Level } from '../../../shared/domain/vocabulary.ts';
import { fnv1a } from '../../../shared/lib/fnv1a.ts';
import type { IntakeBody } from '../FeedPort.ts';
import { SeededRandom } from '../SeededRandom.ts';
import { BurstCalendar } from './BurstCalendar.ts';
import type { BurstRun } from './BurstCalendar.ts';
import { DayCurve } from './DayCurve.ts';
import { Districts } from './Districts.ts';
import { Lot } from './Lot.ts';
import { Matters } from './Matters.ts';
import type { DrawnMatter } from './Matters.ts';
import { pointWithin } from './pointWithin.ts';
import type { Simulation } from './simulationSchema.ts';

const PRESSING: ReadonlySet<Kind> = new Set(['complaint', 'help', 'report']);

/**
 * Makes up what is filed over a pack, and when. The n-th case of a seed that comes at an instant is always the
 * same, however often it is asked for, so that sending it again is the same case again. No person and no
 * real event is behind any.
 */
export class Cast {
  readonly curve: DayCurve;
  readonly #city: City;
  readonly #simulation: Simulation;
  readonly #seed: number;
  readonly #bursts: BurstCalendar;
  readonly #districts: Districts;
  readonly #matters: Matters;
  readonly #channels: Lot<string>;
  readonly #kinds: Lot<Kind>;

  constructor(seed: number, simulation: Simulation, city: City) {
    this.#seed = seed;
    this.#simulation = simulation;
    this.#city = city;
    this.#bursts = new BurstCalendar(seed, simulation.cities[city.pack.id]?.bursts ?? [], city.calendar);
    this.curve = new DayCurve(seed, simulation.day, city.calendar, this.#bursts);
    this.#districts = new Districts(seed, simulation.places.unevenness, city);
    this.#matters = new Matters(seed, city, simulation);
    this.#channels = Lot.ofShares(simulation.channels.shares);
    this.#kinds = Lot.ofShares(simulation.kinds.shares);
  }

  caseOf(n: number, at: number): IntakeBody {
    const random = new SeededRandom(fnv1a(`${this.#seed} ${n}`));
    const burst = this.#burstOf(random, at);
    const { category, levels } = this.#matterOf(random, burst, at);
    const area = this.#areaOf(random, burst);
    const kind = this.#kindOf(random, burst);
    const unitCode =
      kind === 'praise' ? this.#city.responsibleUnit(category.code, area?.code ?? '', at) : undefined;
    return {
      source: 'simulate',
      externalId: `${this.#seed}-${n}`,
      channel: this.#channels.draw(random),
      kind,
      ...this.#words(category),
      categoryCode: category.code,
      ...this.#placeOf(random, area),
      ...levelOf(random, levels, kind),
      ...(unitCode === undefined ? {} : { hostUnitCode: unitCode }),
      ...(random.next() < this.#simulation.places.confidential ? { confidential: true } : {}),
    };
  }

  /** How many cases a day a unit has without any burst, by its code, on the day of an instant; of all kinds. */
  usualLoad(at: number): ReadonlyMap<string, number> {
    const load = new Map<string, number>();
    const areas = this.#districts.areas.shares();
    for (const [{ category }, often] of this.#matters.ofDay(this.#city.calendar.dayOf(at)).shares())
      for (const [{ code }, share] of areas) {
        const unit = this.#city.responsibleUnit(category.code, code, at);
        if (unit !== undefined)
          load.set(unit, (load.get(unit) ?? 0) + often * share * this.#simulation.day.casesPerDay);
      }
    return load;
  }

  /** Some area of the city, as often as it has calls. */
  areaFor(random: SeededRandom): Area {
    return this.#districts.areas.draw(random);
  }

  /** Whether the case belongs to one of the bursts under way, as likely as these make up of the calls. */
  #burstOf(random: SeededRandom, at: number): BurstRun | undefined {
    const runs = this.#bursts.at(at);
    const drawn = random.next();
    if (runs.length === 0) return undefined;
    const all = runs.reduce((sum, { burst }) => sum + burst.casesPerHour, this.curve.usualPerHour(at));
    let left = drawn * all;
    return runs.find(({ burst }) => (left -= burst.casesPerHour) < 0);
  }

  #matterOf(random: SeededRandom, run: BurstRun | undefined, at: number): DrawnMatter {
    const lot = run === undefined ? undefined : this.#matters.ofBurst(run.burst);
    return (lot ?? this.#matters.ofDay(this.#city.calendar.dayOf(at))).draw(random);
  }

  #areaOf(random: SeededRandom, run: BurstRun | undefined): Area | undefined {
    if (random.next() < this.#simulation.places.withoutStreet) return undefined;
    const lot =
      run?.burst.spread === 'district'
        ? this.#districts.oneDistrict(new SeededRandom(run.number))
        : this.#districts.areas;
    return lot.draw(random);
  }

  /** Who calls because of a burst wants it to end. */
  #kindOf(random: SeededRandom, run: BurstRun | undefined): Kind {
    const kind = this.#kinds.draw(random);
    return run === undefined ? kind : 'complaint';
  }

  #placeOf(random: SeededRandom, area: Area | undefined): Pick<IntakeBody, 'streetCode' | 'location'> {
    if (area === undefined) return {};
    const shape = this.#city.map.shapes.get(area.code);
    if (shape === undefined || random.next() < this.#simulation.places.withoutPoint)
      return { streetCode: area.code };
    const location = pointWithin(shape, random);
    return location === undefined ? { streetCode: area.code } : { streetCode: area.code, location };
  }

  #words(category: Category) {
    const language = this.#city.pack.languages[0] ?? 'en';
    const name = category.names[language];
    return { title: name, content: language === 'zh' ? `${name}（模拟工单）` : `${name} (simulated case)` };
  }
}

/** Who only asks, praises or suggests is in no danger. None is sent with a usual case, as most callers say none. */
function levelOf(random: SeededRandom, levels: Lot<Level>, kind: Kind): { readonly level?: Level } {
  const level = levels.draw(random);
  if (level === 'L3' || (level !== 'L4' && !PRESSING.has(kind))) return {};
  return { level };
}
