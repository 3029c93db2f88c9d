import Database from 'better-sqlite3';
import { RATE_COLUMNS } from '../../shared/domain/rating/rateCounts.ts';
import { checkOf } from '../../server/store/sqlite/rowCheck.ts';

type Cells = [caseId: number, fromSeq: number, body: string, crc: number];
type Packed = readonly [table: string, key: string, adds: readonly number[]];

const PAGE = 500;
const PLACE_OF_CASES = RATE_COLUMNS.indexOf('cases');

/** Sums the rates of a period as a hub without `rate_part` has to: one pass over the contributions of every case. */
export class ContributionScan {
  readonly #db: Database.Database;

  constructor(path: string) {
    this.#db = new Database(path, { readonly: true });
    this.#db.pragma('cache_size = -65536');
  }

  /** How many cases the sums come to. */
  casesIn(period: string, seq: number): number {
    const page = this.#db
      .prepare<[number, number], Cells>(
        `SELECT case_id, max(from_seq), body, crc FROM contribution
         WHERE case_id > ? AND from_seq <= ? GROUP BY case_id ORDER BY case_id LIMIT ${PAGE}`,
      )
      .raw();
    const sums = new Map<string, number[]>();
    for (let after = 0; ;) {
      const rows = page.all(after, seq);
      for (const row of rows) add(row, period, sums);
      const last = rows.at(-1);
      if (last === undefined) break;
      after = last[0];
    }
    return [...sums.values()].reduce((all, row) => all + (row[PLACE_OF_CASES] ?? 0), 0);
  }

  close(): void {
    this.#db.close();
  }
}

function add([caseId, fromSeq, body, crc]: Cells, period: string, sums: Map<string, number[]>): void {
  if (crc !== checkOf(body, caseId, fromSeq)) throw new Error(`the contribution of ${caseId} is damaged`);
  for (const [table, key, adds] of JSON.parse(body) as readonly Packed[]) {
    if (table !== 'rates' || !key.startsWith(period)) continue;
    const sum = sums.get(key) ?? new Array<number>(RATE_COLUMNS.length).fill(0);
    adds.forEach((count, i) => (sum[i] = (sum[i] ?? 0) + count));
    sums.set(key, sum);
  }
}
