import Database from 'better-sqlite3';
import { rateCountsOf } from '../../shared/domain/rating/rateCounts.ts';
import type { RateCounts } from '../../shared/domain/rating/rateCounts.ts';

/** As many as a large city ranks. */
export const RANKED_UNITS = 343;

/** What one requester said. */
export interface Said {
  readonly unit: number;
  readonly contacted: number;
  readonly solved: number;
  readonly satisfied: number;
  readonly basic: number;
}

type Cells = [unit: number, contacted: number, solved: number, satisfied: number, basic: number];
type Sums = [
  unit: number,
  valid: number,
  contacted: number,
  solved: number,
  satisfied: number,
  basic: number,
];

const PAGE = 100_000;

/** Called-back cases as rows of a database, under an index that holds all that their ranking needs. */
export class RatedCases {
  readonly #db: Database.Database;
  readonly #insert: Database.Statement<Cells>;
  readonly #sums: Database.Statement<[], Sums>;
  /** A small generator of its own, so that every run has the same cases. */
  #seed = 7;

  constructor(path: string) {
    this.#db = new Database(path);
    this.#db.pragma('journal_mode = OFF');
    this.#db.pragma('synchronous = OFF');
    this.#db.pragma('cache_size = -524288');
    this.#db.exec(
      `CREATE TABLE rated (id INTEGER PRIMARY KEY, unit INTEGER, contacted INTEGER, solved INTEGER,
         satisfied INTEGER, basic INTEGER) STRICT`,
    );
    this.#insert = this.#db.prepare('INSERT INTO rated VALUES (NULL, ?, ?, ?, ?, ?)');
    this.#sums = this.#db
      .prepare<[], Sums>(
        `SELECT unit, count(*), sum(contacted), sum(solved), sum(satisfied), sum(basic) FROM rated GROUP BY unit`,
      )
      .raw();
  }

  /** Writes `count` cases and then the covering index; answers what each requester said, to be counted. */
  fill(count: number, told: (said: Said) => void): void {
    for (let from = 0; from < count; from += PAGE) {
      const page = Array.from({ length: Math.min(PAGE, count - from) }, () => this.next());
      page.forEach(told);
      this.add(page);
    }
    this.#db.exec('CREATE INDEX rated_by_unit ON rated (unit, contacted, solved, satisfied, basic)');
  }

  add(all: readonly Said[]): void {
    const write = this.#db.transaction(() => {
      for (const { unit, contacted, solved, satisfied, basic } of all)
        this.#insert.run(unit, contacted, solved, satisfied, basic);
    });
    write();
  }

  /** What the next requester says. */
  next(): Said {
    const unit = Math.floor(this.#random() * RANKED_UNITS);
    const contacted = Number(this.#random() < 0.97);
    const solved = Number(this.#random() < 0.85 + (unit % 13) / 100);
    const satisfied = Number(this.#random() < 0.8 + (unit % 7) / 100);
    return { unit, contacted, solved, satisfied, basic: satisfied === 1 ? 0 : Number(this.#random() < 0.5) };
  }

  /** The counts of every unit, asked of the database. */
  counts(): ReadonlyMap<number, RateCounts> {
    const rows = this.#sums.all().map(([unit, valid, contacted, solved, satisfied, basic]) => {
      const counts = { ...rateCountsOf([]), valid, contacted, solved, rated: valid, satisfied, basic };
      return [unit, counts] as const;
    });
    return new Map(rows);
  }

  #random(): number {
    this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#seed / 2 ** 32;
  }
}
