import { Tally } from '../../server/hub/Tally.ts';
import type { AppendGroup } from '../../server/store/EventStore.ts';
import type { Vault } from '../../server/store/vault/Vault.ts';
import type { CaseEvent, NewCaseEvent } from '../../shared/domain/case/CaseEvent.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { evolve } from '../../shared/domain/case/evolve.ts';
import type { City } from '../../shared/domain/City.ts';
import { caseIdOf } from '../../shared/domain/ids.ts';
import { must } from '../../shared/lib/assert.ts';
import { contribute } from '../../shared/tables/contribute.ts';
import { sealedNote } from './sealedNote.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Fewer than a period, so that every case is rated in the one in which it began. */
const DAYS = 25;
const POLICY = 'bj-four-levels';

/** The cases of one busy period of Beijing: each is taken in, and then worked on and called back, in two groups. */
export class BusyMonth {
  readonly #city: City;
  readonly #vault: Vault;
  readonly #units: readonly string[];
  readonly #counters = new Map<string, readonly number[]>();
  readonly #startAt: number;
  readonly #casesADay: number;
  #seq = 0;
  #keySlots = 0;
  #taken: readonly CaseState[] = [];

  /** `startAt`: the start of a period in epoch milliseconds; `cases`: how many the period has in all. */
  constructor(city: City, vault: Vault, startAt: number, cases: number) {
    this.#city = city;
    this.#vault = vault;
    this.#startAt = startAt;
    this.#casesADay = Math.ceil(cases / DAYS);
    this.#units = city.pack.units.filter(({ tier }) => tier !== undefined).map(({ code }) => code);
  }

  /** The intakes of the next `count` cases. */
  intakes(count: number): AppendGroup {
    const texts: AppendGroup['texts'][number][] = [];
    const events: CaseEvent[] = [];
    const moves = Array.from({ length: count }, (): [undefined, CaseState] => {
      const n = this.#keySlots++;
      const at = this.#startAt + Math.floor(n / this.#casesADay) * DAY_MS + (n % this.#casesADay) * 200;
      const id = caseIdOf(this.#city.calendar.dayOf(at).date, (n % this.#casesADay) + 1);
      texts.push({ caseId: id, part: 1, sealed: sealedNote(this.#vault, n, id) });
      return [undefined, this.#live(undefined, id, at, intakeEvents(n, at, this.#unitOf(n)), events)];
    });
    this.#taken = moves.map(([, state]) => state);
    return { ...this.#group(events, moves), texts };
  }

  /** What happened later to the cases of the last intakes. */
  answers(): AppendGroup {
    const events: CaseEvent[] = [];
    const moves = this.#taken.map((state): [CaseState, CaseState] => {
      const at = state.registeredAt + 30 * MINUTE_MS;
      return [state, this.#live(state, state.id, at, answerEvents(state.keySlot), events)];
    });
    return this.#group(events, moves);
  }

  #unitOf(n: number): string {
    return must(this.#units[n % this.#units.length], 'the city ranks no unit');
  }

  #group(
    events: readonly CaseEvent[],
    moves: readonly (readonly [CaseState | undefined, CaseState])[],
  ): AppendGroup {
    const tally = new Tally(this.#city);
    for (const [before, after] of moves)
      tally.move(before === undefined ? undefined : contribute(before, this.#city), after);
    const counters = tally.rows((table, key) => this.#counters.get(`${table} ${key}`));
    for (const { table, key, values } of counters) this.#counters.set(`${table} ${key}`, values);
    return {
      events,
      states: moves.map(([, state]) => state),
      counters,
      contributions: tally.contributions,
      keys: [],
      texts: [],
      erased: [],
      head: { seq: this.#seq, keySlots: this.#keySlots },
      day: this.#city.calendar.dayOf(events[0]?.at ?? 0).date,
    };
  }

  #live(
    before: CaseState | undefined,
    caseId: number,
    at: number,
    decided: readonly NewCaseEvent[],
    events: CaseEvent[],
  ): CaseState {
    let state = before;
    for (const one of decided) {
      const place = {
        seq: ++this.#seq,
        prev: state?.seq ?? 0,
        caseId,
        at,
        actor: { role: 'integration' as const, id: 'intake' },
        version: (state?.version ?? 0) + 1,
      };
      const event: CaseEvent = Object.assign(place, one);
      state = evolve(state, event);
      events.push(event);
    }
    return must(state, 'a case has no events');
  }
}

function intakeEvents(n: number, at: number, hostUnitCode: string): readonly NewCaseEvent[] {
  return [
    {
      type: 'CaseRegistered',
      data: {
        filedBy: 'intake',
        source: 'bench',
        channel: 'phone',
        kind: 'complaint',
        level: 'unknown',
        categoryCode: '010101',
        areaCode: hostUnitCode,
        confidential: false,
        marks: [],
        keySlot: n,
        reportedAt: at - MINUTE_MS,
        textPart: 1,
      },
    },
    {
      type: 'CaseAccepted',
      data: { level: 'L3', policyId: POLICY, clocks: [{ kind: 'dispatch', minutes: 1_440 }] },
    },
    {
      type: 'CaseDispatched',
      data: {
        hostUnitCode,
        coUnitCodes: [],
        policyId: POLICY,
        clocks: [
          { kind: 'sign', minutes: 240 },
          { kind: 'contact', minutes: 1_440 },
          { kind: 'handle', minutes: 10_080 },
        ],
      },
    },
  ];
}

function answerEvents(n: number): readonly NewCaseEvent[] {
  const answered = { outcome: 'answered', contacted: n % 50 !== 0, solved: n % 9 !== 0 } as const;
  return [
    { type: 'CaseSigned', data: {} },
    { type: 'CaseContactRecorded', data: { reached: true } },
    { type: 'CaseFeedbackSubmitted', data: {} },
    { type: 'CaseFeedbackPassed', data: { clocks: [] } },
    {
      type: 'CaseCallbackRecorded',
      data: { channel: 'phone', ...answered, satisfaction: n % 7 === 0 ? 'dissatisfied' : 'satisfied' },
    },
    { type: 'CaseClosed', data: { reason: 'solved' } },
  ];
}
