import type { CaseId } from '../../shared/domain/ids.ts';

/** 2³² divided by the golden ratio: multiplied by it, neighbouring numbers land far from each other. */
const GOLDEN = 0x9e3779b1;
const EMPTY = 0;

/**
 * The slot of each case's id: a hash table in typed arrays, at most half full, probed place by place. A `Map`
 * keeps every id as an object of its own, and finding one among 400,000 costs three times as much.
 */
export class SlotTable {
  #ids = new Float64Array(128);
  #slots = new Int32Array(128);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(id: CaseId): number | undefined {
    const place = this.#find(id);
    return this.#ids[place] === EMPTY ? undefined : this.#slots[place];
  }

  set(id: CaseId, slot: number): void {
    const place = this.#find(id);
    const isNew = this.#ids[place] === EMPTY;
    this.#ids[place] = id;
    this.#slots[place] = slot;
    if (isNew && 2 * ++this.#size > this.#ids.length) this.#grow();
  }

  /** Whatever stands behind the gap and was only pushed there moves up, so that it is still found. */
  delete(id: CaseId): void {
    let gap = this.#find(id);
    if (this.#ids[gap] === EMPTY) return;
    this.#size--;
    for (let place = this.#next(gap); this.#ids[place] !== EMPTY; place = this.#next(place)) {
      const pushed = this.#distance(this.#home(this.#ids[place] ?? EMPTY), place);
      if (pushed < this.#distance(gap, place)) continue;
      this.#ids[gap] = this.#ids[place] ?? EMPTY;
      this.#slots[gap] = this.#slots[place] ?? 0;
      gap = place;
    }
    this.#ids[gap] = EMPTY;
  }

  /** Where the id is, or the empty place where it would be. */
  #find(id: CaseId): number {
    let place = this.#home(id);
    while (this.#ids[place] !== id && this.#ids[place] !== EMPTY) place = this.#next(place);
    return place;
  }

  #home(id: CaseId): number {
    // Math.imul takes its arguments modulo 2³², so the whole id has a part in it.
    return Math.imul(id, GOLDEN) & (this.#ids.length - 1);
  }

  #next(place: number): number {
    return (place + 1) & (this.#ids.length - 1);
  }

  #distance(from: number, to: number): number {
    return (to - from) & (this.#ids.length - 1);
  }

  #grow(): void {
    const [ids, slots] = [this.#ids, this.#slots];
    this.#ids = new Float64Array(ids.length * 2);
    this.#slots = new Int32Array(ids.length * 2);
    ids.forEach((id, from) => {
      if (id === EMPTY) return;
      const place = this.#find(id);
      this.#ids[place] = id;
      this.#slots[place] = slots[from] ?? 0;
    });
  }
}
