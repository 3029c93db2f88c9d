import type { Share } from '../../shared/tables/shares/Share.ts';
import type { CounterTableName } from '../../shared/tables/liveTables.ts';
import type { CounterRow } from '../store/EventStore.ts';

/** Counter rows added up from nothing. As many rows as the tables have, whatever the number of cases. */
export class CounterSums {
  readonly #rows = new Map<
    string,
    { readonly table: CounterTableName; readonly key: string; values: number[] }
  >();

  add(shares: readonly Share[]): void {
    for (const { table, key, adds } of shares) {
      const id = `${table} ${key}`;
      const row = this.#rows.get(id);
      if (row === undefined) this.#rows.set(id, { table, key, values: [...adds] });
      else row.values = adds.map((add, i) => add + (row.values[i] ?? 0));
    }
  }

  rows(): readonly CounterRow[] {
    return [...this.#rows.values()];
  }

  /** The row's sums, or undefined where no case adds to it. */
  get(table: CounterTableName, key: string): readonly number[] | undefined {
    return this.#rows.get(`${table} ${key}`)?.values;
  }
}
