import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import type { CaseId } from '../../shared/domain/ids.ts';

/**
 * The states of the cases touched last, so that a case in work is not read again for each command. Bounded, in
 * two generations: dropping the oldest half at once costs nothing, where finding the one oldest entry of a Map
 * again and again means stepping over all that were dropped before it.
 */
export class StateCache<T extends { readonly id: CaseId } = CaseState> {
  readonly #generation: number;
  #young = new Map<CaseId, T>();
  #old: ReadonlyMap<CaseId, T> = new Map();

  /** Keeps at least `limit / 2` states and at most `limit`. */
  constructor(limit: number) {
    this.#generation = limit / 2;
  }

  /** A case's state as it was put last, where it is still held. */
  get(id: CaseId): T | undefined {
    return this.#young.get(id) ?? this.#old.get(id);
  }

  put(one: T): void {
    if (this.#young.size >= this.#generation) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(one.id, one);
  }
}
