import { describe, expect, it } from 'vitest';
import type { StartedClock } from '../../shared/domain/clock/Clock.ts';
import { dueAt, pauseClock, resumeClock, startClock } from '../../shared/domain/clock/Clock.ts';
import { colourOf } from '../../shared/domain/clock/colour.ts';
import type { Limit, Policy } from '../../shared/domain/policy.ts';
import type { ClockKind } from '../../shared/domain/vocabulary.ts';
import { InvariantError, must } from '../../shared/lib/assert.ts';
import { callbackCity, limits, SAMPLE_BUDGETS, sampleCity } from '../support/sampleCity.ts';
import { local, SAMPLE_WORK } from '../support/sampleWork.ts';

const HOUR = 3_600_000;
const WORKING_8H: Limit = { minutes: 480, basis: 'working' };

/** A city in which one kind of clock has one limit. */
function cityWith(kind: ClockKind, limit: Limit, changes: Partial<Policy> = {}) {
  const budgets = { ...SAMPLE_BUDGETS, [kind]: limits(limit) };
  return callbackCity({ budgets, ...changes }, SAMPLE_WORK);
}

function started(kind: ClockKind, limit: Limit, from: string, changes: Partial<Policy> = {}): StartedClock {
  const city = cityWith(kind, limit, changes);
  const at = local(from);
  return city.clocks.start(city.policyAt(at), kind, 'L3', at);
}

const dueOf = (kind: ClockKind, limit: Limit, from: string, changes: Partial<Policy> = {}) =>
  dueAt(startClock(started(kind, limit, from, changes), local(from)));

/** A clock that is paused and goes on, once for each pair of local times. */
function reviewed(
  limit: Limit,
  from: string,
  pauses: readonly [string, string][],
  changes: Partial<Policy> = {},
) {
  const city = cityWith('handle', limit, changes);
  let clock = startClock(started('handle', limit, from, changes), local(from));
  for (const [pausedAt, resumedAt] of pauses) {
    clock = pauseClock(clock, local(pausedAt));
    const at = local(resumedAt);
    clock = resumeClock(clock, at, city.clocks.resume(city.policyAt(at), clock, at));
  }
  return clock;
}

describe('natural time', () => {
  it.each([
    [120, '2025-10-10 15:20', '2025-10-10 17:20'],
    [7 * 1_440, '2025-10-10 15:20', '2025-10-17 15:20'],
    [15 * 1_440, '2025-09-25 23:59', '2025-10-10 23:59'],
  ])('[DUE1] %i minutes from %s are over at %s, whatever the days are', (minutes, from, due) => {
    expect(started('handle', minutes, from)).toEqual({ kind: 'handle', minutes });
    expect(dueOf('handle', minutes, from)).toBe(local(due));
  });

  it('[DUE1] days are so many times 24 hours where the policy counts exactly', () => {
    expect(started('handle', { days: 7, basis: 'natural' }, '2025-10-10 15:20')).toEqual({
      kind: 'handle',
      minutes: 7 * 1_440,
    });
  });
});

describe('civil days', () => {
  const civil = { dayCounting: 'civil' } as const;
  const sevenDays: Limit = { days: 7, basis: 'natural' };

  it.each([
    ['2025-10-10 15:20', '2025-10-18 00:00'],
    ['2025-10-10 00:00', '2025-10-18 00:00'],
    ['2025-10-10 23:59:59.999', '2025-10-18 00:00'],
    ['2025-10-11 00:00', '2025-10-19 00:00'],
  ])(
    '[DUE2] 7 days from %s end at %s: the start day is left out, the last one counts to its end',
    (from, due) => {
      expect(dueOf('handle', sevenDays, from, civil)).toBe(local(due));
    },
  );

  it('[DUE2] limits in hours run at once, also where they are as long as days', () => {
    expect(dueOf('handle', 1_440, '2025-10-10 15:20', civil)).toBe(local('2025-10-11 15:20'));
  });

  it.each([
    [7, '2025-09-23 10:00', '2025-10-01 00:00', 'the last day is a working day'],
    [8, '2025-09-23 10:00', '2025-10-10 00:00', 'a holiday moves it to the day after the holidays'],
    [7, '2025-10-04 10:00', '2025-10-12 00:00', 'a Saturday that is worked ends it'],
    [7, '2025-10-11 10:00', '2025-10-21 00:00', 'a Saturday that is not moves it over the weekend'],
    [7, '2025-10-12 10:00', '2025-10-21 00:00', 'a Sunday moves it to the Monday'],
  ])('[DUE3] with rollHoliday %i days from %s end at %s: %s', (days, from, due) => {
    const limit: Limit = { days, basis: 'natural' };
    expect(dueOf('handle', limit, from, { ...civil, rollHoliday: true })).toBe(local(due));
  });

  it.each([
    [1, '2025-10-10 00:00'],
    [2, '2025-10-11 00:00'],
    [3, '2025-10-12 00:00'],
    [4, '2025-10-14 00:00'],
    [5, '2025-10-15 00:00'],
  ])('[DUE4] %i working days after 2025-09-30 end at %s, the make-up Saturday among them', (days, due) => {
    const limit: Limit = { days, basis: 'working' };
    expect(dueOf('handle', limit, '2025-09-30 17:00', civil)).toBe(local(due));
    expect(dueOf('handle', limit, '2025-09-30 17:00', { ...civil, rollHoliday: true })).toBe(local(due));
  });

  it('[DUE2] the way to the end is used up evenly from the start, working days only where they are meant', () => {
    const natural = started('handle', { days: 1, basis: 'natural' }, '2025-10-10 00:00', civil).timed;
    expect(natural).toMatchObject({ basis: 'natural', civil: true });
    expect([natural?.nearAt, natural?.soonAt]).toEqual([
      local('2025-10-11 12:00'),
      local('2025-10-11 19:12'),
    ]);
    const working = started('handle', { days: 1, basis: 'working' }, '2025-10-11 00:00', civil).timed;
    expect([working?.nearAt, working?.soonAt, working?.dueAt]).toEqual([
      local('2025-10-13 12:00'),
      local('2025-10-13 19:12'),
      local('2025-10-14 00:00'),
    ]);
  });
});

describe('working time', () => {
  it.each([
    ['2025-09-30 17:00', '2025-10-09 17:00'],
    ['2025-09-30 17:00:00.001', '2025-10-09 17:00:00.001'],
    ['2025-09-30 18:00', '2025-10-09 18:00'],
    ['2025-09-30 08:00', '2025-09-30 18:00'],
    ['2025-10-01 12:00', '2025-10-09 18:00'],
    ['2025-10-10 13:00', '2025-10-11 12:00'],
    ['2025-10-11 13:00', '2025-10-13 12:00'],
  ])('[DUE5] 8 working hours from %s end at %s', (from, due) => {
    expect(dueOf('handle', WORKING_8H, from)).toBe(local(due));
  });

  it('[DUE5] a working day is as long as its opening hours where the policy counts exactly', () => {
    const limit: Limit = { days: 2, basis: 'working' };
    expect(started('handle', limit, '2025-10-09 09:00').minutes).toBe(960);
    expect(dueOf('handle', limit, '2025-10-09 09:00')).toBe(local('2025-10-10 18:00'));
    const short = { workingHours: [{ from: '10:00', to: '16:00' }] };
    expect(started('handle', limit, '2025-10-09 09:00', short).minutes).toBe(720);
    expect(dueOf('handle', limit, '2025-10-09 09:00', short)).toBe(local('2025-10-10 16:00'));
  });

  it('[DUE5] warns when three quarters and nine tenths of the working time are used up', () => {
    const { timed } = started('handle', WORKING_8H, '2025-10-10 13:00');
    expect(timed?.nearAt).toBe(local('2025-10-11 10:00'));
    expect(timed?.soonAt).toBe(local('2025-10-11 11:12'));
    const hour = started('handle', { minutes: 60, basis: 'working' }, '2025-10-10 17:30').timed;
    expect([hour?.nearAt, hour?.soonAt]).toEqual([local('2025-10-10 18:00'), local('2025-10-11 09:18')]);
  });

  it('[DUE5] is not to be had without a work calendar', () => {
    const city = callbackCity({ budgets: { ...SAMPLE_BUDGETS, handle: limits(WORKING_8H) } });
    const at = local('2025-10-10 13:00');
    expect(() => city.clocks.start(city.policyAt(at), 'handle', 'L3', at)).toThrow(InvariantError);
  });

  it('[DUE6] is provisional where a day on the way has no official notice, and only there', () => {
    expect(started('handle', WORKING_8H, '2026-12-31 09:00').timed).not.toHaveProperty('provisional');
    const later = started('handle', WORKING_8H, '2026-12-31 09:01').timed;
    expect(later).toMatchObject({ dueAt: local('2027-01-01 09:01'), provisional: true });
    const civil = { dayCounting: 'civil', rollHoliday: true } as const;
    const rolled = started('handle', { days: 7, basis: 'natural' }, '2026-12-28 10:00', civil).timed;
    expect(rolled).toMatchObject({ dueAt: local('2027-01-05 00:00'), provisional: true });
    const within = started('handle', { days: 3, basis: 'natural' }, '2026-12-28 10:00', civil).timed;
    expect(within).not.toHaveProperty('provisional');
    const moved = started('handle', { days: 4, basis: 'natural' }, '2024-12-27 10:00', civil).timed;
    expect(moved).toMatchObject({ dueAt: local('2025-01-01 00:00'), provisional: true });
  });
});

describe('quiet time', () => {
  const oneDay: Limit = { minutes: 1_440, basis: 'quiet' };

  it.each([
    ['contact', '2025-10-10 15:20', '2025-10-12 11:20'],
    ['contact', '2025-10-10 23:30', '2025-10-12 18:00'],
    ['contact', '2025-10-10 22:00', '2025-10-12 18:00'],
    ['contact', '2025-10-10 21:59:59.999', '2025-10-12 17:59:59.999'],
    ['callback', '2025-10-10 15:20', '2025-10-12 15:20'],
    ['callback', '2025-10-10 20:30', '2025-10-12 20:30'],
  ] as const)('[DUE7] 24 h of %s from %s end at %s', (kind, from, due) => {
    expect(dueOf(kind, oneDay, from)).toBe(local(due));
  });

  it('[DUE7] late at night a general case’s sign clock runs and its contact clock waits for the morning', () => {
    const night = '2025-10-10 23:30';
    expect(dueOf('sign', 240, night)).toBe(local('2025-10-11 03:30'));
    const two = { minutes: 120, basis: 'quiet' } as const;
    const contact = started('contact', two, night);
    expect(contact.timed).toMatchObject({ basis: 'quiet', dueAt: local('2025-10-11 10:00') });
    expect(contact.timed).not.toHaveProperty('provisional');
    const clock = startClock(contact, local(night));
    expect(colourOf(clock, local('2025-10-11 09:29:59.999'))).toBe('green');
    expect(colourOf(clock, local('2025-10-11 09:30'))).toBe('yellow');
  });

  it('[DUE7] quiet hours within one day pause over midday, and none at all pause nothing', () => {
    const midday = {
      quietHours: { contact: { from: '12:00', to: '14:00' }, callback: { from: '00:00', to: '00:00' } },
    };
    expect(dueOf('contact', { minutes: 180, basis: 'quiet' }, '2025-10-10 10:00', midday)).toBe(
      local('2025-10-10 15:00'),
    );
    expect(dueOf('contact', oneDay, '2025-10-10 10:00', midday)).toBe(local('2025-10-11 12:00'));
    expect(dueOf('callback', oneDay, '2025-10-10 10:00', midday)).toBe(local('2025-10-11 10:00'));
  });
});

describe('a clock that was paused', () => {
  it.each([
    [[['2025-10-09 11:00', '2025-10-10 10:00']], '2025-10-10 17:00'],
    [
      [
        ['2025-10-09 11:00', '2025-10-10 10:00'],
        ['2025-10-10 11:00', '2025-10-10 17:30'],
      ],
      '2025-10-11 14:30',
    ],
    [[['2025-10-09 11:00', '2025-10-09 11:00']], '2025-10-09 18:00'],
    [[['2025-10-09 11:00', '2025-10-11 20:00']], '2025-10-13 16:00'],
    [[['2025-10-09 17:59:59.999', '2025-10-10 09:00']], '2025-10-10 09:00:00.001'],
  ] as const)(
    '[DUE8] of working time goes on with what was left of it: after %j due at %s',
    (pauses, due) => {
      const clock = reviewed(
        WORKING_8H,
        '2025-10-09 09:00',
        pauses.map(([from, to]) => [from, to]),
      );
      expect(dueAt(clock)).toBe(local(due));
    },
  );

  it('[DUE8] keeps the warnings it had given, and what was past due stays past due', () => {
    const near = reviewed(WORKING_8H, '2025-10-09 09:00', [['2025-10-09 17:00', '2025-10-09 20:00']]);
    expect(colourOf(near, local('2025-10-09 23:00'))).toBe('yellow');
    expect(dueAt(near)).toBe(local('2025-10-10 10:00'));
    const late = reviewed(WORKING_8H, '2025-10-09 09:00', [['2025-10-10 09:00', '2025-10-13 09:00']]);
    expect(dueAt(late)).toBe(local('2025-10-09 18:00'));
    expect(late.timed).not.toHaveProperty('provisional');
  });

  it('[DUE8] that was paused in its last moment falls due when it goes on', () => {
    const last = reviewed(WORKING_8H, '2025-10-09 09:00', [['2025-10-09 18:00', '2025-10-10 14:00']]);
    expect(dueAt(last)).toBe(local('2025-10-10 14:00'));
  });

  it('[DUE8] of natural time ends later by the pause', () => {
    expect(dueAt(reviewed(1_440, '2025-10-09 09:00', [['2025-10-09 10:00', '2025-10-09 13:30']]))).toBe(
      local('2025-10-10 12:30'),
    );
  });

  it('[DUE9] of civil days ends later by the pause, of working days by the working days in it', () => {
    const civil = { dayCounting: 'civil' } as const;
    const sevenDays: Limit = { days: 7, basis: 'natural' };
    const pause: [string, string][] = [['2025-10-15 10:00', '2025-10-15 16:00']];
    expect(dueAt(reviewed(sevenDays, '2025-10-10 15:20', pause, civil))).toBe(local('2025-10-18 06:00'));
    const twoDays: Limit = { days: 2, basis: 'working' };
    const weekend: [string, string][] = [['2025-10-11 12:00', '2025-10-13 12:00']];
    const clock = reviewed(twoDays, '2025-10-10 15:00', weekend, civil);
    expect(dueAt(clock)).toBe(local('2025-10-15 00:00'));
    expect(clock.timed).toMatchObject({ civil: true, basis: 'working' });
    expect(clock.pausedMs).toBe(48 * HOUR);
  });

  it.each<[days: number, from: string, due: string, pauses: [string, string][]]>([
    [7, '2025-09-23 10:00', '2025-10-01 00:10', [['2025-09-30 20:00', '2025-09-30 20:10']]],
    [8, '2025-09-23 10:00', '2025-10-10 00:10', [['2025-09-24 10:00', '2025-09-24 10:10']]],
    [7, '2025-10-10 15:20', '2025-10-18 06:00', [['2025-10-15 10:00', '2025-10-15 16:00']]],
    [7, '2025-09-23 10:00', '2025-10-03 04:00', [['2025-09-30 20:00', '2025-10-03 00:00']]],
    [
      ...([7, '2025-09-23 10:00', '2025-10-01 00:30'] as const),
      [
        ['2025-09-29 20:00', '2025-09-29 20:10'],
        ['2025-09-30 23:50', '2025-10-01 00:10'],
      ],
    ],
  ])(
    '[DUE280] %i rolling days from %s are due at %s after the reviews %j: rolled when made, never again',
    (days, from, due, pauses) => {
      const rolls = { dayCounting: 'civil', rollHoliday: true } as const;
      expect(dueAt(reviewed({ days, basis: 'natural' }, from, pauses, rolls))).toBe(local(due));
    },
  );

  it('[DUE280] is not due earlier where a policy with shorter hours came into force in the pause', () => {
    const [policy] = cityWith('handle', WORKING_8H).pack.policies;
    const first = must(policy, 'the city has a policy');
    const short = { id: 'short', from: '2025-10-10', workingHours: [{ from: '09:00', to: '10:00' }] };
    const city = sampleCity({ policies: [first, { ...first, ...short }] }, SAMPLE_WORK);
    const at = local('2025-10-09 10:00');
    const clock = pauseClock(startClock(city.clocks.start(city.policyAt(at), 'handle', 'L3', at), at), at);
    const back = local('2025-10-10 09:00');
    const resumed = city.clocks.resume(city.policyAt(back), clock, back);
    expect(resumed?.dueAt).toBeGreaterThanOrEqual(dueAt(clock));
  });

  it('[DUE9] becomes provisional where its new way is', () => {
    const pauses: [string, string][] = [['2026-12-30 10:00', '2026-12-31 17:00']];
    const clock = reviewed(WORKING_8H, '2026-12-30 09:00', pauses);
    expect(clock.timed).toMatchObject({ dueAt: local('2027-01-01 16:00'), provisional: true });
  });
});
