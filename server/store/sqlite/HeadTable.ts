import type Database from 'better-sqlite3';
import type { StoreHead } from '../EventStore.ts';
import type { RowMeter } from './RowMeter.ts';
import { numbersCheck } from './numbersCheck.js';
import { assertCheck } from './rowCheck.ts';

type Cells = [seq: number, keySlots: number, crc: number];

/** Where the log ends: one row, none before the first group. */
export class HeadTable {
  readonly #meter: RowMeter;
  readonly #get: Database.Statement<[], Cells>;
  readonly #put: Database.Statement<Cells>;

  constructor(db: Database.Database, meter: RowMeter) {
    this.#meter = meter;
    this.#get = db.prepare<[], Cells>('SELECT seq, key_slots, crc FROM head').raw();
    this.#put = db.prepare('INSERT OR REPLACE INTO head VALUES (1, ?, ?, ?)');
  }

  get(): StoreHead {
    const head = this.peek();
    if (head.seq > 0) this.#meter.rows++;
    return head;
  }

  /** As `get`, and not counted: before each group it is looked whether somebody else wrote. */
  peek(): StoreHead {
    const row = this.#get.get();
    if (row === undefined) return { seq: 0, keySlots: 0 };
    const [seq, keySlots, crc] = row;
    assertCheck(crc, numbersCheck(seq, keySlots, 0, 0), 'head', 1);
    return { seq, keySlots };
  }

  put({ seq, keySlots }: StoreHead): void {
    this.#put.run(seq, keySlots, numbersCheck(seq, keySlots, 0, 0));
  }
}
