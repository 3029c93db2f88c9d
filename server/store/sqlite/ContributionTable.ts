import type Database from 'better-sqlite3';
import type { CaseId } from '../../../shared/domain/ids.ts';
import type { Share } from '../../../shared/tables/shares/Share.ts';
import type { CaseRange, ContributionRow } from '../EventStore.ts';
import { changedParts, partsIn } from './rateParts.ts';
import { RatePartTable } from './RatePartTable.ts';
import type { RowMeter } from './RowMeter.ts';
import { assertCheck, checkOf } from './rowCheck.ts';

type Cells = [caseId: number, fromSeq: number, body: string, crc: number];
type PackedShare = readonly [table: Share['table'], key: string, adds: readonly number[]];

/**
 * What each case adds to the counters from a `seq` until its next row. Rows are only ever added, and with each the
 * parts of the rates that it changes.
 */
export class ContributionTable {
  readonly parts: RatePartTable;
  readonly #meter: RowMeter;
  readonly #insert: Database.Statement<Cells>;
  readonly #of: Database.Statement<[number], Cells>;
  readonly #at: Database.Statement<[number, number, number, number], Cells>;
  readonly #last: Database.Statement<[number], Cells>;
  readonly #count: Database.Statement<[], [number]>;

  constructor(db: Database.Database, meter: RowMeter) {
    this.#meter = meter;
    this.parts = new RatePartTable(db, meter);
    this.#insert = db.prepare('INSERT INTO contribution VALUES (?, ?, ?, ?)');
    this.#of = db
      .prepare<[number], Cells>(
        'SELECT case_id, from_seq, body, crc FROM contribution WHERE case_id = ? ORDER BY from_seq',
      )
      .raw();
    this.#last = db
      .prepare<[number], Cells>(
        'SELECT case_id, from_seq, body, crc FROM contribution WHERE case_id = ? ORDER BY from_seq DESC LIMIT 1',
      )
      .raw();
    // SQLite takes the other cells from the row that holds the greatest from_seq (lang_select, "bare columns").
    this.#at = db
      .prepare<[number, number, number, number], Cells>(
        `SELECT case_id, max(from_seq), body, crc FROM contribution
         WHERE case_id > ? AND case_id <= ? AND from_seq <= ? GROUP BY case_id ORDER BY case_id LIMIT ?`,
      )
      .raw();
    this.#count = db.prepare<[], [number]>('SELECT count(*) FROM contribution').raw();
  }

  /** `isFirst`: the case has no row yet, so none needs to be looked for. */
  insert({ caseId, fromSeq, shares }: ContributionRow, isFirst = false): void {
    const known = isFirst ? [] : (this.last(caseId)?.shares ?? []);
    const body = JSON.stringify(shares.map(({ table, key, adds }): PackedShare => [table, key, adds]));
    this.#insert.run(caseId, fromSeq, body, checkOf(body, caseId, fromSeq));
    for (const part of changedParts(partsIn(known), partsIn(shares)))
      this.parts.insert(caseId, fromSeq, part);
  }

  of(caseId: CaseId): ContributionRow[] {
    return this.#meter.all(this.#of.all(caseId)).map(decode);
  }

  last(caseId: CaseId): ContributionRow | undefined {
    const row = this.#meter.one(this.#last.get(caseId));
    return row === undefined ? undefined : decode(row);
  }

  /** Of each case in the range the row in force at `seq`, by id. */
  at(seq: number, { after, to, limit }: CaseRange): ContributionRow[] {
    return this.#meter.all(this.#at.all(after, to, seq, limit)).map(decode);
  }

  count(): number {
    return this.#count.get()?.[0] ?? 0;
  }
}

function decode([caseId, fromSeq, body, crc]: Cells): ContributionRow {
  assertCheck(crc, checkOf(body, caseId, fromSeq), 'contribution', `${caseId} ${fromSeq}`);
  const packed = JSON.parse(body) as readonly PackedShare[];
  return { caseId, fromSeq, shares: packed.map(([table, key, adds]) => ({ table, key, adds })) };
}
