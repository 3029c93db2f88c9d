import { describe, expect, it } from 'vitest';
import { dueAt } from '../../shared/domain/clock/Clock.ts';
import { LEVELS } from '../../shared/domain/vocabulary.ts';
import type { ClockKind, Level } from '../../shared/domain/vocabulary.ts';
import { must } from '../../shared/lib/assert.ts';
import {
  ANOTHER_ROUND,
  beijing,
  beijingCase,
  breachesOf,
  FEEDBACK,
  lastClock,
  startedCase,
  stoppedAt,
  TO_WORK,
} from '../support/beijingCase.ts';
import { NOT_SOLVED, STEPS } from '../support/caseScenario.ts';
import { local } from '../support/sampleWork.ts';

interface Vector {
  readonly level: Level;
  readonly from: string;
  readonly due: string;
  /** When what is late can first be done, where that is not 1 ms later. */
  readonly late?: string | undefined;
}

const vectors = (...rows: readonly (readonly [Level, string, string, string?])[]): readonly Vector[] =>
  rows.map(([level, from, due, late]) => ({ level, from, due, late }));

/**
 * The clock is due at that instant: stopped or looked at then it is in time, 1 ms later breached as of that instant.
 */
function expectDue(kind: ClockKind, { level, from, due, late }: Vector): void {
  const at = local(due);
  const start = () => startedCase(kind, level, from);
  expect(dueAt(lastClock(start(), kind))).toBe(at);

  const inTime = start();
  expect(stoppedAt(inTime, kind, at)).toMatchObject({ state: 'met', stoppedAt: at });
  expect(breachesOf(inTime, kind)).toEqual([]);

  const tooLate = start();
  const lateAt = late === undefined ? at + 1 : local(late);
  expect(stoppedAt(tooLate, kind, lateAt)).toMatchObject({ state: 'breached', stoppedAt: lateAt });
  expect(breachesOf(tooLate, kind)).toEqual([at]);

  const seen = start();
  for (const now of [at - 1, at]) {
    seen.now = now;
    seen.fire();
    expect(breachesOf(seen, kind)).toEqual([]);
  }
  seen.now = at + 1;
  seen.fire();
  expect(breachesOf(seen, kind)).toEqual([at]);
}

describe('the clocks of Beijing', () => {
  it.each(
    vectors(
      ['L1', '2025-09-30 23:30', '2025-10-01 00:30'],
      ['L2', '2025-10-10 15:20', '2025-10-10 17:20'],
      ['L3', '2025-09-30 17:00', '2025-10-01 17:00'],
      ['L4', '2025-10-10 23:59:59.999', '2025-10-11 23:59:59.999'],
    ),
  )('[VEC1] dispatch of $level from $from is due at $due, to the millisecond', (vector) => {
    expectDue('dispatch', vector);
  });

  it.each(
    vectors(
      ['L1', '2025-10-10 23:55', '2025-10-11 00:05'],
      ['L2', '2025-10-10 15:20', '2025-10-10 15:50'],
      ['L3', '2025-10-10 23:30', '2025-10-11 03:30'],
      ['L4', '2025-09-30 22:00', '2025-10-01 02:00'],
    ),
  )('[VEC2] sign of $level from $from is due at $due, to the millisecond', (vector) => {
    expectDue('sign', vector);
  });

  it.each(
    vectors(
      ['L1', '2025-10-10 21:45', '2025-10-10 22:15'],
      ['L2', '2025-10-10 21:00', '2025-10-10 23:00'],
      ['L3', '2025-10-10 21:00', '2025-10-12 17:00'],
      ['L4', '2025-10-10 23:30', '2025-10-12 18:00'],
      ['L3', '2025-10-10 21:59:59.999', '2025-10-12 17:59:59.999'],
      ['L3', '2025-10-11 07:59:59.999', '2025-10-12 18:00'],
      ['L3', '2025-10-11 08:00:00.001', '2025-10-12 18:00:00.001'],
    ),
  )('[VEC3] contact of $level from $from is due at $due, to the millisecond', (vector) => {
    expectDue('contact', vector);
  });

  it.each(
    vectors(
      ['L1', '2025-10-10 23:00', '2025-10-11 01:00'],
      ['L2', '2025-10-10 15:20', '2025-10-11 15:20'],
      ['L3', '2025-10-10 15:20', '2025-10-17 15:20'],
      ['L4', '2025-09-25 23:59', '2025-10-10 23:59'],
    ),
  )('[VEC4] handle of $level from $from is due at $due, to the millisecond', (vector) => {
    expectDue('handle', vector);
  });

  const citizen = vectors(
    ['L1', '2025-10-10 15:20', '2025-10-11 15:20'],
    ['L2', '2025-10-10 15:20', '2025-10-13 15:20'],
    ['L3', '2025-10-10 15:20', '2025-10-25 15:20'],
    ['L4', '2025-10-10 15:20', '2025-11-09 15:20'],
  );

  it.each(citizen)('[VEC5] citizen of $level from $from is due at $due, to the millisecond', (vector) => {
    expectDue('citizen', vector);
  });

  it.each(citizen)(
    '[VEC5] citizen of $level from $from is due at $due also after a return and a rework',
    ({ level, from, due }) => {
      const closedAt = (at: number) => {
        const scenario = beijingCase(level, from).given(...TO_WORK);
        scenario.pass(60).given(FEEDBACK).pass(60).given(STEPS.ReturnFeedback);
        scenario.pass(60).given(FEEDBACK, STEPS.PassFeedback, NOT_SOLVED, STEPS.Rework);
        scenario.pass(60).given(...ANOTHER_ROUND);
        scenario.now = at;
        scenario.given(STEPS.RecordCallback, STEPS.CloseSolved);
        return scenario;
      };
      const at = local(due);
      expect(lastClock(closedAt(at), 'citizen')).toMatchObject({ startAt: local(from), state: 'met' });
      const late = closedAt(at + 1);
      expect(lastClock(late, 'citizen')).toMatchObject({ state: 'breached', stoppedAt: at + 1 });
      expect(breachesOf(late, 'citizen')).toEqual([at]);
    },
  );

  it.each(
    vectors(
      ['L1', '2025-10-10 15:20', '2025-10-12 15:20'],
      ['L2', '2025-10-10 20:00', '2025-10-14 20:00'],
      ['L3', '2025-10-10 20:29:59.999', '2025-10-16 20:29:59.999'],
      ['L3', '2025-10-10 20:30', '2025-10-16 20:30', '2025-10-17 08:30'],
      ['L4', '2025-10-11 03:00', '2025-10-16 20:30', '2025-10-17 08:30'],
      ['L4', '2025-10-11 08:30:00.001', '2025-10-17 08:30:00.001'],
    ),
  )('[VEC6] callback of $level from $from is due at $due, to the millisecond', (vector) => {
    expectDue('callback', vector);
  });

  it.each(
    vectors(
      ['L1', '2025-10-10 15:20', '2025-10-10 16:20'],
      ['L2', '2025-10-10 15:20', '2025-10-11 15:20'],
      ['L3', '2025-10-10 15:20', '2025-10-14 03:20'],
      ['L4', '2025-10-10 15:20', '2025-10-18 03:20'],
    ),
  )('[VEC7] rework of $level from $from is due at $due, to the millisecond', (vector) => {
    expectDue('rework', vector);
  });

  it('[VEC7] rework has half the time of handle, 24 h at least, and one hour at L1', () => {
    const city = beijing();
    const at = local('2025-10-10 15:20');
    const policy = city.policyAt(at);
    const halves = LEVELS.map((level) => {
      const half = city.clocks.start(policy, 'handle', level, at).minutes / 2;
      return level === 'L1' ? 60 : Math.max(half, 24 * 60);
    });
    expect(LEVELS.map((level) => city.clocks.start(policy, 'rework', level, at).minutes)).toEqual(halves);
    expect(must(halves[2], 'there are four levels')).toBe(84 * 60);
  });
});
