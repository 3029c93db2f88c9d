import { KEEPER_TICK_MS } from '../../server/hub/ClockKeeper.ts';
import type { CaseEvent } from '../../shared/domain/case/CaseEvent.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { evolve } from '../../shared/domain/case/evolve.ts';
import { caseIdOf } from '../../shared/domain/ids.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { must } from '../../shared/lib/assert.ts';
import { intakeEvents } from './caseEvents.ts';

const DAY = 20261101;
const CASES_A_DAY = 500_000;
const START = Date.UTC(2026, 10, 1);
/** Cases fall due over so long a time that about one does each quarter of a second. */
const SPREAD_MS = 400_000 * 250;

/** Open cases by the hundred thousand, whose clocks fall due one after the other, and are set anew at random. */
export class OpenCases {
  now = START;
  readonly #count: number;
  readonly #template: CaseState;
  /** A small generator of its own, so that every run moves the same cases. */
  #seed = 1;

  constructor(count: number) {
    this.#count = count;
    let state: CaseState | undefined;
    for (const [index, one] of intakeEvents(0, 0, START).entries()) {
      const place = { seq: index + 1, prev: index, caseId: idOf(0), at: START, version: index + 1 };
      const event: CaseEvent = Object.assign(place, { actor: { role: 'system' as const, id: 'rule' } }, one);
      state = evolve(state, event);
    }
    this.#template = must(state, 'a case has no events');
  }

  /** Case number `n` as it stands at first. */
  state(n: number): CaseState {
    return this.due(idOf(n), START + 1 + Math.floor(this.#random() * SPREAD_MS));
  }

  /** Any case, gone on to its next clock, which falls due in a tick's time or later. */
  move(): CaseState {
    return this.moved(idOf(Math.floor(this.#random() * this.#count)), KEEPER_TICK_MS);
  }

  moved(id: CaseId, aheadMs = 0): CaseState {
    return this.due(id, this.now + aheadMs + 1 + Math.floor(this.#random() * SPREAD_MS));
  }

  /** A case whose clocks all fall due at this instant. */
  due(id: CaseId, at: number): CaseState {
    const clocks = this.#template.clocks.map((clock) => ({ ...clock, startAt: at - clock.budgetMs }));
    return { ...this.#template, id, clocks };
  }

  #random(): number {
    this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#seed / 2 ** 32;
  }
}

function idOf(n: number): CaseId {
  return caseIdOf(DAY + Math.floor(n / CASES_A_DAY), 1 + (n % CASES_A_DAY));
}
