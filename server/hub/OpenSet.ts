import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { isStillTimed } from '../../shared/domain/case/CaseState.ts';
import { deadlinesOf } from '../../shared/domain/case/deadlines.ts';
import type { Deadlines } from '../../shared/domain/case/deadlines.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import type { OpenRow } from '../store/EventStore.ts';
import { DeadlineScan } from './DeadlineScan.ts';
import { DueHeap } from './DueHeap.ts';
import { OpenTable } from './OpenTable.ts';

/** How far ahead the order of what falls due is kept, in milliseconds of hub time. */
const AHEAD_MS = 600_000;

/**
 * What the hub keeps in memory of every open case: its id and its deadlines.
 * States are read by primary key when a command needs one; only what must be known of all cases at
 * once is here. It lies in typed arrays, since due times change far more often than cases come
 * and go, and a number in a typed array is changed without a new object. In order is only what falls due
 * soon: most due times move while they are far away, and a place in an order of all would be found in memory that no
 * cache holds. The others are gone through once in `aheadMs`.
 */
export class OpenSet {
  readonly #aheadMs: number;
  readonly #table: OpenTable = new OpenTable((entry, place) => this.#heap.renumber(entry, place));
  readonly #heap: DueHeap = new DueHeap(this.#table);
  /** What falls due before this instant stands in the heap, unless it was taken. */
  #inSightUntil = -Infinity;

  constructor(aheadMs = AHEAD_MS) {
    this.#aheadMs = aheadMs;
  }

  get size(): number {
    return this.#table.size;
  }

  load(rows: readonly OpenRow[]): void {
    for (const row of rows) this.#set(row.id, row);
  }

  /**
   * Takes what was recorded: a case that has ended goes, once no verdict on it is owed that was put off (K8). What is
   * kept of the cases is fetched first, since several waits for memory that follow each other overlap.
   */
  apply(states: readonly CaseState[]): void {
    for (const { id } of states) this.#table.fetch(id);
    for (const state of states) {
      if (isStillTimed(state)) this.#set(state.id, deadlinesOf(state));
      else this.#delete(state.id);
    }
  }

  /**
   * The ids that fall due strictly before `now`, soonest first, at most `limit`. Each is told once: `rearm`
   * or `apply` puts it back.
   */
  takeDue(now: number, limit: number): readonly CaseId[] {
    if (now > this.#inSightUntil) this.#lookAhead(now + this.#aheadMs);
    const taken: CaseId[] = [];
    while (taken.length < limit && this.#heap.soonest < now) {
      const entry = this.#heap.first ?? 0;
      this.#heap.remove(entry);
      taken.push(this.#table.idOf(entry));
    }
    return taken;
  }

  /** The soonest instant at which a case falls due that was not taken; Infinity where there is none in sight. */
  get soonest(): number {
    return this.#heap.soonest;
  }

  /** The soonest instant at which any case falls due, however far away; Infinity where none does. */
  nextDue(): number {
    if (this.#heap.soonest < this.#inSightUntil) return this.#heap.soonest;
    let next = Infinity;
    this.#table.eachDue(this.#inSightUntil, Infinity, (_entry, at) => {
      if (at < next) next = at;
    });
    if (next < Infinity) this.#lookAhead(next + this.#aheadMs);
    return next;
  }

  /** The ids that fall due strictly before an instant, all of them, in no order; they stay where they are. */
  dueBefore(until: number): readonly CaseId[] {
    const ids = this.takeDue(until, Infinity);
    for (const id of ids) this.rearm(id);
    return ids;
  }

  /** When a clock of the case falls due next; Infinity where none runs, undefined where the case is not open. */
  dueOf(id: CaseId): number | undefined {
    const entry = this.#table.find(id);
    return entry === undefined ? undefined : this.#table.dueOf(entry);
  }

  /** Puts a case back whose turn came to nothing. */
  rearm(id: CaseId): void {
    const entry = this.#table.find(id);
    if (entry !== undefined) this.#stand(entry, this.#table.dueOf(entry));
  }

  /** What the open cases' deadlines say at `now`: how many stand where, and the first `limit` ids of each table. */
  scan(now: number, until: number, limit: number): DeadlineScan {
    const scan = new DeadlineScan(now, until, limit);
    this.#table.scan(scan);
    return scan;
  }

  #set(id: CaseId, deadlines: Deadlines): void {
    const entry = this.#table.find(id) ?? this.#table.add(id);
    this.#table.setDeadlines(entry, deadlines);
    // A case that was handed out keeps its due time, and stands again only when that moved or it is rearmed.
    if (this.#table.dueOf(entry) === deadlines.dueAt) return;
    this.#table.setDue(entry, deadlines.dueAt);
    this.#stand(entry, deadlines.dueAt);
  }

  #stand(entry: number, at: number): void {
    if (at < this.#inSightUntil) this.#heap.set(entry, at);
    else this.#heap.remove(entry);
  }

  /** What falls due sooner than was in sight stands in the heap already, or was taken. */
  #lookAhead(until: number): void {
    this.#table.eachDue(this.#inSightUntil, until, (entry, at) => this.#heap.set(entry, at));
    this.#inSightUntil = until;
  }

  #delete(id: CaseId): void {
    const entry = this.#table.find(id);
    if (entry === undefined) return;
    // The heap goes first: deleting gives other cases this entry.
    this.#heap.remove(entry);
    this.#table.delete(entry);
  }
}
