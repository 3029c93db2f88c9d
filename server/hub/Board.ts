import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import type { City } from '../../shared/domain/City.ts';
import { must } from '../../shared/lib/assert.ts';
import { intakeRow } from '../../shared/tables/intakeRow.ts';
import { limitOf } from '../../shared/tables/limitOf.ts';
import type { Cell, Row } from '../../shared/tables/liveTable.ts';
import { LIVE_COUNTERS, LIVE_TABLES } from '../../shared/tables/liveTables.ts';
import type { CounterTableName, TableName } from '../../shared/tables/liveTables.ts';
import type { CounterKey, CounterRow, EventStore } from '../store/EventStore.ts';
import { LiveTable } from './LiveTable.ts';

/** Counter tables whose key travels as an integer. */
const INTEGER_KEYS: ReadonlySet<CounterTableName> = new Set(['trend']);

/**
 * The hub's live tables: counter rows as the store holds them, and the newest cases. Knows no events; it is
 * given rows and states that are already durable.
 */
export class Board {
  readonly #city: City;
  readonly #tables: ReadonlyMap<TableName, LiveTable>;

  constructor(city: City) {
    this.#city = city;
    const specs = Object.values(LIVE_TABLES);
    this.#tables = new Map(
      specs.map((spec) => [spec.name, new LiveTable({ ...spec, limit: limitOf(spec, city.pack) }, 'city')]),
    );
  }

  get tables(): readonly LiveTable[] {
    return [...this.#tables.values()];
  }

  table(name: TableName): LiveTable {
    return must(this.#tables.get(name), `there is no table ${name}`);
  }

  /** Fills the tables from the store: as many rows as they show, whatever the log holds. */
  async load(store: EventStore): Promise<void> {
    await this.reload(store);
    for (const state of await store.newestCases(LIVE_TABLES.intake.limit)) this.#putIntake(state);
  }

  /** Makes the tables of counters what the store holds, while nothing is recorded. */
  async reload(store: EventStore): Promise<void> {
    for (const { name } of Object.values(LIVE_COUNTERS)) {
      const { order, limit } = this.table(name).spec;
      const rows = await store.counters(name, order.descending, limit);
      this.table(name).become(rows.map(({ key, values }) => [keyCell(name, key), ...values]));
    }
  }

  /** A counter row's cells after the key, where the row is held; of a table that no screen sees, none is. */
  valuesOf(table: CounterTableName, key: string): readonly number[] | undefined {
    if (!isLive(table)) return undefined;
    const row = this.table(table).get(keyCell(table, key));
    return row?.slice(1).map(Number);
  }

  apply(
    counters: readonly CounterRow[],
    states: Iterable<CaseState>,
    emptied: readonly CounterKey[] = [],
  ): void {
    for (const row of counters) this.#putCounter(row);
    for (const { table, key } of emptied) if (isLive(table)) this.table(table).delete(keyCell(table, key));
    for (const state of states) this.#putIntake(state);
  }

  #putCounter({ table, key, values }: CounterRow): void {
    if (isLive(table)) this.table(table).put([keyCell(table, key), ...values]);
  }

  #putIntake(state: CaseState): void {
    const row: Row = intakeRow(state, this.#city);
    this.table('intake').put(row);
  }
}

function isLive(table: CounterTableName): table is CounterTableName & TableName {
  return Object.hasOwn(LIVE_COUNTERS, table);
}

function keyCell(table: CounterTableName, key: string): Cell {
  return INTEGER_KEYS.has(table) ? Number(key) : key;
}
