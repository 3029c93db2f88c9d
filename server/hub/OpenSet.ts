import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { isEnded, nextDueAt } from '../../shared/domain/case/CaseState.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import type { OpenRow } from '../store/EventStore.ts';
import { DueHeap } from './DueHeap.ts';
import { SlotTable } from './SlotTable.ts';

/**
 * What the hub keeps in memory of every open case: its id and the next instant a clock of it falls due.
 * States are read by primary key when a command needs one; only what must be known of all cases at
 * once is here. Each case has a slot in typed arrays, since due times change far more often than cases come
 * and go, and a number in a typed array is changed without a new object.
 */
export class OpenSet {
  readonly #slots = new SlotTable();
  /** By slot. */
  readonly #ids: CaseId[] = [];
  readonly #free: number[] = [];
  readonly #heap = new DueHeap();

  get size(): number {
    return this.#slots.size;
  }

  load(rows: readonly OpenRow[]): void {
    for (const row of rows) this.#set(row.id, row.dueAt ?? Infinity);
  }

  apply(state: CaseState): void {
    if (isEnded(state)) this.#delete(state.id);
    else this.#set(state.id, nextDueAt(state) ?? Infinity);
  }

  /**
   * The ids that fall due strictly before `now`, soonest first, at most `limit`. Each is told once: `rearm`
   * or `apply` puts it back.
   */
  takeDue(now: number, limit: number): readonly CaseId[] {
    const taken: CaseId[] = [];
    while (taken.length < limit && this.#heap.soonest < now) {
      const slot = this.#heap.first ?? 0;
      this.#heap.remove(slot);
      taken.push(this.#ids[slot] ?? 0);
    }
    return taken;
  }

  /** When a clock of the case falls due next; Infinity where none runs, undefined where the case is not open. */
  dueOf(id: CaseId): number | undefined {
    const slot = this.#slots.get(id);
    return slot === undefined ? undefined : this.#heap.dueOf(slot);
  }

  /** Puts a case back whose turn came to nothing. */
  rearm(id: CaseId): void {
    const slot = this.#slots.get(id);
    if (slot !== undefined) this.#heap.set(slot, this.#heap.dueOf(slot));
  }

  #set(id: CaseId, at: number): void {
    const slot = this.#slots.get(id);
    if (slot === undefined) this.#heap.set(this.#take(id), at);
    else if (this.#heap.dueOf(slot) !== at) this.#heap.set(slot, at);
  }

  #take(id: CaseId): number {
    const slot = this.#free.pop() ?? this.#ids.length;
    this.#slots.set(id, slot);
    this.#ids[slot] = id;
    return slot;
  }

  #delete(id: CaseId): void {
    const slot = this.#slots.get(id);
    if (slot === undefined) return;
    this.#slots.delete(id);
    this.#heap.remove(slot);
    this.#free.push(slot);
  }
}
