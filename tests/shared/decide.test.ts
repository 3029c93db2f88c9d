import { describe, expect, it } from 'vitest';
import type { CaseCommandName } from '../../shared/domain/case/CaseCommand.ts';
import type { CaseStateName } from '../../shared/domain/vocabulary.ts';
import { CaseScenario, NOT_SOLVED, PATHS, STEPS } from '../support/caseScenario.ts';
import type { Step } from '../support/caseScenario.ts';
import { callbackCity, sampleCity } from '../support/sampleCity.ts';

/** domain.md §2.2, written out a second time by hand: which commands each state takes. */
const LEGAL: Readonly<Record<keyof typeof PATHS, readonly CaseCommandName[]>> = {
  draft: ['AcceptCase', 'AnswerDirectly', 'Dismiss', 'TransferOut', 'RecordPraise', 'Withdraw', 'EraseCase'],
  accepted: ['AnswerDirectly', 'Dismiss', 'TransferOut', 'Dispatch', 'Withdraw', 'EraseCase'],
  dispatched: ['Sign', 'Withdraw', 'EraseCase'],
  signed: ['RecordContact', 'Withdraw', 'EraseCase'],
  handling: ['RecordContact', 'SubmitFeedback', 'Withdraw', 'EraseCase'],
  feedback: ['ReturnFeedback', 'PassFeedback', 'Withdraw', 'EraseCase'],
  callback: ['RecordCallback', 'CloseSolved', 'Rework', 'CloseUnsolved', 'EraseCase'],
  closed: ['Archive', 'EraseCase'],
  dismissed: ['Archive', 'EraseCase'],
  transferred: ['Archive', 'EraseCase'],
  withdrawn: ['Archive', 'EraseCase'],
  erased: [],
  archived: ['EraseCase'],
};

const AFTER: Readonly<Record<CaseCommandName, CaseStateName>> = {
  AcceptCase: 'accepted',
  AnswerDirectly: 'closed',
  Dismiss: 'dismissed',
  TransferOut: 'transferred',
  RecordPraise: 'closed',
  Dispatch: 'dispatched',
  Sign: 'signed',
  RecordContact: 'handling',
  SubmitFeedback: 'feedback',
  ReturnFeedback: 'handling',
  PassFeedback: 'closed',
  RecordCallback: 'callback',
  CloseSolved: 'closed',
  Rework: 'dispatched',
  CloseUnsolved: 'closed',
  Archive: 'archived',
  Withdraw: 'withdrawn',
  EraseCase: 'erased',
};

/** What the requester must have said before a command that the state takes is taken. */
const SAID: Readonly<Partial<Record<CaseCommandName, Step>>> = {
  CloseSolved: STEPS.RecordCallback,
  Rework: NOT_SOLVED,
  CloseUnsolved: NOT_SOLVED,
};

const NAMES = Object.keys(STEPS) as CaseCommandName[];
const PLACES = Object.keys(PATHS) as (keyof typeof PATHS)[];

/** A case brought into a state under the policy of its day; `callback` needs the later one. */
function scenarioIn(state: keyof typeof PATHS, kind: 'praise' | 'complaint' = 'complaint'): CaseScenario {
  const city = state === 'callback' ? callbackCity() : sampleCity();
  return new CaseScenario({ city }).registered({ kind }).given(...PATHS[state]);
}

describe('every state and every command', () => {
  const pairs = PLACES.flatMap((state) => NAMES.map((name) => ({ state, name })));
  const legal = pairs.filter(({ state, name }) => LEGAL[state].includes(name));
  const illegal = pairs.filter((pair) => !legal.includes(pair));

  it.each(PLACES)('[CASE1] a path leads to %s', (state) => {
    expect(scenarioIn(state).standing.state).toBe(state);
  });

  it.each(illegal)('[CASE2] $name is refused in $state and leaves no event', ({ state, name }) => {
    const scenario = scenarioIn(state);
    const before = scenario.events.length;
    const answer = scenario.when(STEPS[name]);
    expect(answer).toEqual({ ok: false, refusal: { code: 'invalid_state', facts: { state } } });
    expect(scenario.events).toHaveLength(before);
  });

  it.each(legal)('[CASE3] $name is taken in $state', ({ state, name }) => {
    const scenario = scenarioIn(state, name === 'RecordPraise' ? 'praise' : 'complaint');
    const said = SAID[name];
    if (said !== undefined) scenario.given(said);
    expect(scenario.when(STEPS[name])).toMatchObject({ ok: true, value: { erases: name === 'EraseCase' } });
    const isEnded = ['closed', 'dismissed', 'transferred', 'withdrawn', 'erased', 'archived'].includes(state);
    expect(scenario.standing.state).toBe(isEnded && name === 'EraseCase' ? state : AFTER[name]);
  });

  it('[CASE2] an erased case takes nothing more, and nothing happens to a case that does not exist', () => {
    const erased = scenarioIn('closed').given(STEPS.EraseCase);
    for (const name of NAMES)
      expect(erased.when(STEPS[name])).toMatchObject({ refusal: { code: 'invalid_state' } });
    for (const name of NAMES) {
      expect(new CaseScenario().when(STEPS[name])).toEqual({ ok: false, refusal: { code: 'not_found' } });
    }
  });

  it('[CASE4] a case is registered once', () => {
    const scenario = new CaseScenario().registered();
    expect(scenario.register()).toEqual({
      ok: false,
      refusal: { code: 'invalid_state', facts: { state: 'draft' } },
    });
  });
});

describe('who may', () => {
  it('[CASE5] a role that is not listed for a command may not give it', () => {
    const scenario = new CaseScenario().registered();
    const answer = scenario.when(STEPS.AcceptCase, { role: 'wall', id: 'screen-1' });
    expect(answer).toEqual({ ok: false, refusal: { code: 'not_allowed', facts: { role: 'wall' } } });
    expect(scenario.types).toEqual(['CaseRegistered']);
  });

  it('[CASE5] only the system fires clocks', () => {
    const scenario = new CaseScenario().registered().given(STEPS.AcceptCase).pass(100_000);
    expect(scenario.fire()).toMatchObject({ ok: true });
    expect(scenario.events.at(-1)?.actor).toEqual({ role: 'system', id: 'clock' });
  });
});
