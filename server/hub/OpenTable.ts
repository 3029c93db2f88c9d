import type { Deadlines } from '../../shared/domain/case/deadlines.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import type { DeadlineScan } from './DeadlineScan.ts';

/** 2³² divided by the golden ratio: multiplied by it, neighbouring numbers land far from each other. */
const GOLDEN = 0x9e3779b1;
/** Where an id would stand. */
const EMPTY = 0;
/** Where a place in the heap would stand. */
export const NO_PLACE = -1;
/** Numbers an entry has, and which is which. */
const WIDTH = 8;
const [ID, DUE, PLACE, SIGN, CONTACT, WORK, NEAR, RANK] = [0, 1, 2, 3, 4, 5, 6, 7];
/** Of a case none of whose clocks runs. */
const NEVER: Deadlines = {
  dueAt: Infinity,
  signAt: Infinity,
  contactAt: Infinity,
  workAt: Infinity,
  nearAt: Infinity,
  rank: Infinity,
};

/**
 * What the open set keeps of each case, by id: its deadlines, and its place in the heap of those that fall due. A hash table in one
 * typed array, at most half full, probed entry by entry. Among 400,000 cases a lookup costs what waiting for
 * memory costs that no cache holds, one wait after the other; so all of a case lies where its id is found,
 * and finding it is one wait. 64 bytes an entry, as long as what a processor fetches at once. The number of an entry
 * holds until the next `add` or `delete`; `onMove` is told each entry that moved, and its place.
 */
export class OpenTable {
  readonly #onMove: (entry: number, place: number) => void;
  #cells = new Float64Array(128 * WIDTH);
  /** Entries less one: a power of two less one, so that what lies beyond the last is the first again. */
  #mask = 127;
  #size = 0;

  constructor(onMove: (entry: number, place: number) => void) {
    this.#onMove = onMove;
  }

  get size(): number {
    return this.#size;
  }

  /** The entry of an id, undefined where it has none. */
  find(id: CaseId): number | undefined {
    const entry = this.#seek(id);
    return this.idOf(entry) === EMPTY ? undefined : entry;
  }

  /** Has the processor fetch what is kept of an id: the waits of several that follow each other overlap. */
  fetch(id: CaseId): void {
    this.#seek(id);
  }

  /** An entry for an id that has none yet; without deadlines and without a place. */
  add(id: CaseId): number {
    if (2 * WIDTH * ++this.#size > this.#cells.length) this.#grow();
    const entry = this.#seek(id);
    this.#cells[entry * WIDTH + ID] = id;
    this.setDue(entry, Infinity);
    this.setPlace(entry, NO_PLACE);
    this.setDeadlines(entry, NEVER);
    return entry;
  }

  /** Whatever stands behind the gap and was only pushed there moves up, so that it is still found. */
  delete(entry: number): void {
    let gap = entry;
    this.#size--;
    for (let next = this.#next(gap); this.idOf(next) !== EMPTY; next = this.#next(next)) {
      const pushed = this.#distance(this.#home(this.idOf(next)), next);
      if (pushed < this.#distance(gap, next)) continue;
      this.#cells.copyWithin(gap * WIDTH, next * WIDTH, (next + 1) * WIDTH);
      this.#onMove(gap, this.placeOf(gap));
      gap = next;
    }
    this.#cells[gap * WIDTH + ID] = EMPTY;
  }

  idOf(entry: number): CaseId {
    return this.#cells[entry * WIDTH + ID] ?? EMPTY;
  }

  /** Epoch milliseconds, Infinity for never. */
  dueOf(entry: number): number {
    return this.#cells[entry * WIDTH + DUE] ?? Infinity;
  }

  setDue(entry: number, at: number): void {
    this.#cells[entry * WIDTH + DUE] = at;
  }

  placeOf(entry: number): number {
    return this.#cells[entry * WIDTH + PLACE] ?? NO_PLACE;
  }

  setPlace(entry: number, place: number): void {
    this.#cells[entry * WIDTH + PLACE] = place;
  }

  /** All but `dueAt`, with which the entry's place in the heap changes. */
  setDeadlines(entry: number, { signAt, contactAt, workAt, nearAt, rank }: Deadlines): void {
    const at = entry * WIDTH;
    this.#cells[at + SIGN] = signAt;
    this.#cells[at + CONTACT] = contactAt;
    this.#cells[at + WORK] = workAt;
    this.#cells[at + NEAR] = nearAt;
    this.#cells[at + RANK] = rank;
  }

  /** Tells every entry that falls due at `from` or later and before `until`, in no order. */
  eachDue(from: number, until: number, tell: (entry: number, at: number) => void): void {
    for (let entry = 0; entry <= this.#mask; entry++) {
      const due = this.dueOf(entry);
      if (due >= from && due < until && this.idOf(entry) !== EMPTY) tell(entry, due);
    }
  }

  /** Shows every case to a scan, in no order. */
  scan(scan: DeadlineScan): void {
    const cells = this.#cells;
    const cell = (at: number): number => cells[at] ?? Infinity;
    for (let at = 0; at < cells.length; at += WIDTH) {
      const id = cells[at] ?? EMPTY;
      if (id === EMPTY) continue;
      scan.seeSavable(id, cell(at + SIGN), cell(at + CONTACT), cell(at + WORK));
      scan.seeLate(id, cell(at + NEAR), cell(at + RANK));
    }
  }

  /** Where the id is, or the empty entry where it would be. */
  #seek(id: CaseId): number {
    let entry = this.#home(id);
    while (this.idOf(entry) !== id && this.idOf(entry) !== EMPTY) entry = this.#next(entry);
    return entry;
  }

  #home(id: CaseId): number {
    // The low bits decide. Days are a million apart, which no table's length divides, so they do not meet.
    return Math.imul(id, GOLDEN) & this.#mask;
  }

  #next(entry: number): number {
    return (entry + 1) & this.#mask;
  }

  #distance(from: number, to: number): number {
    return (to - from) & this.#mask;
  }

  #grow(): void {
    const cells = this.#cells;
    this.#cells = new Float64Array(cells.length * 2);
    this.#mask = 2 * this.#mask + 1;
    for (let at = 0; at < cells.length; at += WIDTH) {
      const id = cells[at + ID] ?? EMPTY;
      if (id === EMPTY) continue;
      const entry = this.#seek(id);
      this.#cells.set(cells.subarray(at, at + WIDTH), entry * WIDTH);
      this.#onMove(entry, this.placeOf(entry));
    }
  }
}
