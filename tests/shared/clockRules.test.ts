import { describe, expect, it } from 'vitest';
import { dueAt } from '../../shared/domain/clock/Clock.ts';
import { colourOf } from '../../shared/domain/clock/colour.ts';
import type { Limit, Policy } from '../../shared/domain/policy.ts';
import type { ClockKind, Level } from '../../shared/domain/vocabulary.ts';
import {
  beijing,
  beijingCase,
  breachesOf,
  FEEDBACK,
  lastClock,
  startedCase,
  stoppedAt,
  TO_UNIT,
  TO_WORK,
} from '../support/beijingCase.ts';
import { NOT_SOLVED, STEPS } from '../support/caseScenario.ts';
import type { CaseScenario } from '../support/caseScenario.ts';
import { limits } from '../support/sampleCity.ts';
import { local } from '../support/sampleWork.ts';

type Pause = readonly [handedIn: string, returned: string];

/** Work that was handed in and returned, once for each pair of times of a day. */
function reviewed(scenario: CaseScenario, pauses: readonly Pause[]): CaseScenario {
  for (const [handedIn, returned] of pauses) {
    scenario.now = local(handedIn);
    scenario.given(FEEDBACK);
    scenario.now = local(returned);
    scenario.given(STEPS.ReturnFeedback);
  }
  return scenario;
}

/** Handed in at that instant the work is in time, 1 ms later it is late as of that instant. */
function expectDue(start: () => CaseScenario, due: string): void {
  const at = local(due);
  expect(dueAt(lastClock(start(), 'handle'))).toBe(at);
  expect(stoppedAt(start(), 'handle', at)).toMatchObject({ state: 'met' });
  const late = start();
  expect(stoppedAt(late, 'handle', at + 1)).toMatchObject({ state: 'breached' });
  expect(breachesOf(late, 'handle')).toEqual([at]);
}

/** Beijing with other limits for handling. */
function handledWithin(limit: Limit | undefined, changes: Partial<Policy> = {}) {
  const [policy] = beijing().pack.policies;
  if (policy === undefined) throw new Error('Beijing has a policy');
  const { budgets } = policy;
  return beijing({
    budgets: limit === undefined ? budgets : { ...budgets, handle: limits(limit) },
    ...changes,
  });
}

const DAY = '2025-10-10';
const of = (time: string) => `${DAY} ${time}`;

describe('the rules of the clocks', () => {
  it.each<[due: string, pauses: readonly Pause[]]>([
    ['17:20', []],
    ['17:50', [[of('16:20'), of('16:50')]]],
    [
      '18:10',
      [
        [of('16:20'), of('16:50')],
        [of('17:00'), of('17:20')],
      ],
    ],
    ['17:20:00.001', [[of('16:20'), of('16:20:00.001')]]],
  ])('[K1] two hours from 15:20 are due at %s after the pauses %j, to the millisecond', (due, pauses) => {
    expectDue(() => reviewed(startedCase('handle', 'L1', of('15:20')), pauses), of(due));
  });

  const counting = {
    exact: beijing(),
    civil: handledWithin(undefined, { dayCounting: 'civil' }),
    'civil rolling': handledWithin(undefined, { dayCounting: 'civil', rollHoliday: true }),
  };
  it.each([
    ['exact', '2025-10-10 15:20', '2025-10-17 15:20'],
    ['civil', '2025-10-10 15:20', '2025-10-18 00:00'],
    ['civil', '2025-10-10 00:00', '2025-10-18 00:00'],
    ['civil', '2025-10-10 23:59:59.999', '2025-10-18 00:00'],
    ['civil', '2025-10-11 00:00', '2025-10-19 00:00'],
    ['civil rolling', '2025-09-23 15:20', '2025-10-01 00:00'],
    ['civil rolling', '2025-09-24 15:20', '2025-10-10 00:00'],
    ['civil rolling', '2025-10-04 15:20', '2025-10-12 00:00'],
    ['civil rolling', '2025-10-11 15:20', '2025-10-21 00:00'],
  ] as const)('[K2] seven %s days from %s are due at %s, to the millisecond', (days, from, due) => {
    expectDue(() => startedCase('handle', 'L3', from, counting[days]), due);
  });

  const working = handledWithin({ minutes: 480, basis: 'working' });
  it.each([
    ['2025-09-30 17:00', '2025-10-09 17:00'],
    ['2025-09-30 17:00:00.001', '2025-10-09 17:00:00.001'],
    ['2025-09-30 18:00', '2025-10-09 18:00'],
    ['2025-10-01 12:00', '2025-10-09 18:00'],
    ['2025-10-10 13:00', '2025-10-11 12:00'],
  ])('[K3] eight working hours from %s are due at %s, to the millisecond', (from, due) => {
    expectDue(() => startedCase('handle', 'L3', from, working), due);
  });

  it('[K3] five working days after 2025-09-30 end with 10-14, the make-up Saturday among them', () => {
    const days = handledWithin({ days: 5, basis: 'working' }, { dayCounting: 'civil' });
    expectDue(() => startedCase('handle', 'L3', '2025-09-30 17:00', days), '2025-10-15 00:00');
  });

  it.each<[handedIn: string, returned: string, due: string]>([
    ['16:20', '18:20', '19:20'],
    ['17:20', '18:00', '18:00'],
    ['17:19:59.999', '18:00', '18:00:00.001'],
  ])('[K4] two hours from 15:20 stand still in review from %s to %s and are due at %s', (...times) => {
    const [handedIn, returned, due] = times.map(of) as [string, string, string];
    expectDue(() => reviewed(startedCase('handle', 'L1', of('15:20')), [[handedIn, returned]]), due);
  });

  it('[K4] what was handed in 1 ms late does not stand still, and no paused clock is breached', () => {
    const late = reviewed(startedCase('handle', 'L1', of('15:20')), [[of('17:20:00.001'), of('18:00')]]);
    expect(breachesOf(late, 'handle')).toEqual([local(of('17:20'))]);
    expect(dueAt(lastClock(late, 'handle'))).toBe(local(of('17:20')));
    const paused = startedCase('handle', 'L1', of('15:20'));
    paused.now = local(of('17:20'));
    paused.given(FEEDBACK).pass(10_000).fire();
    expect(breachesOf(paused, 'handle')).toEqual([]);
  });

  it('[K4] nothing else stands still: sign and citizen run through the night, contact through the review', () => {
    const scenario = beijingCase('L3', of('21:00')).given(...TO_UNIT);
    expect(dueAt(lastClock(scenario, 'sign'))).toBe(local('2025-10-11 01:00'));
    const inVain = { type: 'RecordContact', payload: { reached: false, note: '无人接听' } } as const;
    scenario.given(STEPS.Sign, inVain, inVain, inVain);
    reviewed(scenario, [['2025-10-11 09:00', '2025-10-11 12:00']]);
    expect(dueAt(lastClock(scenario, 'contact'))).toBe(local('2025-10-12 17:00'));
    expect(dueAt(lastClock(scenario, 'citizen'))).toBe(local('2025-10-25 21:00'));
    expect(dueAt(lastClock(scenario, 'handle'))).toBe(local('2025-10-18 00:00'));
  });

  it.each<[ClockKind, Level, string, ...[string, string, string, string]]>([
    ['sign', 'L1', '10-10 15:20', '10-10 15:25', '10-10 15:28', '10-10 15:30', '10-10 16:30'],
    ['handle', 'L2', '10-10 15:20', '10-11 09:20', '10-11 12:56', '10-11 15:20', '10-11 21:20'],
    ['handle', 'L3', '10-10 15:20', '10-15 21:20', '10-16 22:32', '10-17 15:20', '10-19 09:20'],
    ['contact', 'L3', '10-10 21:00', '10-12 11:00', '10-12 14:36', '10-12 17:00', '10-12 23:00'],
  ])('[K5] %s of %s from %s: yellow %s, orange %s, red after %s, dark red %s', (kind, level, from, ...at) => {
    const clock = lastClock(startedCase(kind, level, `2025-${from}`), kind);
    const colours = at.map((time) => {
      const instant = local(`2025-${time}`);
      return [instant - 1, instant, instant + 1].map((now) => colourOf(clock, now)).join(' ');
    });
    expect(colours).toEqual([
      'green yellow yellow',
      'yellow orange orange',
      'orange orange red',
      'red darkRed darkRed',
    ]);
  });

  it.each([
    ['17:20', '18:40', 'met', 'met'],
    ['17:20:00.001', '18:40', 'breached', 'met'],
    ['17:20', '18:40:00.001', 'met', 'breached'],
    ['17:20:00.001', '18:40:00.001', 'breached', 'breached'],
  ])(
    '[K7] handed in at %s and, reworked from 17:40, at %s: first round %s, second %s',
    (first, second, ...states) => {
      const scenario = beijingCase('L1', of('15:20')).given(...TO_WORK);
      scenario.now = local(of(first));
      scenario.given(FEEDBACK, STEPS.PassFeedback);
      scenario.now = local(of('17:40'));
      const ended = lastClock(scenario.given(NOT_SOLVED), 'handle');
      scenario.given(STEPS.Rework, STEPS.Sign, STEPS.RecordContact);
      scenario.now = local(of(second));
      scenario.given(FEEDBACK, STEPS.PassFeedback);
      expect(lastClock(scenario, 'handle')).toEqual(ended);
      expect(['handle', 'rework'].map((kind) => lastClock(scenario, kind as ClockKind).state)).toEqual(
        states,
      );
      expect(breachesOf(scenario, 'handle')).toEqual(states[0] === 'met' ? [] : [local(of('17:20'))]);
      expect(breachesOf(scenario, 'rework')).toEqual(states[1] === 'met' ? [] : [local(of('18:40'))]);
    },
  );

  it('[K7] sign and contact of the second round start anew and leave those of the first as they ended', () => {
    const scenario = beijingCase('L1', of('15:20')).given(
      ...TO_WORK,
      FEEDBACK,
      STEPS.PassFeedback,
      NOT_SOLVED,
    );
    scenario.now = local(of('17:40'));
    scenario.given(STEPS.Rework).pass(11).fire();
    const told = scenario.standing.clocks
      .filter(({ kind }) => kind === 'sign')
      .map(({ state, startAt }) => [state, startAt]);
    expect(told).toEqual([
      ['met', local(of('15:20'))],
      ['breached', local(of('17:40'))],
    ]);
    expect(breachesOf(scenario, 'sign')).toEqual([local(of('17:50'))]);
  });
});
