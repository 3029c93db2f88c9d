import type { LocalDay } from '../../../shared/domain/Calendar.ts';
import type { City } from '../../../shared/domain/City.ts';
import type { Category } from '../../../shared/domain/cityPack.ts';
import type { Level } from '../../../shared/domain/vocabulary.ts';
import { fnv1a } from '../../../shared/lib/fnv1a.ts';
import { must } from '../../../shared/lib/assert.ts';
import { isInSeason } from './isInSeason.ts';
import { Lot } from './Lot.ts';
import type { Burst, Matter, Simulation } from './simulationSchema.ts';

/** What a case is about, and how urgent such a matter is. */
export interface DrawnMatter {
  readonly category: Category;
  readonly levels: Lot<Level>;
}

/** How often each category comes up on a day, and what a burst is about. */
export class Matters {
  readonly #categories: readonly Category[];
  readonly #matters: readonly Matter[];
  readonly #levels: readonly { readonly codes: string; readonly lot: Lot<Level> }[];
  readonly #seed: number;
  /** By which matters are in season. */
  readonly #seasons = new Map<string, Lot<DrawnMatter>>();
  #today: { readonly date: number; readonly lot: Lot<DrawnMatter> } | undefined;
  readonly #bursts = new Map<string, Lot<DrawnMatter> | undefined>();

  constructor(seed: number, city: City, { cities, levels }: Simulation) {
    this.#seed = seed;
    this.#categories = city.pack.categories;
    const own = cities[city.pack.id];
    this.#matters = own?.matters ?? [];
    const usual = { codes: '', shares: levels.shares };
    this.#levels = [usual, ...(own?.levels ?? [])].map(({ codes, shares }) => ({
      codes,
      lot: Lot.ofShares(shares),
    }));
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
        const matter = longest(this.#matters, category);
        return [this.#drawn(category), this.#weight(category, matter, date)] as const;
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
      .map((category) => [this.#drawn(category, level), 1] as const);
    const lot = drawn.length === 0 ? undefined : new Lot(drawn);
    this.#bursts.set(id, lot);
    return lot;
  }

  #drawn(category: Category, level?: Level): DrawnMatter {
    const levels = level === undefined ? longest(this.#levels, category)?.lot : new Lot([[level, 1]]);
    return { category, levels: must(levels, 'there are no usual levels') };
  }

  /** Within a matter, and in a city without any, few categories make most of the calls. */
  #weight({ code }: Category, matter: Matter | undefined, date: number): number {
    const rank = fnv1a(`${this.#seed} ${code}`) % (matter === undefined ? 30 : 4);
    const season = isInSeason(matter?.season, date) ? 1 : (matter?.outOfSeason ?? 1);
    return ((matter?.weight ?? 1) * season) / (2 + rank);
  }
}

/** The one with the longest beginning of the category's code. */
function longest<T extends { readonly codes: string }>(all: readonly T[], { code }: Category): T | undefined {
  return all
    .filter(({ codes }) => code.startsWith(codes))
    .reduce<T | undefined>(
      (best, one) => (one.codes.length > (best?.codes.length ?? -1) ? one : best),
      undefined,
    );
}
