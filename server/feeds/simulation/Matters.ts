import type { LocalDay } from '../../../shared/domain/Calendar.ts';
import type { City } from '../../../shared/domain/City.ts';
import type { Category } from '../../../shared/domain/cityPack.ts';
import type { Level } from '../../../shared/domain/vocabulary.ts';
import { fnv1a } from '../../../shared/lib/fnv1a.ts';
import { isInSeason } from './isInSeason.ts';
import { Lot } from './Lot.ts';
import type { Burst, Matter, Simulation } from './simulationSchema.ts';

/** What a case is about, and how urgent such a matter is where it says so itself. */
export interface DrawnMatter {
  readonly category: Category;
  readonly level: Level | undefined;
}

/** How often each category comes up on a day, and what a burst is about. */
export class Matters {
  readonly #categories: readonly Category[];
  readonly #matters: readonly Matter[];
  readonly #seed: number;
  /** By which matters are in season. */
  readonly #seasons = new Map<string, Lot<DrawnMatter>>();
  #today: { readonly date: number; readonly lot: Lot<DrawnMatter> } | undefined;
  readonly #bursts = new Map<string, Lot<DrawnMatter> | undefined>();

  constructor(seed: number, city: City, { cities }: Simulation) {
    this.#seed = seed;
    this.#categories = city.pack.categories;
    this.#matters = cities[city.pack.id]?.matters ?? [];
  }

  ofDay({ date }: LocalDay): Lot<DrawnMatter> {
    if (this.#today?.date !== date) this.#today = { date, lot: this.#lotOn(date) };
    return this.#today.lot;
  }

  #lotOn(date: number): Lot<DrawnMatter> {
    const season = this.#matters.map((matter) => Number(isInSeason(matter.season, date))).join('');
    const known = this.#seasons.get(season);
    if (known !== undefined) return known;
    const lot = new Lot(
      this.#categories.map((category) => {
        const matter = this.#matterOf(category);
        return [{ category, level: matter?.level }, this.#weight(category, matter, date)] as const;
      }),
    );
    this.#seasons.set(season, lot);
    return lot;
  }

  /** Of a burst; undefined where the city has no category of its codes. */
  ofBurst({ id, codes, level }: Burst): Lot<DrawnMatter> | undefined {
    if (this.#bursts.has(id)) return this.#bursts.get(id);
    const drawn = this.#categories
      .filter(({ code }) => codes.some((start) => code.startsWith(start)))
      .map((category) => [{ category, level: level ?? this.#matterOf(category)?.level }, 1] as const);
    const lot = drawn.length === 0 ? undefined : new Lot(drawn);
    this.#bursts.set(id, lot);
    return lot;
  }

  /** The one with the longest beginning of the category's code. */
  #matterOf({ code }: Category): Matter | undefined {
    return this.#matters
      .filter(({ codes }) => code.startsWith(codes))
      .sort((a, b) => b.codes.length - a.codes.length)[0];
  }

  /** Within a matter, and in a city without any, few categories make most of the calls. */
  #weight({ code }: Category, matter: Matter | undefined, date: number): number {
    const rank = fnv1a(`${this.#seed} ${code}`) % (matter === undefined ? 30 : 4);
    const season = isInSeason(matter?.season, date) ? 1 : (matter?.outOfSeason ?? 1);
    return ((matter?.weight ?? 1) * season) / (2 + rank);
  }
}
