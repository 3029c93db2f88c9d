import type { CaseEvent } from '../../shared/domain/case/CaseEvent.ts';
import type { City } from '../../shared/domain/City.ts';
import type { EventStore } from '../store/EventStore.ts';
import { archiveFrom } from './archiveFrom.ts';
import { endsIn } from './endsIn.ts';
import { leftToArchive } from './leftToArchive.ts';
import { nextTurn } from './nextTurn.ts';
import { sweptUntil } from './sweptUntil.ts';
import type { TimedWork, Turn } from './TimedWork.ts';

const PAGE = 250;
/** So many ends in a row that are archived mean that all before them are (as ArchiveSweep leaves them). */
const RUN = 500;

/** Archiving where a feed moves hub time: the ends of cases along the log, each with the instant of its archiving. */
export class ArchiveTurns implements TimedWork {
  readonly #store: EventStore;
  readonly #city: City;
  readonly #lastSeq: number;
  /** Up to this event no case that ended is left; undefined before the first look. */
  #swept: number | undefined;
  /** The first end behind it, once it is known. */
  #first: CaseEvent | undefined;

  /** `lastSeq`: of the last event before this start. */
  constructor(store: EventStore, city: City, lastSeq: number) {
    this.#store = store;
    this.#city = city;
    this.#lastSeq = lastSeq;
  }

  async soonest(): Promise<number> {
    const first = await this.#find();
    return first === undefined ? Infinity : archiveFrom(this.#city, first.at);
  }

  async turnsBefore(until: number): Promise<readonly Turn[]> {
    const turns: Turn[] = [];
    for (;;) {
      const end = await this.#find();
      const at = end === undefined ? Infinity : archiveFrom(this.#city, end.at);
      if (end === undefined || at >= until) return turns;
      const command = leftToArchive((await this.#store.cases([end.caseId])).get(end.caseId), at);
      const actor = { role: 'system', id: 'scheduler' } as const;
      if (command !== undefined) turns.push({ at, does: { actor, priority: 'bulk', keys: [], command } });
      this.#swept = end.seq;
      this.#first = undefined;
    }
  }

  async #find(): Promise<CaseEvent | undefined> {
    if (this.#first !== undefined) return this.#first;
    this.#swept ??= await sweptUntil(this.#store, this.#city, this.#lastSeq, RUN);
    for (;;) {
      const events = await this.#store.events(this.#swept, PAGE);
      [this.#first] = endsIn(events);
      if (this.#first !== undefined) return this.#first;
      this.#swept = events.at(-1)?.seq ?? this.#swept;
      if (events.length < PAGE) return undefined;
      await nextTurn();
    }
  }
}
