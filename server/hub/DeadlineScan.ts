import { lateSince, savableAt } from '../../shared/domain/case/deadlines.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { Smallest } from './Smallest.ts';

/**
 * One look at all open cases at one instant. Who is savable or near changes with time alone, so once a second
 * each is looked at: at 400,000 open cases that is a few thousandths of a core, and there is no order to
 * be kept up with every change.
 */
export class DeadlineScan {
  savable = 0;
  savableContact = 0;
  near = 0;
  overdue = 0;
  readonly #now: number;
  readonly #until: number;
  readonly #savableFirst: Smallest;
  readonly #overdueFirst: Smallest;

  /** `until`: the end of the savable horizon; `limit`: how many of each are told by id. */
  constructor(now: number, until: number, limit: number) {
    this.#now = now;
    this.#until = until;
    this.#savableFirst = new Smallest(limit);
    this.#overdueFirst = new Smallest(limit);
  }

  /** Soonest first. */
  get savableIds(): readonly CaseId[] {
    return this.#savableFirst.ids;
  }

  /** Gravest first. */
  get overdueIds(): readonly CaseId[] {
    return this.#overdueFirst.ids;
  }

  /** Each of the unit's clocks is looked at by itself: one that is past due hides none that can still be kept. */
  seeSavable(id: CaseId, sign: number, contact: number, work: number): void {
    const at = savableAt(sign, contact, work, this.#now);
    if (at > this.#until) return;
    this.savable++;
    if (contact >= this.#now && contact <= this.#until) this.savableContact++;
    this.#savableFirst.offer(at, id);
  }

  /** What is not even yellow is not overdue either, so most cases are looked at no further. */
  seeLate(id: CaseId, nearAt: number, rank: number): void {
    if (nearAt > this.#now) return;
    if (lateSince(rank) < this.#now) {
      this.overdue++;
      this.#overdueFirst.offer(rank, id);
    } else this.near++;
  }
}
