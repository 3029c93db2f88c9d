import type Database from 'better-sqlite3';
import type { CaseState } from '../../../shared/domain/case/CaseState.ts';
import { isStillTimed } from '../../../shared/domain/case/CaseState.ts';
import { deadlinesOf } from '../../../shared/domain/case/deadlines.ts';
import type { Deadlines } from '../../../shared/domain/case/deadlines.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { caseIdOf, LAST_SERIAL } from '../../../shared/domain/ids.ts';
import type { OpenRow } from '../EventStore.ts';
import type { RowMeter } from './RowMeter.ts';
import { assertCheck, checkOf, headCheckOf } from './rowCheck.ts';

type Head = [
  id: number,
  due: number | null,
  sign: number | null,
  contact: number,
  work: number | null,
  near: number | null,
  rank: number | null,
  headCheck: number,
];
type OpenCells = [...Head, state: string, crc: number];
type ClosedCells = [id: number, state: string, crc: number];
type Range = [from: number, to: number, limit: number];

/** Where no contact clock runs. */
const NO_CONTACT = -1;

/** A case's state, among the open cases while the hub's clock has to look at it and among the closed ones from then on. */
export class CaseTables {
  readonly #meter: RowMeter;
  readonly #putOpen: Database.Statement<OpenCells>;
  readonly #putClosed: Database.Statement<ClosedCells>;
  readonly #dropOpen: Database.Statement<[number]>;
  readonly #dropClosed: Database.Statement<[number]>;
  readonly #open: Database.Statement<[number], OpenCells>;
  readonly #closed: Database.Statement<[number], ClosedCells>;
  readonly #newestOpen: Database.Statement<Range, OpenCells>;
  readonly #newestClosed: Database.Statement<Range, ClosedCells>;
  readonly #ids: Database.Statement<[number, number, number], [number]>;
  readonly #openHeads: Database.Statement<[number, number], Head>;

  constructor(db: Database.Database, meter: RowMeter) {
    this.#meter = meter;
    const head = 'id, due, sign, contact, work, near, rank, head_check';
    const open = `SELECT ${head}, state, crc FROM open_case WHERE id`;
    const closed = 'SELECT id, state, crc FROM closed_case WHERE id';
    const newest = 'BETWEEN ? AND ? ORDER BY id DESC LIMIT ?';
    this.#putOpen = db.prepare(
      `INSERT OR REPLACE INTO open_case (${head}, state, crc) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#putClosed = db.prepare('INSERT OR REPLACE INTO closed_case VALUES (?, ?, ?)');
    this.#dropOpen = db.prepare('DELETE FROM open_case WHERE id = ?');
    this.#dropClosed = db.prepare('DELETE FROM closed_case WHERE id = ?');
    this.#open = db.prepare<[number], OpenCells>(`${open} = ?`).raw();
    this.#closed = db.prepare<[number], ClosedCells>(`${closed} = ?`).raw();
    this.#newestOpen = db.prepare<Range, OpenCells>(`${open} ${newest}`).raw();
    this.#newestClosed = db.prepare<Range, ClosedCells>(`${closed} ${newest}`).raw();
    this.#ids = db
      .prepare<[number, number, number], [number]>(
        `SELECT id FROM open_case WHERE id > ? UNION ALL SELECT id FROM closed_case WHERE id > ?
         ORDER BY id LIMIT ?`,
      )
      .raw();
    this.#openHeads = db
      .prepare<[number, number], Head>(`SELECT ${head} FROM open_case WHERE id > ? ORDER BY id LIMIT ?`)
      .raw();
  }

  /** `isNew`: the case has no row yet, so none needs to go from the other table. */
  put(state: CaseState, isNew = false): void {
    const { id } = state;
    const text = JSON.stringify(state);
    const isOver = !isStillTimed(state);
    if (isOver) this.#putClosed.run(id, text, checkOf(text, id));
    else {
      const head = headOf(id, deadlinesOf(state));
      this.#putOpen.run(...head, text, checkOf(text, head[7]));
    }
    if (!isNew) (isOver ? this.#dropOpen : this.#dropClosed).run(id);
  }

  get(id: CaseId): CaseState | undefined {
    const open = this.#meter.one(this.#open.get(id));
    if (open !== undefined) return decodeOpen(open);
    const closed = this.#meter.one(this.#closed.get(id));
    return closed === undefined ? undefined : decodeClosed(closed);
  }

  /** Ids after `after`, ascending, not verified; one that is both open and closed comes twice. */
  ids(after: CaseId, limit: number): CaseId[] {
    return this.#meter.all(this.#ids.all(after, after, limit)).map(([id]) => id);
  }

  newest(limit: number): CaseState[] {
    return this.#newest(0, Number.MAX_SAFE_INTEGER, limit);
  }

  lastId(day: number): CaseId | undefined {
    return this.#newest(caseIdOf(day, 1), caseIdOf(day, LAST_SERIAL), 1)[0]?.id;
  }

  /** Open cases with `id > after` and when they fall due, verified without reading their states. */
  openRows(after: CaseId, limit: number): OpenRow[] {
    return this.#meter.all(this.#openHeads.all(after, limit)).map(openRow);
  }

  #newest(from: CaseId, to: CaseId, limit: number): CaseState[] {
    const open = this.#meter.all(this.#newestOpen.all(from, to, limit)).map(decodeOpen);
    const closed = this.#meter.all(this.#newestClosed.all(from, to, limit)).map(decodeClosed);
    return [...open, ...closed].sort((a, b) => b.id - a.id).slice(0, limit);
  }
}

function headOf(id: CaseId, deadlines: Deadlines): Head {
  const { dueAt, signAt, contactAt, workAt, nearAt, rank } = deadlines;
  const check = headCheckOf(id, deadlines);
  const contact = contactAt === Infinity ? NO_CONTACT : contactAt;
  return [id, orNull(dueAt), orNull(signAt), contact, orNull(workAt), orNull(nearAt), orNull(rank), check];
}

function orNull(at: number): number | null {
  return at === Infinity ? null : at;
}

function openRow([id, due, sign, contact, work, near, rank, headCheck]: Head): OpenRow {
  const row = {
    id,
    dueAt: due ?? Infinity,
    signAt: sign ?? Infinity,
    contactAt: contact === NO_CONTACT ? Infinity : contact,
    workAt: work ?? Infinity,
    nearAt: near ?? Infinity,
    rank: rank ?? Infinity,
  };
  assertCheck(headCheck, headCheckOf(id, row), 'open_case', id);
  return row;
}

function decodeOpen([id, due, sign, contact, work, near, rank, headCheck, text, crc]: OpenCells): CaseState {
  openRow([id, due, sign, contact, work, near, rank, headCheck]);
  assertCheck(crc, checkOf(text, headCheck), 'open_case', id);
  return JSON.parse(text) as CaseState;
}

function decodeClosed([id, text, crc]: ClosedCells): CaseState {
  assertCheck(crc, checkOf(text, id), 'closed_case', id);
  return JSON.parse(text) as CaseState;
}
