import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import type { CaseId } from '../../shared/domain/ids.ts';

/** The states of the cases touched last, so that a case in work is not read again for each command. Bounded. */
export class StateCache {
  readonly #limit: number;
  readonly #states = new Map<CaseId, CaseState>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(id: CaseId): CaseState | undefined {
    return this.#states.get(id);
  }

  /** A Map keeps its order of insertion, so the first key is the one that was put longest ago. */
  put(state: CaseState): void {
    this.#states.delete(state.id);
    this.#states.set(state.id, state);
    if (this.#states.size <= this.#limit) return;
    for (const oldest of this.#states.keys()) {
      this.#states.delete(oldest);
      return;
    }
  }
}
