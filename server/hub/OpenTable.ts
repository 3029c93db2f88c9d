import type { CaseId } from '../../shared/domain/ids.ts';

/** 2³² divided by the golden ratio: multiplied by it, neighbouring numbers land far from each other. */
const GOLDEN = 0x9e3779b1;
/** Where an id would stand. */
const EMPTY = 0;
/** Where a place in the heap would stand. */
export const NO_PLACE = -1;
/** Numbers an entry has, and which is which. */
const WIDTH = 3;
const [ID, DUE, PLACE] = [0, 1, 2];

/**
 * What the open set keeps of each case, by id: when it falls due, and its place in the heap. A hash table in one
 * typed array, at most half full, probed entry by entry. Among 400,000 cases a lookup costs what waiting for
 * memory costs that no cache holds, one wait after the other; so all of a case lies where its id is found,
 * and finding it is one wait. 24 bytes an entry. The number of an entry holds until the next `add` or
 * `delete`; `onMove` is told each entry that moved, and its place.
 */
export class OpenTable {
  readonly #onMove: (entry: number, place: number) => void;
  #cells = new Float64Array(128 * WIDTH);
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

  /** An entry for an id that has none yet; due never, and without a place. */
  add(id: CaseId): number {
    if (2 * WIDTH * ++this.#size > this.#cells.length) this.#grow();
    const entry = this.#seek(id);
    this.#put(entry, id, Infinity, NO_PLACE);
    return entry;
  }

  /** Whatever stands behind the gap and was only pushed there moves up, so that it is still found. */
  delete(entry: number): void {
    let gap = entry;
    this.#size--;
    for (let next = this.#next(gap); this.idOf(next) !== EMPTY; next = this.#next(next)) {
      const pushed = this.#distance(this.#home(this.idOf(next)), next);
      if (pushed < this.#distance(gap, next)) continue;
      this.#put(gap, this.idOf(next), this.dueOf(next), this.placeOf(next));
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

  #put(entry: number, id: CaseId, due: number, place: number): void {
    this.#cells[entry * WIDTH + ID] = id;
    this.setDue(entry, due);
    this.setPlace(entry, place);
  }

  /** Where the id is, or the empty entry where it would be. */
  #seek(id: CaseId): number {
    let entry = this.#home(id);
    while (this.idOf(entry) !== id && this.idOf(entry) !== EMPTY) entry = this.#next(entry);
    return entry;
  }

  #home(id: CaseId): number {
    // The low bits decide. Days are a million apart, which no table's length divides, so they do not meet.
    return Math.imul(id, GOLDEN) & (this.#cells.length / WIDTH - 1);
  }

  #next(entry: number): number {
    return (entry + 1) & (this.#cells.length / WIDTH - 1);
  }

  #distance(from: number, to: number): number {
    return (to - from) & (this.#cells.length / WIDTH - 1);
  }

  #grow(): void {
    const cells = this.#cells;
    this.#cells = new Float64Array(cells.length * 2);
    for (let at = 0; at < cells.length; at += WIDTH) {
      const id = cells[at + ID] ?? EMPTY;
      if (id === EMPTY) continue;
      const entry = this.#seek(id);
      const place = cells[at + PLACE] ?? NO_PLACE;
      this.#put(entry, id, cells[at + DUE] ?? Infinity, place);
      this.#onMove(entry, place);
    }
  }
}
