import Database from 'better-sqlite3';
import { migrate } from '../../server/store/sqlite/migrations.ts';

type Cells = readonly unknown[];

/** All rows that one case's intake wrote, as the hub's own store holds them. */
interface CaseRows {
  readonly events: readonly Cells[];
  readonly state: Cells | undefined;
  readonly contributions: readonly Cells[];
  readonly texts: readonly Cells[];
  readonly keys: readonly Cells[];
}

/** The rows of many cases, taken out of a hub's database, byte for byte, to be written again without the hub. */
export interface SampleRows {
  readonly cases: readonly CaseRows[];
  /** Written with every group, as the hub writes those that its group touched. */
  readonly counters: readonly Cells[];
  readonly head: Cells;
  readonly keysTable: string;
}

/** Reads the rows of the `limit` oldest open cases. The hub may still be running. */
export function readSampleRows(path: string, limit: number): SampleRows {
  const db = new Database(path, { readonly: true });
  const rows = (sql: string): Cells[] => db.prepare<[], Cells>(sql).raw().all();
  const keysTable = String(rows("SELECT name FROM sqlite_master WHERE name GLOB 'caller_key_*'")[0]?.[0]);
  const grouped = (sql: string, column: number): Map<unknown, Cells[]> => groupBy(rows(sql), column);
  const events = grouped('SELECT * FROM event ORDER BY seq', 2);
  const contributions = grouped('SELECT * FROM contribution', 0);
  const texts = grouped('SELECT * FROM case_text', 0);
  const keys = grouped(`SELECT * FROM ${keysTable}`, 2);
  const cases = rows(`SELECT * FROM open_case ORDER BY id LIMIT ${limit}`).map((state) => ({
    events: events.get(state[0]) ?? [],
    state,
    contributions: contributions.get(state[0]) ?? [],
    texts: texts.get(state[0]) ?? [],
    keys: keys.get(state[0]) ?? [],
  }));
  const counters = rows("SELECT * FROM counter WHERE tbl <> 'trend'");
  const head = rows('SELECT * FROM head')[0] ?? [];
  db.close();
  return { cases, counters, head, keysTable };
}

/** The same tables and nothing else: prepared inserts in one synced transaction a group. */
export class BareRows {
  readonly #db: Database.Database;
  readonly #sample: SampleRows;
  readonly #write: (count: number) => void;
  readonly #insert: Readonly<Record<'event' | 'open' | 'contribution' | 'text' | 'key', Database.Statement>>;
  readonly #counter: Database.Statement;
  readonly #head: Database.Statement;
  #next = 0;

  constructor(path: string, sample: SampleRows) {
    this.#sample = sample;
    this.#db = new Database(path);
    this.#db.pragma('journal_mode = WAL');
    this.#db.pragma('synchronous = FULL');
    migrate(this.#db);
    this.#db.exec(
      `CREATE TABLE ${sample.keysTable} (
         hash BLOB PRIMARY KEY, body_mac BLOB NOT NULL, case_id INTEGER NOT NULL, seq INTEGER NOT NULL,
         crc INTEGER NOT NULL
       ) STRICT, WITHOUT ROWID`,
    );
    const into = (table: string, verb = 'INSERT'): Database.Statement => {
      const columns = this.#db.prepare(`SELECT * FROM ${table}`).columns();
      return this.#db.prepare(`${verb} INTO ${table} VALUES (${columns.map(() => '?').join(', ')})`);
    };
    this.#insert = {
      event: into('event'),
      open: into('open_case'),
      contribution: into('contribution'),
      text: into('case_text'),
      key: into(sample.keysTable),
    };
    this.#counter = into('counter', 'INSERT OR REPLACE');
    this.#head = into('head', 'INSERT OR REPLACE');
    this.#write = this.#db.transaction((count: number) => this.#writeGroup(count)).immediate;
  }

  /** Commits the next `count` cases; durable when it returns. */
  commit(count: number): void {
    this.#write(count);
  }

  close(): void {
    this.#db.close();
  }

  #writeGroup(count: number): void {
    for (let i = 0; i < count; i++) this.#writeCase();
    for (const row of this.#sample.counters) this.#counter.run(...row);
    this.#head.run(...this.#sample.head);
  }

  #writeCase(): void {
    const rows = this.#sample.cases[this.#next++];
    if (rows?.state === undefined) throw new Error('the sample has no more cases');
    for (const row of rows.events) this.#insert.event.run(...row);
    this.#insert.open.run(...rows.state);
    for (const row of rows.contributions) this.#insert.contribution.run(...row);
    for (const row of rows.keys) this.#insert.key.run(...row);
    for (const row of rows.texts) this.#insert.text.run(...row);
  }
}

function groupBy(rows: readonly Cells[], column: number): Map<unknown, Cells[]> {
  const groups = new Map<unknown, Cells[]>();
  for (const row of rows) {
    const group = groups.get(row[column]);
    if (group === undefined) groups.set(row[column], [row]);
    else group.push(row);
  }
  return groups;
}
