import { describe, expect, it } from 'vitest';
import { mayRun } from '../../shared/domain/case/mayRun.ts';
import { decide } from '../../shared/domain/case/decide.ts';
import { evolve } from '../../shared/domain/case/evolve.ts';
import type { CaseEvent, NewCaseEvent } from '../../shared/domain/case/CaseEvent.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { contribute } from '../../shared/tables/contribute.ts';
import type { ImportedEnd } from '../../shared/domain/vocabulary.ts';
import { ROLES } from '../../shared/domain/vocabulary.ts';
import { CaseScenario, PATHS } from '../support/caseScenario.ts';
import { rateRows } from '../support/rateRows.ts';
import { ratedCity } from '../support/ratedCity.ts';

const city = ratedCity();
const HOUR_MS = 3_600_000;
const actor = { role: 'system', id: 'feed.replay' } as const;
const START = Date.parse('2026-11-17T10:00:00+08:00');
const OPEN = ['accepted', 'dispatched', 'signed', 'handling', 'feedback', 'callback'] as const;

function standing(path: (typeof OPEN)[number]): CaseState {
  return new CaseScenario({ city, now: START }).registered().given(...PATHS[path]).standing;
}

/** The case after its source said how it ended, and what was recorded. */
function ended(before: CaseState, how: ImportedEnd, now: number) {
  const command = { type: 'RecordImportedEnd', caseId: before.id, payload: { how } } as const;
  const decision = decide(before, command, { now, city, actor, holdBreaches: false });
  if (!decision.ok) return { refusal: decision.refusal };
  let state = before;
  for (const one of decision.value.events) state = evolve(state, recorded(one, state, now));
  return { state, types: decision.value.events.map(({ type }) => type) };
}

function recorded({ type, data }: NewCaseEvent, { id, seq, version }: CaseState, at: number): CaseEvent {
  return { seq: seq + 1, prev: seq, caseId: id, at, actor, version: version + 1, type, data } as CaseEvent;
}

function verdicts({ clocks }: CaseState): Record<string, string> {
  return Object.fromEntries(clocks.map(({ kind, state }) => [kind, state]));
}

describe('an end that the source of a case tells', () => {
  it.each(OPEN)('[CASE340] ends a case that is %s, once', (path) => {
    const before = standing(path);
    const { state } = ended(before, 'closed', START + HOUR_MS);
    expect(state).toMatchObject({ state: 'closed', closeReason: 'imported', closedAt: START + HOUR_MS });
    expect(state && ended(state, 'closed', START + HOUR_MS).refusal?.code).toBe('invalid_state');
    expect(ended(before, 'duplicate', START + HOUR_MS).state?.state).toBe('dismissed');
    expect(ended(before, 'transferred', START + HOUR_MS).state?.state).toBe('transferred');
  });

  it('[CASE340] is told by the system alone', () => {
    expect(ROLES.filter((role) => mayRun('RecordImportedEnd', role))).toEqual(['system']);
  });

  it('[CASE341] judges the work and the promise to the citizen to the millisecond, and nothing that it does not tell', () => {
    const before = standing('dispatched');
    const handle = before.clocks.find(({ kind }) => kind === 'handle');
    const due = (handle?.startAt ?? 0) + (handle?.budgetMs ?? 0);
    expect(verdicts(ended(before, 'closed', START + 1).state ?? before)).toEqual({
      ...{ dispatch: 'met', citizen: 'met', handle: 'met' },
      ...{ sign: 'cancelled', contact: 'cancelled' },
    });
    expect(verdicts(ended(before, 'closed', due).state ?? before)).toMatchObject({ handle: 'met' });
    const late = ended(before, 'closed', due + 1);
    expect(verdicts(late.state ?? before)).toMatchObject({ sign: 'breached', handle: 'breached' });
    expect(late.types?.at(-1)).toBe('CaseClosed');
  });

  it('[CASE341] judges work that lies in review by when it was handed in, and a callback not at all', () => {
    const review = standing('feedback');
    const due = START + 366 * 24 * HOUR_MS;
    expect(verdicts(ended(review, 'closed', due).state ?? review)).toMatchObject({ handle: 'met' });
    const callback = standing('callback');
    const { state } = ended(callback, 'closed', START + HOUR_MS);
    expect(verdicts(state ?? callback)).toMatchObject({ callback: 'cancelled', citizen: 'met' });
  });

  it('[RAT340] counts as closed and finished on time, in no rate from callbacks and in no first fix rate', () => {
    const { state } = ended(standing('dispatched'), 'closed', START + 1);
    if (state === undefined) throw new Error('it was refused');
    const counted = rateRows(state, city)['2026-11 ROADS'];
    expect(counted).toMatchObject({ cases: 1, dispatchedClosed: 1, handleDue: 1, handleOnTime: 1 });
    for (const column of ['calledBack', 'valid', 'closed', 'firstFixed', 'feedbacks', 'signDue'])
      expect(counted).not.toHaveProperty(column);
    const loads = (of: CaseState) => contribute(of, city).filter(({ table }) => table !== 'rates');
    expect(loads(state)).toEqual(loads({ ...state, closeReason: 'handled' }));
    expect(loads(state)).not.toEqual(loads(standing('dispatched')));
  });
});
