import { describe, expect, it } from 'vitest';
import { isOverdue } from '../../shared/domain/case/CaseState.ts';
import { deadlinesOf } from '../../shared/domain/case/deadlines.ts';
import {
  breachClock,
  cancelClock,
  dueAt,
  isBreachDue,
  isOpen,
  pauseClock,
  startClock,
  stopClock,
} from '../../shared/domain/clock/Clock.ts';
import type { ClockKind } from '../../shared/domain/vocabulary.ts';
import { CaseScenario, NOT_SOLVED, PATHS, STEPS } from '../support/caseScenario.ts';
import { callbackCity } from '../support/sampleCity.ts';

const MINUTE = 60_000;
const clock = startClock({ kind: 'sign', minutes: 10 }, 1_000);
const due = 1_000 + 10 * MINUTE;

describe('one clock', () => {
  it('[CASE30] is due at its start plus its budget', () => {
    expect(dueAt(clock)).toBe(due);
    expect(dueAt({ ...clock, pausedMs: 500 })).toBe(due + 500);
  });

  it('[CASE30] stopped at its due instant it is on time, a millisecond later it is breached', () => {
    expect(stopClock(clock, due)).toMatchObject({ state: 'met', stoppedAt: due });
    expect(stopClock(clock, due + 1)).toMatchObject({ state: 'breached', stoppedAt: due + 1 });
    expect(isBreachDue(clock, due)).toBe(false);
    expect(isBreachDue(clock, due + 1)).toBe(true);
  });

  it('[CASE31] a recorded breach stays, is open until it is stopped, and says the due instant', () => {
    const breached = breachClock(clock);
    expect(breached).toMatchObject({ state: 'breached', breachedAt: due });
    expect(isOpen(breached)).toBe(true);
    expect(breachClock(breached)).toBe(breached);
    expect(pauseClock(breached, due)).toBe(breached);
    expect(stopClock(breached, due - 1)).toMatchObject({ state: 'breached', stoppedAt: due - 1 });
    expect(cancelClock(breached, due + 5)).toMatchObject({ state: 'breached', stoppedAt: due + 5 });
  });

  it('[CASE32] a stopped clock is neither stopped nor cancelled again', () => {
    const met = stopClock(clock, 2_000);
    expect(stopClock(met, due + 9)).toBe(met);
    expect(cancelClock(met, due + 9)).toBe(met);
    const cancelled = cancelClock(clock, 2_000);
    expect(cancelled).toMatchObject({ state: 'cancelled', stoppedAt: 2_000 });
    expect(stopClock(cancelled, 3_000)).toBe(cancelled);
    expect(cancelClock(clock, due)).toMatchObject({ state: 'cancelled' });
    expect(cancelClock(clock, due + 1)).toMatchObject({ state: 'breached', stoppedAt: due + 1 });
  });

  it('[CASE33] a paused clock stands still and forgets the pause when it is stopped', () => {
    const paused = pauseClock(clock, 5_000);
    expect(paused).toMatchObject({ state: 'paused', pausedAt: 5_000 });
    expect(isBreachDue(paused, due * 2)).toBe(false);
    expect(breachClock(paused)).toBe(paused);
    expect(pauseClock(clock, due)).toMatchObject({ state: 'paused', pausedAt: due });
    expect(pauseClock(clock, due + 1)).toBe(clock);
    expect(stopClock(paused, 5_000)).not.toHaveProperty('pausedAt');
    expect(cancelClock(paused, 5_000)).not.toHaveProperty('pausedAt');
  });
});

describe('the clocks of a case', () => {
  const clockOf = (scenario: CaseScenario, kind: ClockKind) =>
    scenario.standing.clocks.find((one) => one.kind === kind);
  const breached = ({ events }: CaseScenario) =>
    events.flatMap((event) => (event.type === 'CaseClockBreached' ? [event.data.clock] : []));
  const dispatched = () => new CaseScenario().registered({ level: 'L1' }).given(...PATHS.dispatched);

  it('[CASE34] accepting starts dispatch and citizen; dispatching starts sign, contact and handle, with the level’s budgets', () => {
    const budgets = dispatched().standing.clocks.map(({ kind, budgetMs }) => [kind, budgetMs / MINUTE]);
    expect(budgets).toEqual([
      ['dispatch', 60],
      ['citizen', 1440],
      ['sign', 10],
      ['contact', 30],
      ['handle', 120],
    ]);
  });

  it('[CASE35] a clock fires once, breached at its due instant however late it is seen', () => {
    const scenario = dispatched();
    const start = scenario.now;
    scenario.pass(10).fire();
    expect(scenario.events).toHaveLength(3);
    scenario.pass(3).fire();
    scenario.fire();
    expect(scenario.types.filter((type) => type === 'CaseClockBreached')).toHaveLength(1);
    expect(scenario.events.at(-1)?.data).toEqual({
      clock: 'sign',
      breachedAt: start + 10 * MINUTE,
      detectedAt: start + 13 * MINUTE,
    });
    expect(isOverdue(scenario.standing)).toBe(true);
  });

  it('[CASE35] breaches found together are recorded in the order they fell due', () => {
    const scenario = dispatched().pass(2_000);
    scenario.fire();
    expect(breached(scenario)).toEqual(['sign', 'contact', 'handle', 'citizen']);
  });

  it('[CASE36] a clock that fires leaves the version alone, a command moves it on by one', () => {
    const scenario = dispatched();
    expect(scenario.standing.version).toBe(3);
    scenario.pass(11).fire();
    expect(scenario.standing.version).toBe(3);
    expect(scenario.given(STEPS.Sign).standing.version).toBe(4);
  });

  it('[CASE37] a late command records its own breach before itself', () => {
    const scenario = dispatched().pass(11).given(STEPS.Sign);
    expect(scenario.types.slice(-2)).toEqual(['CaseClockBreached', 'CaseSigned']);
    expect(clockOf(scenario, 'sign')).toMatchObject({ state: 'breached', stoppedAt: scenario.now });
    expect(isOverdue(scenario.standing)).toBe(false);
  });

  it('[CASE37] a refused command records no breach either', () => {
    const scenario = dispatched().pass(11);
    expect(scenario.when(STEPS.PassFeedback).ok).toBe(false);
    expect(scenario.events).toHaveLength(3);
  });

  it('[CASE38] while the machine’s clock cannot be trusted no breach is recorded, and late is still late', () => {
    const scenario = dispatched().pass(11);
    scenario.holdBreaches = true;
    expect(scenario.fire()).toEqual({ ok: true, value: { events: [], texts: [], erases: false } });
    scenario.given(STEPS.Sign);
    expect(scenario.types.at(-1)).toBe('CaseSigned');
    expect(clockOf(scenario, 'sign')).toMatchObject({ state: 'breached', stoppedAt: scenario.now });
    expect(clockOf(scenario, 'sign')).not.toHaveProperty('breachedAt');
  });

  it.each([
    ['firing', (scenario: CaseScenario) => void scenario.fire()],
    ['command', (scenario: CaseScenario) => void scenario.given(STEPS.RecordContact)],
  ])('[CASE38] the verdict comes with the next %s after it, once', (_of, next) => {
    const scenario = dispatched().pass(11);
    scenario.holdBreaches = true;
    const signedAt = scenario.given(STEPS.Sign).now;
    scenario.holdBreaches = false;
    next(scenario.pass(2));
    scenario.fire();
    const verdicts = scenario.events.flatMap((event) =>
      event.type === 'CaseClockBreached' ? [event.data] : [],
    );
    const due = signedAt - MINUTE;
    expect(verdicts).toEqual([{ clock: 'sign', breachedAt: due, detectedAt: signedAt + 2 * MINUTE }]);
    expect(clockOf(scenario, 'sign')).toMatchObject({ breachedAt: due, stoppedAt: signedAt });
  });

  it('[CASE38] the verdict on an ended case comes too, and it is due in its turn', () => {
    const scenario = dispatched().pass(11);
    scenario.holdBreaches = true;
    scenario.given(STEPS.Withdraw, STEPS.EraseCase);
    const due = scenario.now - MINUTE;
    expect(clockOf(scenario, 'sign')).toMatchObject({ state: 'breached', stoppedAt: scenario.now });
    expect(deadlinesOf(scenario.standing).dueAt).toBe(due);
    scenario.holdBreaches = false;
    scenario.fire();
    expect(scenario.events.at(-1)?.data).toMatchObject({ clock: 'sign', breachedAt: due });
    expect(deadlinesOf(scenario.standing).dueAt).toBe(Infinity);
  });

  it('[CASE38] work handed in late while breaches were held is late as of its due instant, also when it is returned', () => {
    const scenario = dispatched().given(STEPS.Sign, STEPS.RecordContact).pass(121);
    const due = scenario.now - MINUTE;
    scenario.holdBreaches = true;
    scenario.given(STEPS.SubmitFeedback).pass(30).given(STEPS.ReturnFeedback);
    scenario.holdBreaches = false;
    scenario.fire();
    expect(clockOf(scenario, 'handle')).toMatchObject({ state: 'breached', breachedAt: due, pausedMs: 0 });
  });

  it('[CASE38] a verdict that comes when the next round has begun is not one on the next round', () => {
    const scenario = new CaseScenario({ city: callbackCity() }).registered({ level: 'L1' });
    scenario.given(...PATHS.dispatched).pass(31);
    scenario.holdBreaches = true;
    scenario.given(...PATHS.feedback.slice(2), STEPS.PassFeedback, NOT_SOLVED, STEPS.Rework);
    scenario.holdBreaches = false;
    scenario.pass(1).fire();
    expect(scenario.standing.clocks.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'dispatch met',
      'citizen running',
      'sign breached',
      'contact breached',
      'handle met',
      'review met',
      'callback met',
      'sign running',
      'contact running',
      'rework running',
    ]);
  });

  it('[CASE39] review pauses handling: the unit is judged by when it handed in, not by when it was read', () => {
    const scenario = dispatched()
      .given(STEPS.Sign, STEPS.RecordContact)
      .pass(119)
      .given(STEPS.SubmitFeedback);
    const submittedAt = scenario.now;
    expect(clockOf(scenario, 'handle')).toMatchObject({ state: 'paused', pausedAt: submittedAt });
    scenario.pass(10_000).given(STEPS.PassFeedback);
    expect(breached(scenario)).toEqual(['review', 'citizen']);
    expect(clockOf(scenario, 'handle')).toMatchObject({ state: 'met', stoppedAt: submittedAt });
  });

  it('[CASE40] the next due instant is that of the soonest running clock', () => {
    const scenario = dispatched();
    const start = scenario.now;
    expect(deadlinesOf(scenario.standing).dueAt).toBe(start + 10 * MINUTE);
    scenario.given(STEPS.Sign);
    expect(deadlinesOf(scenario.standing).dueAt).toBe(start + 30 * MINUTE);
    scenario.given(STEPS.RecordContact, STEPS.SubmitFeedback);
    expect(deadlinesOf(scenario.standing).dueAt).toBe(start + 240 * MINUTE);
    scenario.given(STEPS.ReturnFeedback);
    expect(deadlinesOf(scenario.standing).dueAt).toBe(start + 120 * MINUTE);
  });

  it('[CASE41] ending a case cancels what still runs', () => {
    const scenario = dispatched().given(STEPS.Withdraw);
    expect(scenario.standing.clocks.map(({ state }) => state)).toEqual([
      'met',
      'cancelled',
      'cancelled',
      'cancelled',
      'cancelled',
    ]);
    expect(deadlinesOf(scenario.standing).dueAt).toBe(Infinity);
  });
});
