import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StartedClock } from '../../shared/domain/clock/Clock.ts';
import { dueAt, startClock } from '../../shared/domain/clock/Clock.ts';
import type { DayWindow } from '../../shared/domain/packParts.ts';
import { policySchema } from '../../shared/domain/policy.ts';
import type { Limit, Policy } from '../../shared/domain/policy.ts';
import { must } from '../../shared/lib/assert.ts';
import { CaseScenario, PATHS, STEPS } from '../support/caseScenario.ts';
import { callbackCity, limits, SAMPLE_BUDGETS, samplePack } from '../support/sampleCity.ts';
import { local, SAMPLE_WORK } from '../support/sampleWork.ts';

const MINUTE = 60_000;
const policy = must(samplePack().policies[0], 'the sample pack has a policy');
const isTaken = (changes: object) => policySchema.safeParse({ ...policy, ...changes }).success;
const window = (text: string): DayWindow => {
  const [from = '', to = ''] = text.split('-');
  return { from, to };
};
const windows = (text: string) => text.split(' ').map(window);

/** A clock of handling under these working hours. */
function started(limit: Limit, from: string, hours: string, changes: Partial<Policy> = {}): StartedClock {
  const budgets = { ...SAMPLE_BUDGETS, handle: limits(limit) };
  const city = callbackCity({ budgets, workingHours: windows(hours), ...changes }, SAMPLE_WORK);
  return city.clocks.start(city.policyAt(local(from)), 'handle', 'L3', local(from));
}
const dueOf = (limit: Limit, from: string, hours: string) =>
  dueAt(startClock(started(limit, from, hours), local(from)));
const working = (minutes: number): Limit => ({ minutes, basis: 'working' });

describe('working hours', () => {
  it.each([
    ['09:00-24:00', true],
    ['00:00-24:00', true],
    ['22:00-06:00', true],
    ['09:00-12:00 12:00-18:00', true],
    ['06:00-12:00 18:00-06:00', true],
    ['18:00-00:00', true],
    ['06:00-12:00 18:00-06:01', false],
    ['22:00-06:00 09:00-12:00', false],
    ['09:00-12:00 11:59-18:00', false],
    ['09:00-09:00', false],
    ['09:00-24:01', false],
    ['24:00-06:00', false],
  ])('[PCK285] %s are taken: %s', (hours, taken) => {
    expect(isTaken({ workingHours: windows(hours) })).toBe(taken);
  });

  // 2025-10-10 is a Friday, the Saturday after it a make-up workday and the Monday a usual one.
  it.each([
    ['09:00-24:00', 60, '2025-10-10 23:30', '2025-10-11 09:30'],
    ['09:00-24:00', 15 * 60, '2025-10-10 09:00', '2025-10-11 00:00'],
    ['00:00-24:00', 24 * 60, '2025-10-10 15:20', '2025-10-11 15:20'],
    ['00:00-24:00', 48 * 60, '2025-10-10 15:20', '2025-10-13 15:20'],
    ['22:00-06:00', 60, '2025-10-09 23:30', '2025-10-10 00:30'],
    ['22:00-06:00', 8 * 60, '2025-10-09 12:00', '2025-10-10 06:00'],
    // The night from Saturday to Sunday is Saturday's, and nobody works in that from Sunday to Monday.
    ['22:00-06:00', 8 * 60, '2025-10-11 22:00', '2025-10-12 06:00'],
    ['22:00-06:00', 60, '2025-10-12 23:00', '2025-10-13 23:00'],
    ['22:00-06:00', 60, '2025-10-13 01:00', '2025-10-13 23:00'],
    ['06:00-12:00 18:00-06:00', 60, '2025-10-10 05:30', '2025-10-10 06:30'],
    ['18:00-00:00', 6 * 60 + 1, '2025-10-09 18:00', '2025-10-10 18:01'],
  ])('[PCK285] of %s: %i minutes from %s end at %s, no minute being lost', (hours, minutes, from, due) => {
    expect(dueOf(working(minutes), from, hours)).toBe(local(due));
  });

  it('[PCK285] a working day is as long as its hours, over midnight too', () => {
    const lengthOf = (hours: string) =>
      started({ days: 1, basis: 'working' }, '2025-10-09 09:00', hours).minutes;
    expect(['09:00-24:00', '22:00-06:00', '00:00-24:00', '18:00-00:00'].map(lengthOf)).toEqual([
      900, 480, 1_440, 360,
    ]);
  });

  it('[PCK285] any hours lose no minute: a week of them takes as much as they are long', () => {
    const time = fc.integer({ min: 0, max: 1_439 });
    const written = (minute: number) =>
      `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
    fc.assert(
      fc.property(time, fc.integer({ min: 1, max: 1_440 }), (from, length) => {
        const to = from + length === 1_440 ? '24:00' : written((from + length) % 1_440);
        const hours = length === 1_440 ? '00:00-24:00' : `${written(from)}-${to}`;
        const begin = length === 1_440 ? 0 : from;
        // Five days that are worked follow each other from Monday 2026-01-12 on.
        const start = local('2026-01-12 00:00') + begin * MINUTE;
        const clock = started(working(5 * length), '2026-01-12 00:00', hours);
        const end = start + 4 * 1_440 * MINUTE + length * MINUTE;
        expect(dueAt(startClock(clock, local('2026-01-12 00:00')))).toBe(end);
      }),
    );
  });

  it('[PCK285] a night that ends on a day without an official notice is provisional', () => {
    const { timed } = started(working(120), '2026-12-31 23:00', '22:00-06:00');
    expect(timed).toMatchObject({ dueAt: local('2027-01-01 01:00'), provisional: true });
  });
});

describe('hours in which nobody is called', () => {
  it('[PCK286] quiet hours may end at 24:00, and must leave some time of the day', () => {
    const quiet = (contact: string) => ({
      quietHours: { contact: window(contact), callback: window('20:30-08:30') },
    });
    expect(isTaken(quiet('20:00-24:00'))).toBe(true);
    expect(isTaken(quiet('00:00-24:00'))).toBe(false);
    const limit: Limit = { minutes: 60, basis: 'quiet' };
    const budgets = { ...SAMPLE_BUDGETS, contact: limits(limit) };
    const city = callbackCity({ budgets, ...quiet('20:00-24:00') }, SAMPLE_WORK);
    const at = local('2025-10-10 19:30');
    const clock = startClock(city.clocks.start(city.policyAt(at), 'contact', 'L3', at), at);
    expect(dueAt(clock)).toBe(local('2025-10-11 00:30'));
  });

  it.each([
    ['08:30-24:00', '2026-11-21 23:59:59.999', true],
    ['08:30-24:00', '2026-11-22 00:00', true],
    ['08:30-24:00', '2026-11-22 00:00:00.001', false],
    ['08:30-24:00', '2026-11-22 08:29:59.999', false],
    ['00:00-24:00', '2026-11-22 03:00', true],
  ])('[PCK286] callback hours %s: a call at %s is taken: %s', (hours, time, taken) => {
    const city = callbackCity({ callbackHours: window(hours) });
    const scenario = new CaseScenario({ city }).registered().given(...PATHS.callback);
    scenario.now = local(time);
    expect(scenario.when(STEPS.RecordCallback).ok).toBe(taken);
  });
});
