import type { CaseEvent, NewCaseEvent } from '../../shared/domain/case/CaseEvent.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { evolve } from '../../shared/domain/case/evolve.ts';
import type { City } from '../../shared/domain/City.ts';
import { caseIdOf } from '../../shared/domain/ids.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { must } from '../../shared/lib/assert.ts';
import { Tally } from '../../server/hub/Tally.ts';
import type { AppendGroup, StoreHead } from '../../server/store/EventStore.ts';
import type { Vault } from '../../server/store/vault/Vault.ts';
import { closingEvents, intakeEvents } from './caseEvents.ts';
import { sealedNote } from './sealedNote.ts';

const DAY_MS = 86_400_000;

export interface HistoryOptions {
  readonly city: City;
  readonly head: StoreHead;
  /** How many cases a local day is given. */
  readonly casesADay: number;
  /** Hub time of the first case. */
  readonly startAt: number;
  /** Seals the texts, for a directory that a hub is started on; without it they are bytes of the same length. */
  readonly vault?: Vault;
}

/** A city's past, group by group, as a hub would have recorded it: counters, contributions and all. */
export class History {
  readonly #options: HistoryOptions;
  readonly #counters = new Map<string, readonly number[]>();
  #seq: number;
  #keySlots: number;
  #cases = 0;
  /** The local day of the last case, and its serial there. */
  #day = 0;
  #serial = 0;

  constructor(options: HistoryOptions) {
    this.#options = options;
    this.#seq = options.head.seq;
    this.#keySlots = options.head.keySlots;
  }

  #sealed(slot: number, id: CaseId): Uint8Array {
    const { vault } = this.#options;
    if (vault === undefined) return Buffer.alloc(420, id % 256);
    return sealedNote(vault, slot, id);
  }

  /** The next `count` cases, each with its whole life (10 events) or, where not `closed`, only its intake (3). */
  group(count: number, closed: boolean): AppendGroup {
    const events: CaseEvent[] = [];
    const states: CaseState[] = [];
    const texts: AppendGroup['texts'][number][] = [];
    const tally = new Tally(this.#options.city);
    let day = 0;
    for (let i = 0; i < count; i++) {
      const { casesADay, startAt, city } = this.#options;
      const n = this.#cases++;
      // Spread over each day, so that every row a screen can show of the course of a day is there.
      const at = startAt + Math.floor((n * DAY_MS) / casesADay);
      day = city.calendar.dayOf(at).date;
      this.#serial = day === this.#day ? this.#serial + 1 : 1;
      this.#day = day;
      const id = caseIdOf(day, this.#serial);
      const slot = this.#keySlots++;
      const state = this.#live(
        id,
        at,
        [...intakeEvents(n, slot, at), ...(closed ? closingEvents() : [])],
        events,
      );
      states.push(state);
      tally.move(undefined, state);
      texts.push({ caseId: id, part: 1, sealed: this.#sealed(slot, id) });
    }
    const counters = tally.rows((table, key) => this.#counters.get(`${table} ${key}`));
    for (const { table, key, values } of counters) this.#counters.set(`${table} ${key}`, values);
    const head = { seq: this.#seq, keySlots: this.#keySlots };
    const { contributions } = tally;
    return { events, states, counters, contributions, keys: [], texts, erased: [], head, day };
  }

  #live(id: CaseId, at: number, decided: readonly NewCaseEvent[], events: CaseEvent[]): CaseState {
    let state: CaseState | undefined;
    for (const [index, one] of decided.entries()) {
      const place = {
        seq: ++this.#seq,
        prev: state?.seq ?? 0,
        caseId: id,
        at: at + index * 60_000,
        actor: { role: 'integration' as const, id: 'intake' },
        version: index + 1,
      };
      const event: CaseEvent = Object.assign(place, one);
      state = evolve(state, event);
      events.push(event);
    }
    return must(state, 'a case has no events');
  }
}
