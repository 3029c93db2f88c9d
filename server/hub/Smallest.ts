import type { CaseId } from '../../shared/domain/ids.ts';

/** Keeps the ids with the smallest keys out of many that are offered, ascending; equal keys by id. */
export class Smallest {
  readonly #limit: number;
  readonly #keys: number[] = [];
  readonly ids: CaseId[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  offer(key: number, id: CaseId): void {
    let place = this.#keys.length;
    if (place >= this.#limit && !this.#isBefore(key, id, place - 1)) return;
    while (place > 0 && this.#isBefore(key, id, place - 1)) place--;
    this.#keys.splice(place, 0, key);
    this.ids.splice(place, 0, id);
    if (this.#keys.length <= this.#limit) return;
    this.#keys.pop();
    this.ids.pop();
  }

  #isBefore(key: number, id: CaseId, place: number): boolean {
    const other = this.#keys[place] ?? -Infinity;
    return key < other || (key === other && id < (this.ids[place] ?? 0));
  }
}
