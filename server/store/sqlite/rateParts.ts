import { assert } from '../../../shared/lib/assert.ts';
import type { Share } from '../../../shared/tables/shares/Share.ts';

/** What one case adds to the rows of `rates` and `durations` under one key: a bit for each column it counts in. */
export interface RatePart {
  readonly key: string;
  readonly rates: number;
  readonly durations: number;
}

/** The parts in a contribution, by key. */
export function partsIn(shares: readonly Share[]): ReadonlyMap<string, RatePart> {
  const parts = new Map<string, RatePart>();
  for (const { table, key, adds } of shares) {
    if (table !== 'rates' && table !== 'durations') continue;
    const part = parts.get(key) ?? { key, rates: 0, durations: 0 };
    parts.set(key, { ...part, [table]: bitsOf(adds) });
  }
  return parts;
}

/** The parts that `after` changes, empty ones where a case has no part any more. */
export function changedParts(
  before: ReadonlyMap<string, RatePart>,
  after: ReadonlyMap<string, RatePart>,
): readonly RatePart[] {
  const changed = [...after.values()].filter((part) => {
    const old = before.get(part.key);
    return old === undefined || old.rates !== part.rates || old.durations !== part.durations;
  });
  const left = [...before.keys()].filter((key) => !after.has(key));
  return [...changed, ...left.map((key) => ({ key, rates: 0, durations: 0 }))];
}

/** The columns of such bits, for rows of `width` columns. */
export function columnsOf(bits: number, width: number): number[] {
  return Array.from({ length: width }, (_, column) => Math.floor(bits / 2 ** column) % 2);
}

/** The most columns that fit: more bits than this are no exact number. */
const MAX_COLUMNS = 53;

function bitsOf(adds: readonly number[]): number {
  assert(adds.length <= MAX_COLUMNS, 'a row of rates has more columns than a number has bits');
  let bits = 0;
  adds.forEach((add, column) => {
    assert(add === 0 || add === 1, 'a case counts more than once in a column of the rates');
    bits += add * 2 ** column;
  });
  return bits;
}
