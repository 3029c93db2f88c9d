import type Database from 'better-sqlite3';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { ALL_TEXTS } from '../EventStore.ts';
import type { SealedText, TextRange } from '../EventStore.ts';
import type { RowMeter } from './RowMeter.ts';
import { assertCheck, checkOf } from './rowCheck.ts';

type Cells = [caseId: number, part: number, sealed: Uint8Array, crc: number];

/** The side store of typed texts, sealed before they come here. */
export class TextTable {
  readonly #meter: RowMeter;
  readonly #insert: Database.Statement<Cells>;
  readonly #of: Database.Statement<[id: number, first: number, last: number], Cells>;
  readonly #delete: Database.Statement<[number]>;
  readonly #count: Database.Statement<[], [number]>;

  constructor(db: Database.Database, meter: RowMeter) {
    this.#meter = meter;
    this.#insert = db.prepare('INSERT INTO case_text VALUES (?, ?, ?, ?)');
    this.#of = db
      .prepare<[number, number, number], Cells>(
        'SELECT case_id, part, sealed, crc FROM case_text WHERE case_id = ? AND part BETWEEN ? AND ? ORDER BY part',
      )
      .raw();
    this.#delete = db.prepare('DELETE FROM case_text WHERE case_id = ?');
    this.#count = db.prepare<[], [number]>('SELECT count(*) FROM case_text').raw();
  }

  insert({ caseId, part, sealed }: SealedText): void {
    this.#insert.run(caseId, part, sealed, checkOf(sealed, caseId, part));
  }

  of(caseId: CaseId, { first, last, maxBytes }: TextRange = ALL_TEXTS): SealedText[] {
    const texts: SealedText[] = [];
    let bytes = 0;
    for (const [id, part, sealed, crc] of this.#of.iterate(caseId, first, last)) {
      bytes += sealed.length;
      if (bytes > maxBytes && texts.length > 0) break;
      assertCheck(crc, checkOf(sealed, id, part), 'case_text', `${id} ${part}`);
      texts.push({ caseId: id, part, sealed });
    }
    return this.#meter.all(texts);
  }

  delete(caseId: CaseId): void {
    this.#delete.run(caseId);
  }

  count(): number {
    return this.#count.get()?.[0] ?? 0;
  }
}
