import type Database from 'better-sqlite3';
import type { CaseState } from '../../../shared/domain/case/CaseState.ts';
import { deadlinesOf } from '../../../shared/domain/case/deadlines.ts';
import { numbersCheck } from './numbersCheck.js';
import { assertCheck, checkOf, headCheckOf } from './rowCheck.ts';

type Before = [
  id: number,
  due: number | null,
  savable: number | null,
  contact: number,
  near: number | null,
  rank: number | null,
  headCheck: number,
  state: string,
  crc: number,
];
type After = [sign: number | null, work: number | null, headCheck: number, crc: number, id: number];

/** Rows held at once, so that a large city's open cases do not fill the memory. */
const PAGE = 2_000;

/**
 * Schema 2: `open_case` had one instant for the first of the unit's clocks and lost those behind it once that one had
 * run out. Now sign and work have a column each, worked out from the states. Throws CorruptStoreError at a damaged row.
 */
export function splitDeadlines(db: Database.Database): void {
  db.exec(
    'ALTER TABLE open_case RENAME COLUMN savable TO sign; ALTER TABLE open_case ADD COLUMN work INTEGER',
  );
  const columns = 'id, due, sign, contact, near, rank, head_check, state, crc';
  const read = db
    .prepare<[number, number], Before>(`SELECT ${columns} FROM open_case WHERE id > ? ORDER BY id LIMIT ?`)
    .raw();
  const write = db.prepare<After>(
    'UPDATE open_case SET sign = ?, work = ?, head_check = ?, crc = ? WHERE id = ?',
  );
  for (let after = 0; ;) {
    const page = read.all(after, PAGE);
    for (const row of page) write.run(...split(row));
    const last = page.at(-1);
    if (last === undefined) return;
    after = last[0];
  }
}

function split([id, due, savable, contact, near, rank, headCheck, text, crc]: Before): After {
  const first = numbersCheck(id, due ?? -1, savable ?? -1, contact);
  assertCheck(headCheck, numbersCheck(first, near ?? -1, rank ?? -1, 0), 'open_case', id);
  assertCheck(crc, checkOf(text, headCheck), 'open_case', id);
  const deadlines = deadlinesOf(JSON.parse(text) as CaseState);
  const { signAt, workAt } = deadlines;
  const check = headCheckOf(id, deadlines);
  return [orNull(signAt), orNull(workAt), check, checkOf(text, check), id];
}

function orNull(at: number): number | null {
  return at === Infinity ? null : at;
}
