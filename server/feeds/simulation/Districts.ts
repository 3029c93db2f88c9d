import type { City } from '../../../shared/domain/City.ts';
import type { Area } from '../../../shared/domain/cityPack.ts';
import { fnv1a } from '../../../shared/lib/fnv1a.ts';
import { SeededRandom } from '../SeededRandom.ts';
import { Lot } from './Lot.ts';

/** Where cases happen: the areas that no other lies in, each with its share of its district's population. */
export class Districts {
  readonly areas: Lot<Area>;
  readonly #district: Lot<readonly Area[]>;
  readonly #lots = new Map<readonly Area[], Lot<Area>>();
  readonly #weights: ReadonlyMap<string, number>;

  constructor(seed: number, unevenness: number, city: City) {
    const parents = new Set(city.pack.areas.map(({ parentCode }) => parentCode));
    const leaves = city.pack.areas.filter(({ code }) => !parents.has(code));
    const districts = new Map<string, Area[]>();
    for (const area of leaves) {
      const district = area.parentCode ?? area.code;
      districts.set(district, [...(districts.get(district) ?? []), area]);
    }
    const weights = new Map<string, number>();
    const known = [...districts.keys()].flatMap((code) => city.units.get(code)?.population ?? []);
    const usual = known.length === 0 ? 1 : known.reduce((sum, one) => sum + one, 0) / known.length;
    for (const [district, areas] of districts) {
      const factors = areas.map(({ code }) =>
        new SeededRandom(fnv1a(`${seed} area ${code}`)).around(1, unevenness),
      );
      const all = factors.reduce((sum, one) => sum + one, 0);
      const people = city.units.get(district)?.population ?? usual;
      areas.forEach(({ code }, index) => weights.set(code, (people * (factors[index] ?? 1)) / all));
    }
    this.#weights = weights;
    this.areas = this.#lotOf(leaves);
    this.#district = new Lot([...districts.values()].map((areas) => [areas, this.#sum(areas)]));
  }

  /** The areas of one district, larger ones more often. */
  oneDistrict(random: SeededRandom): Lot<Area> {
    const areas = this.#district.draw(random);
    const lot = this.#lots.get(areas) ?? this.#lotOf(areas);
    this.#lots.set(areas, lot);
    return lot;
  }

  #lotOf(areas: readonly Area[]): Lot<Area> {
    return new Lot(areas.map((area) => [area, this.#weights.get(area.code) ?? 0]));
  }

  #sum(areas: readonly Area[]): number {
    return areas.reduce((sum, { code }) => sum + (this.#weights.get(code) ?? 0), 0);
  }
}
