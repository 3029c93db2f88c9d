import type { CityView } from '../../shared/contract/cityView.ts';
import { RATE_COLUMNS } from '../../shared/domain/rating/rateCounts.ts';
import type { Cell } from '../../shared/tables/liveTable.ts';
import { LIVE_COUNTERS } from '../../shared/tables/liveTables.ts';
import type { Retold } from './retell.ts';

export const LONG_NAMES = 'names of twenty characters';
export const FIVE_DIGITS = 'five digits in every number';
const TEN_MILLION = 10_000_000;
/** Twenty characters in either language. */
const LONG = { zh: '城市副中心综合行政服务保障协调管理办公室', en: 'Northern Lakeside Rd' };
/** Whose numbers are counts, not times. */
const COUNTED: ReadonlySet<string> = new Set([...Object.keys(LIVE_COUNTERS), 'deadlines', 'feed']);
/** A grade is one of two: with as many of both, more than all would be content. */
const BASIC = 1 + RATE_COLUMNS.indexOf('basic');

const asItIs: Retold = { city: (city) => city, rows: (_table, rows) => rows };

/** What a wall must bear: every count at its largest or nothing, every name long, and no row at all. */
export const EXTREMES: Readonly<Record<string, Retold>> = {
  'ten million in every number': { ...asItIs, rows: everyCount(TEN_MILLION) },
  [FIVE_DIGITS]: { ...asItIs, rows: everyCount(98_765) },
  'zero in every number': { ...asItIs, rows: everyCount(0) },
  [LONG_NAMES]: { ...asItIs, city: longNames },
  'nothing at all': { ...asItIs, rows: () => [] },
};

function everyCount(count: number): Retold['rows'] {
  const counted = (table: string, cell: Cell, column: number): Cell => {
    if (column === 0 || typeof cell !== 'number') return cell;
    return table === 'rates' && column === BASIC ? 0 : count;
  };
  return (table, rows) =>
    COUNTED.has(table) ? rows.map((row) => row.map((cell, column) => counted(table, cell, column))) : rows;
}

function longNames(city: CityView): CityView {
  const long = <T>(named: readonly T[]): T[] => named.map((one) => ({ ...one, names: LONG }));
  const { units, areas, categories, tiers, channels } = city;
  return {
    ...city,
    names: LONG,
    units: long(units),
    areas: long(areas),
    categories: long(categories),
    channels: long(channels),
    tiers: long(tiers),
  };
}
