const ABSENT = -1;

/**
 * Which of many numbered slots falls due next: a binary heap in typed arrays that knows where each slot stands,
 * so that a due time is moved where it is and nothing stale is left to be cleaned up. 24 bytes a slot.
 */
export class DueHeap {
  /** By slot: when it falls due, kept also while it is not in the heap. */
  #due = new Float64Array(64);
  /** By slot: its place in the heap. */
  #place = new Int32Array(64).fill(ABSENT);
  /** By place: the slot, and its instant again, so that neighbours are compared without looking elsewhere. */
  #slot = new Int32Array(64);
  #at = new Float64Array(64);
  #size = 0;

  /** The soonest slot, undefined where none is in the heap. */
  get first(): number | undefined {
    return this.#size === 0 ? undefined : this.#slot[0];
  }

  /** The soonest instant, Infinity where the heap is empty. */
  get soonest(): number {
    return this.#size === 0 ? Infinity : (this.#at[0] ?? Infinity);
  }

  dueOf(slot: number): number {
    return this.#due[slot] ?? Infinity;
  }

  /** Puts a slot in, or moves it to another instant; Infinity only takes it out. */
  set(slot: number, at: number): void {
    while (slot >= this.#due.length) this.#grow();
    this.#due[slot] = at;
    if (at === Infinity) {
      this.remove(slot);
      return;
    }
    const place = this.#place[slot] ?? ABSENT;
    this.#settle(place === ABSENT ? this.#size++ : place, slot, at);
  }

  /** Takes a slot out; nothing where it is not in. */
  remove(slot: number): void {
    const place = this.#place[slot] ?? ABSENT;
    if (place === ABSENT) return;
    this.#place[slot] = ABSENT;
    this.#size--;
    if (place !== this.#size) this.#settle(place, this.#slot[this.#size] ?? 0, this.#atPlace(this.#size));
  }

  /** Finds the place of a slot from `hole` on, upwards or else downwards. */
  #settle(hole: number, slot: number, at: number): void {
    const risen = this.#rise(hole, at);
    this.#stand(risen === hole ? this.#sink(hole, at) : risen, slot, at);
  }

  #rise(from: number, at: number): number {
    let hole = from;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (at >= this.#atPlace(parent)) break;
      this.#stand(hole, this.#slot[parent] ?? 0, this.#atPlace(parent));
      hole = parent;
    }
    return hole;
  }

  #sink(from: number, at: number): number {
    let hole = from;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= this.#size) return hole;
      if (child + 1 < this.#size && this.#atPlace(child + 1) < this.#atPlace(child)) child++;
      if (this.#atPlace(child) >= at) return hole;
      this.#stand(hole, this.#slot[child] ?? 0, this.#atPlace(child));
      hole = child;
    }
  }

  #atPlace(place: number): number {
    return this.#at[place] ?? Infinity;
  }

  #stand(place: number, slot: number, at: number): void {
    this.#slot[place] = slot;
    this.#at[place] = at;
    this.#place[slot] = place;
  }

  #grow(): void {
    const length = this.#due.length * 2;
    const [due, place, slot, at] = [this.#due, this.#place, this.#slot, this.#at];
    this.#due = new Float64Array(length);
    this.#due.set(due);
    this.#place = new Int32Array(length).fill(ABSENT);
    this.#place.set(place);
    this.#slot = new Int32Array(length);
    this.#slot.set(slot);
    this.#at = new Float64Array(length);
    this.#at.set(at);
  }
}
