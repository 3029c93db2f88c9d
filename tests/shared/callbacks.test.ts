import { describe, expect, it } from 'vitest';
import type { Policy } from '../../shared/domain/policy.ts';
import type { Satisfaction } from '../../shared/domain/vocabulary.ts';
import { called, CaseScenario, NO_ANSWER, NOT_SOLVED, PATHS, STEPS } from '../support/caseScenario.ts';
import type { Step } from '../support/caseScenario.ts';
import { callbackCity, sampleCity } from '../support/sampleCity.ts';
import { local } from '../support/sampleWork.ts';

const MINUTE = 60_000;
const IN_VAIN: Step = { type: 'RecordContact', payload: { reached: false, note: '无人接听' } };

/** A case whose feedback was accepted on 2026-11-21 at 10:00, told at another time of that day or a later one. */
function asked(time = '2026-11-21 10:00', changes: Partial<Policy> = {}, reacts = false): CaseScenario {
  const scenario = new CaseScenario({ city: callbackCity(changes), reacts }).registered();
  if (reacts) scenario.given(STEPS.Dispatch, ...PATHS.feedback.slice(2));
  else scenario.given(...PATHS.feedback);
  scenario.given(STEPS.PassFeedback);
  scenario.now = local(time);
  return scenario;
}

function tries(scenario: CaseScenario, ...times: readonly string[]): CaseScenario {
  for (const time of times) {
    scenario.now = local(time);
    scenario.given(NO_ANSWER);
  }
  return scenario;
}

const clockOf = ({ standing }: CaseScenario, kind: string) =>
  standing.clocks.findLast((clock) => clock.kind === kind);
const wholeBody = (fault: string) => ({
  ok: false,
  refusal: { code: 'invalid_input', faults: [{ field: '', fault }] },
});

describe('accepted feedback', () => {
  it('[CASE80] starts the callback clock and names the unit whose work is judged', () => {
    const scenario = asked();
    expect(clockOf(scenario, 'callback')).toMatchObject({ state: 'running', budgetMs: 2_880 * MINUTE });
    expect(scenario.standing).toMatchObject({ state: 'callback', scoringUnitCode: 'ROADS' });
    const before = new CaseScenario({ city: callbackCity() }).registered().given(...PATHS.feedback);
    expect(before.standing).not.toHaveProperty('scoringUnitCode');
  });

  it('[CASE81] leaves a contact clock that the last try in vain has ended as it was', () => {
    const scenario = new CaseScenario({ city: callbackCity() }).registered().given(...PATHS.signed);
    scenario.given(IN_VAIN, IN_VAIN, IN_VAIN);
    const ended = clockOf(scenario, 'contact');
    scenario.pass(5).given(STEPS.SubmitFeedback).pass(5).given(STEPS.PassFeedback);
    expect(clockOf(scenario, 'contact')).toEqual(ended);
  });

  it('[CASE282] the third try in vain ends the contact clock when it is recorded, however slow the review is', () => {
    const scenario = new CaseScenario({ city: callbackCity() }).registered({ level: 'L2' });
    scenario.given(...PATHS.signed, IN_VAIN, IN_VAIN);
    expect(clockOf(scenario, 'contact')).toMatchObject({ state: 'running' });
    scenario.pass(100).given(IN_VAIN);
    expect(clockOf(scenario, 'contact')).toMatchObject({ state: 'cancelled', stoppedAt: scenario.now });
    scenario.given(STEPS.SubmitFeedback).pass(600).fire();
    const late = scenario.events.flatMap(({ type, data }) =>
      type === 'CaseClockBreached' ? [data.clock] : [],
    );
    expect(late).toEqual(['review']);
  });

  it('[CASE282] a contact clock that had run out before the third try stays breached, in a hold too', () => {
    for (const held of [false, true]) {
      const scenario = new CaseScenario({ city: callbackCity() }).registered({ level: 'L2' });
      scenario.given(...PATHS.signed, IN_VAIN, IN_VAIN).pass(121);
      scenario.holdBreaches = held;
      scenario.given(IN_VAIN);
      scenario.holdBreaches = false;
      scenario.fire();
      expect(clockOf(scenario, 'contact')).toMatchObject({ state: 'breached', stoppedAt: scenario.now });
      expect(scenario.types.filter((type) => type === 'CaseClockBreached')).toHaveLength(1);
    }
  });

  it('[CASE282] tries in vain after a contact end nothing, and a round of rework counts its own', () => {
    const scenario = new CaseScenario({ city: callbackCity() }).registered().given(...PATHS.handling);
    const met = clockOf(scenario, 'contact');
    scenario.given(IN_VAIN, IN_VAIN, IN_VAIN);
    expect(clockOf(scenario, 'contact')).toEqual(met);
    scenario.given(STEPS.SubmitFeedback, STEPS.PassFeedback, NOT_SOLVED, STEPS.Rework, STEPS.Sign);
    scenario.given(IN_VAIN, IN_VAIN);
    expect(clockOf(scenario, 'contact')).toMatchObject({ state: 'running' });
    expect(clockOf(scenario.given(IN_VAIN), 'contact')).toMatchObject({ state: 'cancelled' });
  });
});

describe('calling back', () => {
  it('[CASE82] keeps what was answered, of which try and round, and leaves out what was not', () => {
    const scenario = asked();
    scenario.given(NO_ANSWER).pass(1);
    scenario.given(called({ channel: 'ai', contacted: true, note: '说到一半' }));
    const at = local('2026-11-21 10:00');
    expect(scenario.standing.callbacks).toEqual([
      { round: 1, at, channel: 'phone', outcome: 'noAnswer' },
      { round: 1, at: at + MINUTE, channel: 'ai', outcome: 'answered', contacted: true },
    ]);
    expect(scenario.texts.at(-1)).toEqual({ type: 'note', of: 'RecordCallback', text: '说到一半' });
  });

  it('[CASE82] an answer that says whether somebody was in touch and whether it is solved stops the clock', () => {
    const half = asked()
      .given(called({ contacted: true }))
      .given(called({ solved: true }));
    expect(clockOf(half, 'callback')).toMatchObject({ state: 'running' });
    const whole = asked()
      .pass(7)
      .given(called({ contacted: false, solved: true }));
    expect(clockOf(whole, 'callback')).toMatchObject({ state: 'met', stoppedAt: whole.now });
  });

  it('[CASE83] who did not answer has not said anything', () => {
    const answer = asked().when(
      called({ outcome: 'busy', contacted: true, solved: false, satisfaction: 'basic' }),
    );
    expect(answer).toEqual({
      ok: false,
      refusal: {
        code: 'invalid_input',
        faults: [
          { field: 'contacted', fault: 'not_answered' },
          { field: 'solved', fault: 'not_answered' },
          { field: 'satisfaction', fault: 'not_answered' },
        ],
      },
    });
  });

  it.each([
    ['2026-11-22 08:29:59.999', false],
    ['2026-11-22 08:30:00.000', true],
    ['2026-11-22 20:30:00.000', true],
    ['2026-11-22 20:30:00.001', false],
    ['2026-11-22 03:00:00.000', false],
  ])('[CASE84] nobody is called at %s: %s', (time, isTaken) => {
    const answer = asked(time).when(STEPS.RecordCallback);
    if (isTaken) expect(answer.ok).toBe(true);
    else expect(answer).toEqual(wholeBody('outside_callback_hours'));
  });

  it('[CASE84] hours that end before they begin run over midnight', () => {
    const night = { callbackHours: { from: '22:00', to: '06:00' } };
    expect(asked('2026-11-21 23:00', night).when(STEPS.RecordCallback).ok).toBe(true);
    expect(asked('2026-11-22 05:00', night).when(STEPS.RecordCallback).ok).toBe(true);
    expect(asked('2026-11-22 12:00', night).when(STEPS.RecordCallback).ok).toBe(false);
    const always = { callbackHours: { from: '08:00', to: '08:00' } };
    for (const time of ['2026-11-22 03:00', '2026-11-22 21:00'])
      expect(asked(time, always).when(STEPS.RecordCallback).ok).toBe(true);
  });

  it('[CASE85] the third try in vain closes the case as unreachable, in its time', () => {
    const scenario = tries(asked(), '2026-11-21 10:00', '2026-11-21 11:59');
    expect(scenario.standing.state).toBe('callback');
    tries(scenario, '2026-11-21 12:00');
    expect(scenario.types.slice(-2)).toEqual(['CaseCallbackRecorded', 'CaseClosed']);
    expect(scenario.standing).toMatchObject({ state: 'closed', closeReason: 'unreachable' });
    expect(clockOf(scenario, 'callback')).toMatchObject({ state: 'met', stoppedAt: scenario.now });
    expect(clockOf(scenario, 'citizen')).toMatchObject({ state: 'met' });
  });

  it('[CASE85] a half answer is a try in vain as well, and the last one may be', () => {
    const scenario = tries(asked(), '2026-11-21 10:00', '2026-11-21 11:00');
    scenario.now = local('2026-11-21 15:00');
    scenario.given(called({ solved: true }));
    expect(scenario.standing).toMatchObject({ closeReason: 'unreachable' });
  });

  it('[CASE86] nobody is given up within one half-day, and an answer may come at any time', () => {
    const morning = () => tries(asked(), '2026-11-21 10:00', '2026-11-21 11:00');
    const third = morning();
    third.now = local('2026-11-21 11:59:59.999');
    expect(third.when(NO_ANSWER)).toEqual(wholeBody('same_half_day'));
    expect(third.when(NOT_SOLVED).ok).toBe(true);
    const nextMorning = tries(morning(), '2026-11-22 10:00');
    expect(nextMorning.standing.state).toBe('closed');
  });

  it('[CASE86] where more half-days are wanted, each try that would make them impossible is refused', () => {
    const scenario = tries(asked('2026-11-21 10:00', { callbackHalfDays: 3 }), '2026-11-21 10:00');
    scenario.now = local('2026-11-21 11:00');
    expect(scenario.when(NO_ANSWER)).toEqual(wholeBody('same_half_day'));
    expect(tries(scenario, '2026-11-21 13:00', '2026-11-22 09:00').standing.state).toBe('closed');
  });

  it('[CASE87] who was reached once is not unreachable, and is asked three times at most', () => {
    const scenario = asked().given(NOT_SOLVED, NO_ANSWER, NO_ANSWER);
    expect(scenario.standing).toMatchObject({ state: 'callback' });
    expect(scenario.when(STEPS.RecordCallback)).toEqual({
      ok: false,
      refusal: { code: 'invalid_state', facts: { state: 'callback', tries: 3 } },
    });
  });

  it('[CASE87] where a new policy asks for fewer tries than there were, the next one in vain is the last', () => {
    const policies = callbackCity().pack.policies.flatMap((policy) => [
      policy,
      { ...policy, id: 'fewer', from: '2026-11-22', callbackTries: 1, callbackHalfDays: 1 },
    ]);
    const scenario = new CaseScenario({ city: sampleCity({ policies }) }).registered();
    scenario.given(...PATHS.feedback, STEPS.PassFeedback);
    tries(scenario, '2026-11-21 10:00', '2026-11-21 13:00');
    expect(tries(scenario, '2026-11-22 10:00').standing).toMatchObject({ closeReason: 'unreachable' });
  });
});

describe('what was answered', () => {
  it.each<[boolean, Satisfaction | undefined, Partial<Policy>, string]>([
    [true, 'satisfied', {}, 'closed'],
    [true, 'basic', {}, 'closed'],
    [true, undefined, {}, 'closed'],
    [true, 'dissatisfied', {}, 'callback'],
    [true, 'veryDissatisfied', {}, 'callback'],
    [true, 'dissatisfied', { closeSolvedWhenDissatisfied: true }, 'closed'],
    [false, 'verySatisfied', { closeSolvedWhenDissatisfied: true }, 'callback'],
  ])('[CASE88] solved %s and %s under %o: %s', (solved, satisfaction, changes, state) => {
    const told = called({ contacted: true, solved, ...(satisfaction && { satisfaction }) });
    const scenario = asked('2026-11-21 10:00', changes, true).given(told);
    expect(scenario.standing.state).toBe(state);
    if (state !== 'closed') return;
    expect(scenario.standing.closeReason).toBe('solved');
    expect(scenario.events.at(-1)?.actor).toEqual({ role: 'system', id: 'rule' });
  });

  it('[CASE88] a case is closed as solved by nobody before the requester said so', () => {
    expect(asked().when(STEPS.CloseSolved)).toEqual({
      ok: false,
      refusal: { code: 'invalid_state', facts: { state: 'callback', solved: null, satisfaction: null } },
    });
    const said = asked().given(NOT_SOLVED);
    expect(said.when(STEPS.CloseSolved)).toMatchObject({
      refusal: { facts: { solved: false, satisfaction: 'dissatisfied' } },
    });
    expect(asked().given(STEPS.RecordCallback).when(STEPS.CloseSolved).ok).toBe(true);
  });

  it('[CASE88] of two answers of a round the last one counts', () => {
    const scenario = asked('2026-11-21 10:00', {}, true).given(NOT_SOLVED).given(STEPS.RecordCallback);
    expect(scenario.standing).toMatchObject({ state: 'closed', closeReason: 'solved' });
  });

  it('[E12] solved though nobody was in touch marks the case once and for good, and nothing else does', () => {
    const odd = called({ contacted: false, solved: true });
    const marksOf = (...steps: readonly Step[]) =>
      asked()
        .given(...steps)
        .standing.marks.filter((mark) => mark === 'solvedUncontacted').length;
    expect(marksOf(odd)).toBe(1);
    expect(marksOf(odd, STEPS.RecordCallback)).toBe(1);
    expect(marksOf(odd, odd)).toBe(1);
    expect(marksOf(called({ contacted: true, solved: true }))).toBe(0);
    expect(marksOf(called({ contacted: false, solved: false }))).toBe(0);
    expect(marksOf(called({ solved: true }), NO_ANSWER)).toBe(0);
  });
});
