import type Database from 'better-sqlite3';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { ratePartCheck } from './ratePartCheck.js';
import type { RatePart } from './rateParts.ts';
import type { RowMeter } from './RowMeter.ts';
import { assertCheck } from './rowCheck.ts';

type Key = [key: string, caseId: number, fromSeq: number];
type Cells = [...Key, rates: number, durations: number, crc: number];

/**
 * The parts of the rates in `contribution` once more, by period and unit: so those of one unit or period are read
 * without the rest of the history. A part is in force from its `seq` until the case's next one under that key.
 * The thread of RatePartThread reads them.
 */
export class RatePartTable {
  readonly #meter: RowMeter;
  readonly #insert: Database.Statement<Cells>;
  readonly #one: Database.Statement<Key, Cells>;
  readonly #count: Database.Statement<[], [number]>;

  constructor(db: Database.Database, meter: RowMeter) {
    this.#meter = meter;
    this.#insert = db.prepare('INSERT INTO rate_part VALUES (?, ?, ?, ?, ?, ?)');
    this.#one = db
      .prepare<Key, Cells>(
        `SELECT key, case_id, from_seq, rates, durations, crc FROM rate_part
         WHERE key = ? AND case_id = ? AND from_seq = ?`,
      )
      .raw();
    this.#count = db.prepare<[], [number]>('SELECT count(*) FROM rate_part').raw();
  }

  insert(caseId: CaseId, fromSeq: number, { key, rates, durations }: RatePart): void {
    const crc = ratePartCheck(key)(caseId, fromSeq, rates, durations);
    this.#insert.run(key, caseId, fromSeq, rates, durations, crc);
  }

  get(key: string, caseId: CaseId, fromSeq: number): RatePart | undefined {
    const row = this.#meter.one(this.#one.get(key, caseId, fromSeq));
    if (row === undefined) return undefined;
    const [, , , rates, durations, crc] = row;
    const expected = ratePartCheck(key)(caseId, fromSeq, rates, durations);
    assertCheck(crc, expected, 'rate_part', `${key} ${caseId} ${fromSeq}`);
    return { key, rates, durations };
  }

  count(): number {
    return this.#count.get()?.[0] ?? 0;
  }
}
