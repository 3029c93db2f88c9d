import type Database from 'better-sqlite3';
import type { HubEventKind } from '../../../shared/domain/LogEvent.ts';
import type { SubjectHead } from '../EventStore.ts';
import type { RowMeter } from './RowMeter.ts';
import { assertCheck, checkOf } from './rowCheck.ts';

type Cells = [kind: string, subject: number, seq: number, crc: number];

/** The last event of every subject of the log that is no case: a few a year, so that a start need not look for them. */
export class SubjectTable {
  readonly #meter: RowMeter;
  readonly #put: Database.Statement<Cells>;
  readonly #of: Database.Statement<[string], Cells>;
  readonly #one: Database.Statement<[string, number], Cells>;

  constructor(db: Database.Database, meter: RowMeter) {
    this.#meter = meter;
    const select = 'SELECT kind, subject, seq, crc FROM subject WHERE kind = ?';
    this.#put = db.prepare('INSERT OR REPLACE INTO subject VALUES (?, ?, ?, ?)');
    this.#of = db.prepare<[string], Cells>(`${select} ORDER BY subject`).raw();
    this.#one = db.prepare<[string, number], Cells>(`${select} AND subject = ?`).raw();
  }

  put(kind: HubEventKind, { subject, seq }: SubjectHead): void {
    this.#put.run(kind, subject, seq, checkOf(kind, subject, seq));
  }

  of(kind: HubEventKind): SubjectHead[] {
    return this.#meter.all(this.#of.all(kind)).map(decode);
  }

  get(kind: HubEventKind, subject: number): SubjectHead | undefined {
    const row = this.#meter.one(this.#one.get(kind, subject));
    return row === undefined ? undefined : decode(row);
  }
}

function decode([kind, subject, seq, crc]: Cells): SubjectHead {
  assertCheck(crc, checkOf(kind, subject, seq), 'subject', `${kind} ${subject}`);
  return { subject, seq };
}
