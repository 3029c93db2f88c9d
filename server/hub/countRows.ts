import type { CounterTableName } from '../../shared/tables/liveTables.ts';
import type { CounterKey, CounterRow, EventStore } from '../store/EventStore.ts';
import type { Tally } from './Tally.ts';

/** Counter rows as they stand after a group, and those that no case adds to any more. */
export interface Counts {
  readonly counters: readonly CounterRow[];
  readonly emptied: readonly CounterKey[];
}

type ValuesOf = (table: CounterTableName, key: string) => readonly number[] | undefined;

/** Adds a tally to the rows as they stand: as `valuesOf` tells where it knows them, else as the store does. */
export async function countRows(tally: Tally, store: EventStore, valuesOf: ValuesOf): Promise<Counts> {
  const absent = tally.touched.filter(({ table, key }) => valuesOf(table, key) === undefined);
  const read = new Map<string, readonly number[]>();
  if (absent.length > 0) {
    for (const row of await store.counterRows(absent)) read.set(`${row.table} ${row.key}`, row.values);
  }
  const rows = tally.rows((table, key) => valuesOf(table, key) ?? read.get(`${table} ${key}`));
  const emptied = rows.filter(isEmpty).map(({ table, key }): CounterKey => ({ table, key }));
  return { counters: rows.filter((row) => !isEmpty(row)), emptied };
}

function isEmpty({ values }: CounterRow): boolean {
  return values.every((value) => value === 0);
}
