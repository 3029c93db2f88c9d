import type { CityPack } from '../domain/cityPack.ts';
import { DAY_MS, naturalMs } from '../domain/naturalMs.ts';
import type { TableSpec } from './liveTable.ts';

type Sized = Pick<CityPack, 'units' | 'areas' | 'categories' | 'policies'>;

/** Codes that a city once had and no longer has: what was counted under them stands beside what is counted now. */
const FORMER = 200;
/** Today's categories, the seven days that they are compared with, and the one that a full table cuts. */
const CATEGORY_DAYS = 9;
/** The running period and the one before it, by which movement is told. */
const PERIODS = 2;
const SHORTEST_PERIOD_MS = 28 * DAY_MS;

const NEEDS: Readonly<Record<string, (pack: Sized) => number>> = {
  units: ({ units }) => units.length + FORMER,
  // One more each for what is unknown, unassigned or withheld.
  cells: ({ areas }) => areas.length + 1 + FORMER,
  categories: ({ categories }) => CATEGORY_DAYS * (categories.length + 2),
  rates: ({ units, policies }) => (PERIODS + periodsAhead(policies)) * (units.length + 1 + FORMER),
};

/**
 * How many rows a table holds in a city: its own limit, or more where the city can fill more. What screens add up,
 * rank and divide by must never be cut: a city of a thousand units would else lose rows without a word.
 */
export function limitOf({ name, limit }: TableSpec, pack: Sized): number {
  return Math.max(limit, NEEDS[name]?.(pack) ?? 0);
}

/** A deadline counts in the period in which it falls due, so there are rows of so many periods to come (M7, M8). */
function periodsAhead(policies: Sized['policies']): number {
  const limits = policies.flatMap(({ budgets: { sign, handle } }) => [
    ...Object.values(sign),
    ...Object.values(handle),
  ]);
  return Math.ceil(Math.max(...limits.map(naturalMs)) / SHORTEST_PERIOD_MS);
}
