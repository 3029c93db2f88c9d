import type Database from 'better-sqlite3';
import type { CounterTableName } from '../../../shared/tables/liveTables.ts';
import type { CounterKey, CounterRow } from '../EventStore.ts';
import type { RowMeter } from './RowMeter.ts';
import { assertCheck, checkOf } from './rowCheck.ts';

type Cells = [tbl: string, key: string, body: string, crc: number];

/** Sums over cases, as the live tables show them. */
export class CounterTable {
  readonly #meter: RowMeter;
  readonly #put: Database.Statement<Cells>;
  readonly #delete: Database.Statement<[string, string]>;
  readonly #one: Database.Statement<[string, string], Cells>;
  readonly #up: Database.Statement<[string, number], Cells>;
  readonly #down: Database.Statement<[string, number], Cells>;
  readonly #under: Database.Statement<[string, string, string], Cells>;

  readonly #keys: Database.Statement<[], [string, string]>;

  constructor(db: Database.Database, meter: RowMeter) {
    this.#meter = meter;
    const select = 'SELECT tbl, key, body, crc FROM counter WHERE tbl = ?';
    this.#put = db.prepare('INSERT OR REPLACE INTO counter VALUES (?, ?, ?, ?)');
    this.#delete = db.prepare('DELETE FROM counter WHERE tbl = ? AND key = ?');
    this.#keys = db.prepare<[], [string, string]>('SELECT tbl, key FROM counter').raw();
    this.#one = db.prepare<[string, string], Cells>(`${select} AND key = ?`).raw();
    this.#up = db.prepare<[string, number], Cells>(`${select} ORDER BY key LIMIT ?`).raw();
    this.#under = db
      .prepare<[string, string, string], Cells>(`${select} AND key >= ? AND key < ? ORDER BY key`)
      .raw();
    this.#down = db.prepare<[string, number], Cells>(`${select} ORDER BY key DESC LIMIT ?`).raw();
  }

  put({ table, key, values }: CounterRow): void {
    const body = JSON.stringify(values);
    this.#put.run(table, key, body, checkOf(`${table}|${key}|${body}`, 0));
  }

  delete(rows: readonly CounterKey[]): void {
    for (const { table, key } of rows) this.#delete.run(table, key);
  }

  get(table: CounterTableName, key: string): CounterRow | undefined {
    const row = this.#meter.one(this.#one.get(table, key));
    return row === undefined ? undefined : decode(row);
  }

  /** The first `limit` rows by the bytes of their keys. */
  first(table: CounterTableName, descending: boolean, limit: number): CounterRow[] {
    const rows = (descending ? this.#down : this.#up).all(table, limit);
    return this.#meter.all(rows).map(decode);
  }

  /** The rows whose keys begin with `prefix`: those before the prefix with the greatest code point after it. */
  under(table: CounterTableName, prefix: string): CounterRow[] {
    const rows = this.#under.all(table, prefix, `${prefix}\u{10ffff}`);
    return this.#meter.all(rows).map(decode);
  }

  /** Which rows there are, not verified. */
  keys(): { readonly table: CounterTableName; readonly key: string }[] {
    const keys = this.#meter.all(this.#keys.all());
    return keys.map(([table, key]) => ({ table: table as CounterTableName, key }));
  }
}

function decode([table, key, body, crc]: Cells): CounterRow {
  assertCheck(crc, checkOf(`${table}|${key}|${body}`, 0), 'counter', `${table} ${key}`);
  return { table: table as CounterTableName, key, values: JSON.parse(body) as number[] };
}
