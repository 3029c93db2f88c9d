import type { OpenTable } from './OpenTable.ts';
import { NO_PLACE } from './OpenTable.ts';

/** Children of each place: their instants lie side by side, and there are half as many levels as with two. */
const CHILDREN = 4;

/**
 * Which of the table's entries falls due next: a heap in typed arrays. Each entry knows its place in it, so
 * that a due time is moved where it is and nothing stale is left to be cleaned up. 12 bytes an entry.
 */
export class DueHeap {
  readonly #table: OpenTable;
  /** By place: the entry, and its instant again, so that neighbours are compared without looking elsewhere. */
  #entry = new Int32Array(64);
  #at = new Float64Array(64);
  #size = 0;

  constructor(table: OpenTable) {
    this.#table = table;
  }

  /** The soonest entry, undefined where none is in the heap. */
  get first(): number | undefined {
    return this.#size === 0 ? undefined : this.#entry[0];
  }

  /** The soonest instant, Infinity where the heap is empty. */
  get soonest(): number {
    return this.#size === 0 ? Infinity : this.#atPlace(0);
  }

  /** Puts an entry in, or moves it to another instant. */
  set(entry: number, at: number): void {
    if (this.#size === this.#at.length) this.#grow();
    const place = this.#table.placeOf(entry);
    this.#settle(place === NO_PLACE ? this.#size++ : place, entry, at);
  }

  /** Takes an entry out; nothing where it is not in. */
  remove(entry: number): void {
    const place = this.#table.placeOf(entry);
    if (place === NO_PLACE) return;
    this.#table.setPlace(entry, NO_PLACE);
    this.#size--;
    if (place !== this.#size) this.#settle(place, this.#entry[this.#size] ?? 0, this.#atPlace(this.#size));
  }

  /** The table moved what stands at this place, if any, to another entry. */
  renumber(entry: number, place: number): void {
    if (place !== NO_PLACE) this.#entry[place] = entry;
  }

  /** Finds the place of an entry from `hole` on, upwards or else downwards. */
  #settle(hole: number, entry: number, at: number): void {
    const risen = this.#rise(hole, at);
    this.#stand(risen === hole ? this.#sink(hole, at) : risen, entry, at);
  }

  #rise(from: number, at: number): number {
    let hole = from;
    while (hole > 0) {
      const parent = Math.floor((hole - 1) / CHILDREN);
      if (at >= this.#atPlace(parent)) break;
      this.#stand(hole, this.#entry[parent] ?? 0, this.#atPlace(parent));
      hole = parent;
    }
    return hole;
  }

  #sink(from: number, at: number): number {
    let hole = from;
    for (;;) {
      const child = this.#soonestChild(hole);
      if (child >= this.#size || this.#atPlace(child) >= at) return hole;
      this.#stand(hole, this.#entry[child] ?? 0, this.#atPlace(child));
      hole = child;
    }
  }

  /** A place beyond the last where the hole has no children. */
  #soonestChild(hole: number): number {
    let soonest = CHILDREN * hole + 1;
    const end = Math.min(soonest + CHILDREN, this.#size);
    for (let child = soonest + 1; child < end; child++) {
      if (this.#atPlace(child) < this.#atPlace(soonest)) soonest = child;
    }
    return soonest;
  }

  #atPlace(place: number): number {
    return this.#at[place] ?? Infinity;
  }

  #stand(place: number, entry: number, at: number): void {
    this.#entry[place] = entry;
    this.#at[place] = at;
    this.#table.setPlace(entry, place);
  }

  #grow(): void {
    const [entry, at] = [this.#entry, this.#at];
    this.#entry = new Int32Array(entry.length * 2);
    this.#entry.set(entry);
    this.#at = new Float64Array(at.length * 2);
    this.#at.set(at);
  }
}
