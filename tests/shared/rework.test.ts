import { describe, expect, it } from 'vitest';
import type { Policy } from '../../shared/domain/policy.ts';
import { called, CaseScenario, NO_ANSWER, NOT_SOLVED, PATHS, STEPS } from '../support/caseScenario.ts';
import { callbackCity, limits, SAMPLE_BUDGETS, sampleCity } from '../support/sampleCity.ts';
import { local, SAMPLE_WORK } from '../support/sampleWork.ts';

const MINUTE = 60_000;
const DAY_MINUTES = 1_440;

const inReview = (changes: Partial<Policy> = {}) =>
  new CaseScenario({ city: callbackCity(changes) }).registered({ level: 'L1' }).given(...PATHS.feedback);
const unsolved = (changes: Partial<Policy> = {}) => inReview(changes).given(STEPS.PassFeedback, NOT_SOLVED);
const reworked = (changes: Partial<Policy> = {}) => unsolved(changes).pass(5).given(STEPS.Rework);
const clocksOf = ({ standing }: CaseScenario) => standing.clocks.map(({ kind, state }) => `${kind} ${state}`);
const clockOf = ({ standing }: CaseScenario, kind: string) =>
  standing.clocks.findLast((clock) => clock.kind === kind);

describe('feedback that is returned', () => {
  it('[CASE90] goes back to the unit, and its clock goes on where it stood: only the review was paused', () => {
    const scenario = new CaseScenario({ city: callbackCity() }).registered({ level: 'L1' });
    scenario
      .given(...PATHS.handling)
      .pass(100)
      .given(STEPS.SubmitFeedback);
    const dispatchedAt = scenario.standing.dispatchedAt ?? 0;
    scenario.pass(60).given(STEPS.ReturnFeedback);
    expect(scenario.standing.state).toBe('handling');
    const due = dispatchedAt + (120 + 60) * MINUTE;
    const handle = clockOf(scenario, 'handle');
    expect(handle).toMatchObject({ state: 'running', pausedMs: 60 * MINUTE });
    expect(handle).not.toHaveProperty('pausedAt');
    scenario.now = due;
    scenario.given(STEPS.SubmitFeedback, STEPS.PassFeedback);
    expect(clockOf(scenario, 'handle')).toMatchObject({ state: 'met', stoppedAt: due });
  });

  it('[CASE90] a millisecond after the moved due instant is late', () => {
    const scenario = inReview().pass(60).given(STEPS.ReturnFeedback).pass(120);
    scenario.now += 1;
    scenario.given(STEPS.SubmitFeedback, STEPS.PassFeedback);
    const start = scenario.standing.dispatchedAt ?? 0;
    expect(clockOf(scenario, 'handle')).toMatchObject({
      state: 'breached',
      breachedAt: start + 180 * MINUTE,
      stoppedAt: start + 180 * MINUTE + 1,
    });
  });

  it('[CASE90] late stays late: a breached clock is neither paused by review nor moved by a return', () => {
    const scenario = new CaseScenario({ city: callbackCity() }).registered({ level: 'L1' });
    scenario
      .given(...PATHS.handling)
      .pass(121)
      .given(STEPS.SubmitFeedback);
    const breached = clockOf(scenario, 'handle');
    scenario.pass(600).given(STEPS.ReturnFeedback);
    expect(clockOf(scenario, 'handle')).toEqual(breached);
    expect(breached).toMatchObject({ state: 'breached', pausedMs: 0 });
  });

  it('[CASE90] a clock of working time goes on with the working time that was left', () => {
    const budgets = { ...SAMPLE_BUDGETS, handle: limits({ minutes: 480, basis: 'working' }) };
    const city = callbackCity({ budgets }, SAMPLE_WORK);
    const scenario = new CaseScenario({ city, now: local('2025-10-09 09:00') }).registered();
    scenario.given(...PATHS.handling);
    scenario.now = local('2025-10-09 11:00');
    scenario.given(STEPS.SubmitFeedback);
    scenario.now = local('2025-10-10 10:00');
    scenario.given(STEPS.ReturnFeedback);
    const handle = clockOf(scenario, 'handle');
    expect(handle?.timed).toMatchObject({ basis: 'working', dueAt: local('2025-10-10 17:00') });
    expect(scenario.events.at(-1)?.data).toMatchObject({ resumed: handle?.timed });
    scenario.now = local('2025-10-10 17:00:00.001');
    scenario.fire();
    expect(clockOf(scenario, 'handle')).toMatchObject({ state: 'breached', breachedAt: scenario.now - 1 });
  });

  it('[CASE90] the reason is sealed with the texts', () => {
    const scenario = inReview().given(STEPS.ReturnFeedback);
    expect(scenario.texts.at(-1)).toEqual({ type: 'note', of: 'ReturnFeedback', text: '请补充照片' });
    expect(scenario.standing.texts).toBe(scenario.texts.length);
  });
});

describe('rework', () => {
  it('[CASE91] is for who was asked and says there is more to do', () => {
    const refused = { ok: false, refusal: { code: 'invalid_state' } };
    expect(inReview().given(STEPS.PassFeedback).when(STEPS.Rework)).toMatchObject(refused);
    expect(inReview().given(STEPS.PassFeedback, NO_ANSWER).when(STEPS.Rework)).toMatchObject(refused);
    expect(inReview().given(STEPS.PassFeedback, STEPS.RecordCallback).when(STEPS.Rework)).toMatchObject(
      refused,
    );
    for (const satisfaction of ['dissatisfied', 'veryDissatisfied'] as const) {
      const told = called({ contacted: true, solved: true, satisfaction });
      expect(inReview().given(STEPS.PassFeedback, told).when(STEPS.Rework).ok).toBe(true);
    }
    expect(unsolved().when(STEPS.Rework).ok).toBe(true);
  });

  it('[CASE91] ends with the attempts that the policy allows', () => {
    const again = reworked().given(...PATHS.feedback.slice(2), STEPS.PassFeedback, NOT_SOLVED);
    expect(again.standing.attempt).toBe(2);
    expect(again.when(STEPS.Rework)).toEqual({
      ok: false,
      refusal: { code: 'invalid_state', facts: { state: 'callback', attempt: 2 } },
    });
    const thrice = reworked({ mostAttempts: 3 }).given(
      ...PATHS.feedback.slice(2),
      STEPS.PassFeedback,
      NOT_SOLVED,
    );
    expect(thrice.given(STEPS.Rework).standing.attempt).toBe(3);
  });

  it('[CASE92] keeps the first round’s result and starts sign, contact and rework anew for the same host', () => {
    const scenario = reworked();
    expect(clocksOf(scenario)).toEqual([
      'dispatch met',
      'citizen running',
      'sign met',
      'contact met',
      'handle met',
      'review met',
      'callback met',
      'sign running',
      'contact running',
      'rework running',
    ]);
    expect(clockOf(scenario, 'rework')).toMatchObject({ startAt: scenario.now, budgetMs: 60 * MINUTE });
    expect(scenario.standing).toMatchObject({ state: 'dispatched', attempt: 2, hostUnitCode: 'ROADS' });
  });

  it('[CASE92] a first round that was late stays late, a second that is in time is in time', () => {
    const late = new CaseScenario({ city: callbackCity() }).registered({ level: 'L1' });
    late.given(...PATHS.handling).pass(121);
    late.given(STEPS.SubmitFeedback, STEPS.PassFeedback, NOT_SOLVED, STEPS.Rework);
    late.given(...PATHS.feedback.slice(2)).given(STEPS.PassFeedback, STEPS.RecordCallback, STEPS.CloseSolved);
    expect(clocksOf(late)).toContain('handle breached');
    expect(clocksOf(late)).toContain('rework met');
  });

  it('[CASE92] the rework clock is due at its budget: at that instant in time, a millisecond later late', () => {
    const handedInAfter = (ms: number) => {
      const scenario = reworked().given(STEPS.Sign, STEPS.RecordContact);
      scenario.now += ms;
      scenario.given(STEPS.SubmitFeedback, STEPS.PassFeedback);
      return clockOf(scenario, 'rework')?.state;
    };
    expect(handedInAfter(60 * MINUTE)).toBe('met');
    expect(handedInAfter(60 * MINUTE + 1)).toBe('breached');
  });

  it('[CASE93] the requester is to be reached anew: contact and tries are those of the round', () => {
    const scenario = reworked();
    expect(scenario.standing).toMatchObject({ contactTries: 0, isContacted: false });
    const firstContactAt = scenario.standing.firstContactAt;
    scenario.given(STEPS.Sign).pass(3).given(STEPS.RecordContact);
    expect(clockOf(scenario, 'contact')).toMatchObject({ state: 'met', stoppedAt: scenario.now });
    expect(scenario.standing).toMatchObject({ firstContactAt, contactTries: 1, isContacted: true });
    scenario.given(STEPS.SubmitFeedback);
    expect(scenario.standing).toMatchObject({ firstFeedbackAt: scenario.now - 8 * MINUTE });
    expect(scenario.standing.feedbackAt).toBe(scenario.now);
  });

  it('[CASE93] a round’s answers do not decide the next one', () => {
    const scenario = reworked().given(...PATHS.feedback.slice(2), STEPS.PassFeedback);
    expect(scenario.when(STEPS.CloseUnsolved)).toMatchObject({ refusal: { facts: { solved: null } } });
    scenario.given(NO_ANSWER, NO_ANSWER);
    expect(scenario.standing.state).toBe('callback');
    expect(scenario.standing.callbacks.map(({ round }) => round)).toEqual([1, 2, 2]);
  });

  it('[CASE93] a round that is cut off leaves no clock behind', () => {
    const scenario = unsolved();
    scenario.given(STEPS.Rework, STEPS.Withdraw);
    expect(clocksOf(scenario).filter((clock) => /running|paused/.test(clock))).toEqual([]);
  });
});

describe('closing what is not solved', () => {
  const attemptLimit = {
    type: 'CloseUnsolved',
    payload: { reason: 'attemptLimit', explanation: '已尽力' },
  } as const;

  it('[CASE94] needs an answer that says so, and an explanation', () => {
    expect(inReview().given(STEPS.PassFeedback).when(STEPS.CloseUnsolved).ok).toBe(false);
    const solved = inReview().given(STEPS.PassFeedback, STEPS.RecordCallback);
    expect(solved.when(STEPS.CloseUnsolved).ok).toBe(false);
    const closed = unsolved().given(STEPS.CloseUnsolved);
    expect(closed.standing).toMatchObject({ state: 'closed', closeReason: 'explained' });
    expect(closed.texts.at(-1)).toMatchObject({ of: 'CloseUnsolved' });
  });

  it('[CASE94] the attempt limit is a reason only where it is reached', () => {
    expect(unsolved().when(attemptLimit)).toEqual({
      ok: false,
      refusal: { code: 'invalid_input', faults: [{ field: 'reason', fault: 'attempts_left' }] },
    });
    expect(unsolved({ mostAttempts: 1 }).when(attemptLimit).ok).toBe(true);
  });

  it('[CASE95] is not possible in a city in which what is not solved is not closed', () => {
    const never = unsolved({ closeRequiresSolved: true, mostAttempts: 1 });
    for (const step of [STEPS.CloseUnsolved, attemptLimit])
      expect(never.when(step)).toEqual({
        ok: false,
        refusal: { code: 'invalid_state', facts: { state: 'callback', closeRequiresSolved: true } },
      });
    const dissatisfied = called({ contacted: true, solved: true, satisfaction: 'dissatisfied' });
    const solved = inReview({ closeRequiresSolved: true }).given(STEPS.PassFeedback, dissatisfied);
    expect(solved.when(STEPS.CloseUnsolved).ok).toBe(true);
  });
});

describe('archiving', () => {
  it.each([
    [30 * DAY_MINUTES * MINUTE - 1, false],
    [30 * DAY_MINUTES * MINUTE, true],
    [31 * DAY_MINUTES * MINUTE, true],
  ])('[CASE96] an ended case is archived %i ms after its end: %s', (ms, isTaken) => {
    const scenario = new CaseScenario({ city: callbackCity() }).registered().given(...PATHS.withdrawn);
    const closedAt = scenario.now;
    scenario.now += ms;
    const answer = scenario.when(STEPS.Archive);
    expect(answer.ok).toBe(isTaken);
    if (!answer.ok)
      expect(answer.refusal).toEqual({
        code: 'invalid_state',
        facts: { state: 'withdrawn', archiveFrom: closedAt + 30 * DAY_MINUTES * MINUTE },
      });
  });

  it('[CASE96] keeps the end and its reason, and an erased case is not archived', () => {
    const city = sampleCity();
    const archived = new CaseScenario({ city }).registered().given(...PATHS.archived);
    expect(archived.standing).toMatchObject({ state: 'archived', closeReason: 'direct' });
    expect(archived.standing.closedAt).toBe(archived.now);
    const erased = new CaseScenario({ city }).registered().given(...PATHS.closed, STEPS.EraseCase);
    expect(erased.when(STEPS.Archive).ok).toBe(false);
  });
});

describe('kinds that end without a unit', () => {
  it('[CASE97] praise is recorded at once, a consultation waits for the hotline’s own answer', () => {
    const city = callbackCity({ answeredByHotline: ['consult'] });
    const praise = new CaseScenario({ city, reacts: true }).registered({
      kind: 'praise',
      hostUnitCode: 'WATER',
    });
    expect(praise.standing).toMatchObject({ state: 'closed', closeReason: 'praise', clocks: [] });
    const named = { hostUnitCode: 'WATER', categoryCode: '020200' };
    const consult = new CaseScenario({ city, reacts: true }).registered({ kind: 'consult', ...named });
    expect(consult.standing.state).toBe('accepted');
    consult.pass(3).given(STEPS.AnswerDirectly);
    expect(consult.standing).toMatchObject({ state: 'closed', closeReason: 'direct' });
    expect(clocksOf(consult)).toEqual(['dispatch cancelled', 'citizen met']);
    const help = new CaseScenario({ city, reacts: true }).registered({ kind: 'help', ...named });
    expect(help.standing.state).toBe('dispatched');
  });
});
