import type Database from 'better-sqlite3';
import type { CountingRules } from '../../../shared/domain/rating/countingRules.ts';
import type { RowMeter } from './RowMeter.ts';
import { assertCheck, checkOf } from './rowCheck.ts';

type Cells = [rules: string, crc: number];

/** The rules by which cases were counted when the log began: one row, none in logs of earlier releases. */
export class OriginTable {
  readonly #meter: RowMeter;
  readonly #get: Database.Statement<[], Cells>;
  readonly #put: Database.Statement<Cells>;

  constructor(db: Database.Database, meter: RowMeter) {
    this.#meter = meter;
    this.#get = db.prepare<[], Cells>('SELECT rules, crc FROM origin').raw();
    this.#put = db.prepare('INSERT OR REPLACE INTO origin VALUES (1, ?, ?)');
  }

  get(): CountingRules | undefined {
    const row = this.#meter.one(this.#get.get());
    if (row === undefined) return undefined;
    const [rules, crc] = row;
    assertCheck(crc, checkOf(rules, 1), 'origin', 1);
    return JSON.parse(rules) as CountingRules;
  }

  put(rules: CountingRules): void {
    const text = JSON.stringify(rules);
    this.#put.run(text, checkOf(text, 1));
  }
}
