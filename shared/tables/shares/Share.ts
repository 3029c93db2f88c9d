import type { City } from '../../domain/City.ts';
import { must } from '../../lib/assert.ts';
import { COUNTER_TABLES } from '../liveTables.ts';
import type { CounterTableName } from '../liveTables.ts';

/** What one case adds to one row of one counter table: one number for each cell after the key. */
export interface Share {
  readonly table: CounterTableName;
  readonly key: string;
  readonly adds: readonly number[];
}

/** The columns after the key, worked out once: contributions are made for every change of every case. */
const COLUMNS: ReadonlyMap<CounterTableName, readonly string[]> = new Map(
  Object.values(COUNTER_TABLES).map(({ name, columns }) => [name, columns.slice(1)]),
);

type Column<T extends CounterTableName> = Exclude<
  (typeof COUNTER_TABLES)[T]['columns'][number],
  'span' | 'code' | 'at' | 'key'
>;

/** A share from its cells by name; those not named are 0. */
export function share<T extends CounterTableName>(
  table: T,
  key: string,
  values: Partial<Record<Column<T>, number>> & Readonly<Record<string, number>>,
): Share {
  const columns = must(COLUMNS.get(table), `there is no counter table ${table}`);
  return { table, key, adds: columns.map((column) => values[column] ?? 0) };
}

/** The key of a local day, `YYYYMMDD`. */
export function dayKey(at: number, city: City): string {
  return String(city.calendar.dayOf(at).date);
}

export function flag(condition: boolean): number {
  return condition ? 1 : 0;
}
