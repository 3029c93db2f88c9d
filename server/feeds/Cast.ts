import type { City } from '../../shared/domain/City.ts';
import type { Area, Category } from '../../shared/domain/cityPack.ts';
import { fnv1a } from '../../shared/lib/fnv1a.ts';
import { must } from '../../shared/lib/assert.ts';
import type { IntakeBody } from './FeedPort.ts';
import { SeededRandom } from './SeededRandom.ts';

/** One simulated case: what is filed, and how patient each of its later steps is (1 is usual). */
export interface SimulatedCase {
  readonly intake: IntakeBody;
  /** Who gets the case where neither source nor rule names a unit. */
  readonly unitCode: string;
  readonly patience: number;
}

const CHANNELS = ['phone', 'phone', 'phone', 'app', 'web', 'wechat'] as const;
const KINDS = [
  { kind: 'complaint', weight: 60 },
  { kind: 'help', weight: 22 },
  { kind: 'consult', weight: 8 },
  { kind: 'suggest', weight: 4 },
  { kind: 'report', weight: 4 },
  { kind: 'praise', weight: 2 },
] as const;
const LEVELS = [
  { level: undefined, weight: 84 },
  { level: 'L2', weight: 12 },
  { level: 'L1', weight: 2 },
  { level: 'L4', weight: 2 },
] as const;

/**
 * Makes up cases over a pack. The n-th case of a seed is always the same, whenever and however often it is
 * asked for, so that sending it again is the same case again. No person and no real event is behind any.
 */
export class Cast {
  readonly #city: City;
  readonly #seed: number;
  readonly #rank: ReadonlyMap<string, number>;

  constructor(city: City, seed: number) {
    this.#city = city;
    this.#seed = seed;
    const codes = [...city.pack.categories, ...city.pack.areas, ...city.pack.units].map(({ code }) => code);
    this.#rank = new Map(codes.map((code) => [code, fnv1a(`${seed} ${code}`) % 30]));
  }

  caseOf(n: number): SimulatedCase {
    const random = new SeededRandom(fnv1a(`${this.#seed} ${n}`));
    const { pack } = this.#city;
    const category = this.#among(random, pack.categories);
    const area = this.#among(random, pack.areas);
    const unit = this.#among(random, pack.units);
    const { kind } = must(
      random.pick(KINDS, ({ weight }) => weight),
      'there is no kind',
    );
    const { level } = must(
      random.pick(LEVELS, ({ weight }) => weight),
      'there is no level',
    );
    const intake: IntakeBody = {
      source: 'simulate',
      externalId: `${this.#seed}-${n}`,
      channel: random.pick(CHANNELS) ?? 'phone',
      kind,
      ...this.#words(category),
      categoryCode: category.code,
      streetCode: area.code,
      ...pointIn(area, random),
      ...(level === undefined ? {} : { level }),
    };
    // A few cases in a hundred take hours, as they do.
    const patience = random.next() < 0.06 ? random.between(20, 120) : random.between(0.4, 1.8);
    return { intake, unitCode: unit.code, patience };
  }

  /** Few matters make most of the calls: the weight falls with a rank that the seed gives. */
  #among<T extends { readonly code: string }>(random: SeededRandom, items: readonly T[]): T {
    const item = random.pick(items, ({ code }) => 1 / (2 + (this.#rank.get(code) ?? 0)));
    return must(item, 'the pack is empty');
  }

  #words(category: Category) {
    const language = this.#city.pack.languages[0] ?? 'en';
    const name = category.names[language];
    return { title: name, content: language === 'zh' ? `${name}（模拟工单）` : `${name} (simulated case)` };
  }
}

/** A point inside the schematic outline where the area has one; none where chance does not find one. */
function pointIn(
  { outline }: Area,
  random: SeededRandom,
): { readonly location?: { lng: number; lat: number } } {
  if (outline === undefined) return {};
  const lngs = outline.map(([lng]) => lng);
  const lats = outline.map(([, lat]) => lat);
  for (let tries = 0; tries < 20; tries++) {
    const lng = rounded(random.between(Math.min(...lngs), Math.max(...lngs)));
    const lat = rounded(random.between(Math.min(...lats), Math.max(...lats)));
    if (isWithin(outline, lng, lat)) return { location: { lng, lat } };
  }
  return {};
}

function rounded(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}

/** Even-odd rule over a closed ring. */
function isWithin(ring: readonly (readonly [number, number])[], lng: number, lat: number): boolean {
  let within = false;
  for (const [index, [x1, y1]] of ring.entries()) {
    const [x2, y2] = ring[(index + 1) % ring.length] ?? [x1, y1];
    if (y1 > lat !== y2 > lat && lng < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) within = !within;
  }
  return within;
}
