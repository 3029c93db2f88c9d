import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import type { City } from '../../shared/domain/City.ts';
import type { FrozenPeriod } from '../../shared/domain/rating/FrozenPeriod.ts';
import { must } from '../../shared/lib/assert.ts';
import { intakeRow } from '../../shared/tables/intakeRow.ts';
import { limitOf } from '../../shared/tables/limitOf.ts';
import type { Cell, Row } from '../../shared/tables/liveTable.ts';
import { LIVE_COUNTERS, LIVE_TABLES } from '../../shared/tables/liveTables.ts';
import type { CounterTableName, TableName } from '../../shared/tables/liveTables.ts';
import { rateKey } from '../../shared/tables/rates.ts';
import type { CounterKey, CounterRow, EventStore } from '../store/EventStore.ts';
import type { FrozenPeriods } from './FrozenPeriods.ts';
import { LiveTable } from './LiveTable.ts';

const LABEL_LENGTH = 'YYYY-MM'.length;
/** Counter tables whose key travels as an integer. */
const INTEGER_KEYS: ReadonlySet<CounterTableName> = new Set(['trend']);

type Frozen = Pick<FrozenPeriods, 'has' | 'get' | 'labels'>;

const NONE_FROZEN: Frozen = { has: () => false, get: () => Promise.resolve(undefined), labels: [] };

/**
 * The hub's live tables: counter rows as the store holds them, and the newest cases. Knows no events; it is
 * given rows and states that are already durable.
 */
export class Board {
  readonly #city: City;
  readonly #tables: ReadonlyMap<TableName, LiveTable>;
  readonly #frozen: Frozen;

  /** Periods that are frozen are shown as they were frozen, whatever is counted later. */
  constructor(city: City, frozen: Frozen = NONE_FROZEN) {
    this.#frozen = frozen;
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
    await this.#showFrozen();
  }

  /** Puts the rows of a period in the place of what was counted for it. */
  freeze({ period, rates }: FrozenPeriod): void {
    const table = this.table('rates');
    for (const [key] of table.rows()) if (labelOf(key) === period.label) table.delete(key ?? '');
    for (const [unit, counts] of rates) table.put([rateKey(period.label, unit), ...counts]);
  }

  /** The two newest frozen periods, of which screens tell, and all others that the table has rows of. */
  async #showFrozen(): Promise<void> {
    const shown = new Set(
      this.table('rates')
        .rows()
        .map(([key]) => labelOf(key)),
    );
    const labels = this.#frozen.labels;
    for (const [i, label] of labels.entries()) {
      if (i < labels.length - 2 && !shown.has(label)) continue;
      const frozen = await this.#frozen.get(label);
      if (frozen !== undefined) this.freeze(frozen);
    }
  }

  /** A counter row's cells after the key, where the row is held: none of a table that no screen sees, nor of a frozen period. */
  valuesOf(table: CounterTableName, key: string): readonly number[] | undefined {
    if (!isLive(table) || this.#isFrozen(table, key)) return undefined;
    const row = this.table(table).get(keyCell(table, key));
    return row?.slice(1).map(Number);
  }

  apply(
    counters: readonly CounterRow[],
    states: Iterable<CaseState>,
    emptied: readonly CounterKey[] = [],
  ): void {
    for (const row of counters) this.#putCounter(row);
    for (const { table, key } of emptied)
      if (isLive(table) && !this.#isFrozen(table, key)) this.table(table).delete(keyCell(table, key));
    for (const state of states) this.#putIntake(state);
  }

  #putCounter({ table, key, values }: CounterRow): void {
    if (isLive(table) && !this.#isFrozen(table, key)) this.table(table).put([keyCell(table, key), ...values]);
  }

  #isFrozen(table: CounterTableName, key: string): boolean {
    return table === 'rates' && this.#frozen.has(labelOf(key));
  }

  #putIntake(state: CaseState): void {
    const row: Row = intakeRow(state, this.#city);
    this.table('intake').put(row);
  }
}

/** Of a key of the rates. */
function labelOf(key: Cell | undefined): string {
  return String(key).slice(0, LABEL_LENGTH);
}

function isLive(table: CounterTableName): table is CounterTableName & TableName {
  return Object.hasOwn(LIVE_COUNTERS, table);
}

function keyCell(table: CounterTableName, key: string): Cell {
  return INTEGER_KEYS.has(table) ? Number(key) : key;
}
