import type Database from 'better-sqlite3';
import { assert } from '../../../shared/lib/assert.ts';
import type { KeyEntry } from '../EventStore.ts';
import { oldestKeyDay } from '../oldestKeyDay.ts';
import type { RowMeter } from './RowMeter.ts';
import { assertCheck, checkOf } from './rowCheck.ts';

type Cells = [hash: Uint8Array, bodyMac: Uint8Array, caseId: number, seq: number, crc: number];

interface DayTable {
  readonly day: number;
  readonly name: string;
  readonly insert: Database.Statement<Cells>;
  readonly one: Database.Statement<[Uint8Array], Cells>;
}

const PREFIX = 'caller_key_';

/**
 * Callers' keys, one table a local day: a random key dirties a page of its own, which stays cheap only
 * while the table is small, and a day that is over goes by dropping its table.
 */
export class KeyTables {
  readonly #db: Database.Database;
  readonly #meter: RowMeter;
  /** The entries that exist for these hashes. */
  readonly known: (hashes: readonly string[]) => readonly KeyEntry[];
  /** Never changed in place. Newest day first, since most repetitions come at once. */
  #days: DayTable[] = [];

  constructor(db: Database.Database, meter: RowMeter) {
    this.#db = db;
    this.#meter = meter;
    // Without a transaction around them each look would lock and unlock the log by itself.
    this.known = db.transaction((hashes: readonly string[]) =>
      hashes.flatMap((hash) => this.#get(hash) ?? []),
    );
    this.#load();
  }

  get days(): readonly number[] {
    return this.#days.map(({ day }) => day);
  }

  /** The tables as they are now; the returned function puts them back after the transaction was rolled back. */
  remember(): () => void {
    const days = this.#days;
    return () => (this.#days = days);
  }

  #load(): void {
    const names = this.#db
      .prepare<[], [string]>(`SELECT name FROM sqlite_master WHERE name GLOB '${PREFIX}[0-9]*'`)
      .raw()
      .all();
    this.#days = names.map(([name]) => this.#table(Number(name.slice(PREFIX.length)))).sort(newestFirst);
  }

  /** Within the group's transaction: drops the days that are over, unless all are kept, and keeps `entries` under `day`. */
  record(day: number, entries: readonly KeyEntry[], keepsAll = false): void {
    const oldest = keepsAll ? 0 : oldestKeyDay(this.days, day);
    for (const table of this.#days) if (table.day < oldest) this.#db.exec(`DROP TABLE ${table.name}`);
    this.#days = this.#days.filter((table) => table.day >= oldest);
    if (entries.length === 0) return;
    const { insert } = this.#days.find((table) => table.day === day) ?? this.#create(day);
    for (const { hash, bodyMac, caseId, seq } of entries) {
      const [key, mac] = [bytes(hash), bytes(bodyMac)];
      insert.run(key, mac, caseId, seq, checkOf(mac, checkOf(key, caseId, seq)));
    }
  }

  #get(hash: string): KeyEntry | undefined {
    const key = bytes(hash);
    for (const { name, one } of this.#days) {
      const row = this.#meter.one(one.get(key));
      if (row !== undefined) return decode(row, hash, name);
    }
    return undefined;
  }

  /** Every entry, one by one; throws CorruptStoreError at the first that is damaged. */
  *all(): Iterable<KeyEntry> {
    for (const { name } of this.#days) {
      const columns = 'SELECT hash, body_mac, case_id, seq, crc';
      const rows = this.#db.prepare<[], Cells>(`${columns} FROM ${name}`).raw().iterate();
      for (const row of rows) yield decode(row, Buffer.from(row[0]).toString('hex'), name);
    }
  }

  #create(day: number): DayTable {
    assert(/^[0-9]{8}$/.test(String(day)), `${day} is not a local day`);
    this.#db.exec(
      `CREATE TABLE ${PREFIX}${day} (
         hash BLOB PRIMARY KEY, body_mac BLOB NOT NULL, case_id INTEGER NOT NULL, seq INTEGER NOT NULL,
         crc INTEGER NOT NULL
       ) STRICT, WITHOUT ROWID`,
    );
    const table = this.#table(day);
    this.#days = [...this.#days, table].sort(newestFirst);
    return table;
  }

  #table(day: number): DayTable {
    const name = `${PREFIX}${day}`;
    return {
      day,
      name,
      insert: this.#db.prepare<Cells>(`INSERT INTO ${name} VALUES (?, ?, ?, ?, ?)`),
      one: this.#db
        .prepare<[Uint8Array], Cells>(`SELECT hash, body_mac, case_id, seq, crc FROM ${name} WHERE hash = ?`)
        .raw(),
    };
  }
}

function newestFirst(a: DayTable, b: DayTable): number {
  return b.day - a.day;
}

function decode([key, mac, caseId, seq, crc]: Cells, hash: string, table: string): KeyEntry {
  assertCheck(crc, checkOf(mac, checkOf(key, caseId, seq)), table, hash.slice(0, 12));
  return { hash, bodyMac: Buffer.from(mac).toString('hex'), caseId, seq };
}

/** Anything but lower-case hex would come back as another key, or as the same one as its neighbour's. */
function bytes(hex: string): Buffer {
  const buffer = Buffer.from(hex, 'hex');
  assert(buffer.length > 0 && buffer.length * 2 === hex.length, 'a key is not hex');
  return buffer;
}
