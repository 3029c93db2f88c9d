import type { CaseCommandName } from '../../../shared/domain/case/CaseCommand.ts';

/** What is done next for a case: a command, or first a seat to call back from. */
export type ActName = CaseCommandName | 'TakeSeat';

/** The next act of a case under way: the `n`-th case of the simulation, as last heard of. */
export interface Act {
  readonly n: number;
  readonly caseNo: string;
  readonly version: number;
  readonly name: ActName;
  /** In hub time. */
  readonly dueAt: number;
  /** Who does it, or is to get the case. */
  readonly unitCode: string;
  readonly attempt: number;
}

/**
 * The next act of every case under way, soonest first: a binary heap. An act that was taken stays known until the
 * case's next one is set or the case is deleted; what stands in the heap and was replaced is passed over.
 */
export class Agenda {
  readonly #acts = new Map<number, Act>();
  readonly #heap: Act[] = [];

  get size(): number {
    return this.#acts.size;
  }

  /** When the soonest act falls due, Infinity where there is none. */
  get soonest(): number {
    return this.#first()?.dueAt ?? Infinity;
  }

  set(act: Act): void {
    this.#acts.set(act.n, act);
    let hole = this.#heap.length;
    while (hole > 0) {
      const parent = this.#heap[(hole - 1) >> 1];
      if (parent === undefined || parent.dueAt <= act.dueAt) break;
      this.#heap[hole] = parent;
      hole = (hole - 1) >> 1;
    }
    this.#heap[hole] = act;
  }

  delete(n: number): void {
    this.#acts.delete(n);
  }

  /** The soonest act; it is told once. */
  take(): Act | undefined {
    const first = this.#first();
    this.#dropFirst();
    return first;
  }

  [Symbol.iterator](): Iterator<Act> {
    return this.#acts.values();
  }

  #first(): Act | undefined {
    for (let first = this.#heap[0]; first !== undefined; first = this.#heap[0]) {
      if (this.#acts.get(first.n) === first) return first;
      this.#dropFirst();
    }
    return undefined;
  }

  #dropFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    let hole = 0;
    for (;;) {
      const left = 2 * hole + 1;
      const [one, other] = [this.#heap[left], this.#heap[left + 1]];
      if (one === undefined) break;
      const isOther = other !== undefined && other.dueAt < one.dueAt;
      const sooner = isOther ? other : one;
      if (sooner.dueAt >= last.dueAt) break;
      this.#heap[hole] = sooner;
      hole = isOther ? left + 1 : left;
    }
    this.#heap[hole] = last;
  }
}
