import type Database from 'better-sqlite3';
import type { CaseId } from '../../../shared/domain/ids.ts';
import type { RowMeter } from './RowMeter.ts';
import { numbersCheck } from './numbersCheck.js';
import { assertCheck } from './rowCheck.ts';

type Cells = [caseId: number, keySlot: number, done: number, crc: number];

export interface Erasure {
  readonly caseId: CaseId;
  readonly keySlot: number;
  /** The key is destroyed and the pages are scrubbed. */
  readonly done: boolean;
}

/** Erased cases, so that a crash between the commit and the destruction of the key is made good. */
export class ErasureTable {
  readonly #meter: RowMeter;
  readonly #put: Database.Statement<Cells>;
  readonly #one: Database.Statement<[number], Cells>;
  readonly #all: Database.Statement<[], Cells>;

  constructor(db: Database.Database, meter: RowMeter) {
    this.#meter = meter;
    const select = 'SELECT case_id, key_slot, done, crc FROM erasure';
    this.#put = db.prepare('INSERT OR REPLACE INTO erasure VALUES (?, ?, ?, ?)');
    this.#one = db.prepare<[number], Cells>(`${select} WHERE case_id = ?`).raw();
    this.#all = db.prepare<[], Cells>(`${select} ORDER BY case_id`).raw();
  }

  put({ caseId, keySlot, done }: Erasure): void {
    const flag = done ? 1 : 0;
    this.#put.run(caseId, keySlot, flag, numbersCheck(caseId, keySlot, flag, 0));
  }

  markDone(ids: readonly CaseId[]): void {
    for (const id of ids) {
      const erasure = this.get(id);
      if (erasure !== undefined) this.put({ ...erasure, done: true });
    }
  }

  get(caseId: CaseId): Erasure | undefined {
    const row = this.#meter.one(this.#one.get(caseId));
    return row === undefined ? undefined : decode(row);
  }

  /** Few: people ask to be forgotten far less often than they call. */
  all(): Erasure[] {
    return this.#meter.all(this.#all.all()).map(decode);
  }

  pending(): Omit<Erasure, 'done'>[] {
    const pending = this.all().filter(({ done }) => !done);
    return pending.map(({ caseId, keySlot }) => ({ caseId, keySlot }));
  }
}

function decode([caseId, keySlot, done, crc]: Cells): Erasure {
  assertCheck(crc, numbersCheck(caseId, keySlot, done, 0), 'erasure', caseId);
  return { caseId, keySlot, done: done === 1 };
}
