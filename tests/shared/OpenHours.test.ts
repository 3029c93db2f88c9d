import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Calendar } from '../../shared/domain/Calendar.ts';
import type { Stretch } from '../../shared/domain/clock/OpenHours.ts';
import { OpenHours } from '../../shared/domain/clock/OpenHours.ts';
import { InvariantError } from '../../shared/lib/assert.ts';
import { local } from '../support/sampleWork.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const always = (zone: string, ...open: readonly Stretch[]) =>
  new OpenHours(new Calendar(zone), () => ({ open, provisional: false }));
const office: readonly Stretch[] = [
  { from: 9 * 60, to: 12 * 60 },
  { from: 13 * 60, to: 18 * 60 },
];

describe('open hours', () => {
  const hours = always('Asia/Shanghai', ...office);

  it.each([
    ['within a stretch', '2026-11-20 09:30', 60, '2026-11-20 10:30'],
    ['up to the very end of one', '2026-11-20 11:00', 60, '2026-11-20 12:00'],
    ['a minute beyond it', '2026-11-20 11:00', 61, '2026-11-20 13:01'],
    ['from before the opening', '2026-11-20 03:00', 60, '2026-11-20 10:00'],
    ['from the pause at noon', '2026-11-20 12:30', 1, '2026-11-20 13:01'],
    ['from the closing', '2026-11-20 18:00', 1, '2026-11-21 09:01'],
    ['from after it', '2026-11-20 23:59', 480, '2026-11-21 18:00'],
    ['over several days', '2026-11-20 17:00', 3 * 480, '2026-11-23 17:00'],
  ])('[OHR1] pass %s: from %s %i minutes reach %s', (_, from, minutes, until) => {
    expect(hours.advance(local(from), minutes * MINUTE)).toEqual({ at: local(until), provisional: false });
    expect(hours.between(local(from), local(until))).toBe(minutes * MINUTE);
  });

  it('[OHR1] count to the millisecond', () => {
    expect(hours.advance(local('2026-11-20 11:00'), HOUR - 1).at).toBe(local('2026-11-20 12:00') - 1);
    expect(hours.advance(local('2026-11-20 11:00'), HOUR + 1).at).toBe(local('2026-11-20 13:00') + 1);
    expect(hours.between(local('2026-11-20 11:00') + 1, local('2026-11-20 13:00') + 1)).toBe(HOUR);
    expect(hours.between(local('2026-11-20 13:00'), local('2026-11-20 11:00'))).toBe(0);
  });

  it.each(['Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo'])(
    '[OHR2] what is reached in %s is exactly so much open time away, and never closed time',
    (zone) => {
      const minute = fc.integer({ min: 0, max: 1_440 });
      const stretch = fc
        .tuple(minute, minute)
        .filter(([a, b]) => Math.abs(a - b) >= 240)
        .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
      fc.assert(
        fc.property(
          stretch,
          fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 11, 31) }),
          fc.integer({ min: 1, max: 40 * HOUR }),
          (open, from, ms) => {
            const hours = always(zone, open);
            const { at } = hours.advance(from, ms);
            expect(hours.between(from, at)).toBe(ms);
            expect(hours.between(from, at - 1)).toBe(ms - 1);
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  it('[OHR3] that never open are a broken invariant, not an endless search', () => {
    const never = always('Asia/Shanghai');
    expect(() => never.advance(local('2026-11-20 09:00'), 1)).toThrow(InvariantError);
    expect(() => never.endOfDays(local('2026-11-20 09:00'), 1)).toThrow(InvariantError);
  });

  it('[OHR4] are provisional where a day on the way is', () => {
    const calendar = new Calendar('Asia/Shanghai');
    const hours = new OpenHours(calendar, (date) => ({ open: office, provisional: date >= 20_270_101 }));
    const from = local('2026-12-31 17:00');
    expect(hours.advance(from, HOUR)).toEqual({ at: local('2026-12-31 18:00'), provisional: false });
    expect(hours.advance(from, HOUR + 1)).toEqual({ at: local('2027-01-01 09:00') + 1, provisional: true });
    const kindOf = (closed: number, unsure: number) =>
      new OpenHours(calendar, (date) => ({
        open: date === closed ? [] : office,
        provisional: date === unsure,
      }));
    const due = local('2027-01-01 00:00');
    const later = { at: due + 24 * HOUR, provisional: true };
    expect(kindOf(20_261_231, 20_261_231).rollOver(due)).toEqual(later);
    expect(kindOf(20_261_231, 20_270_101).rollOver(due)).toEqual(later);
    expect(kindOf(20_261_231, 20_270_102).rollOver(due)).toEqual({ ...later, provisional: false });
    expect(kindOf(20_261_230, 20_261_231).rollOver(due)).toEqual({ at: due, provisional: true });
    expect(hours.endOfDays(from, 1).provisional).toBe(true);
    expect(hours.endOfDays(from - 24 * HOUR, 1)).toEqual({
      at: local('2027-01-01 00:00'),
      provisional: false,
    });
  });
});

describe('on the days on which the clocks change', () => {
  const newYork = (time: string) => Date.parse(time);

  it('[OHR5] quiet hours end by the clock on the wall, in spring and in autumn', () => {
    const day = always('America/New_York', { from: 8 * 60, to: 22 * 60 });
    const spring = day.advance(newYork('2026-03-07T21:00:00-05:00'), 2 * HOUR);
    expect(spring.at).toBe(newYork('2026-03-08T09:00:00-04:00'));
    const autumn = day.advance(newYork('2026-10-31T21:00:00-04:00'), 2 * HOUR);
    expect(autumn.at).toBe(newYork('2026-11-01T09:00:00-05:00'));
  });

  it('[OHR5] a stretch over the change is as long as it is: three hours by the wall are two, or four', () => {
    const night = always('America/New_York', { from: 0, to: 180 });
    const lasting = (from: string, to: string) => night.between(newYork(from), newYork(to)) / HOUR;
    expect(lasting('2026-03-08T00:00:00-05:00', '2026-03-08T12:00:00-04:00')).toBe(2);
    expect(lasting('2026-11-01T00:00:00-04:00', '2026-11-01T12:00:00-05:00')).toBe(4);
    expect(lasting('2026-06-01T00:00:00-04:00', '2026-06-01T12:00:00-04:00')).toBe(3);
  });

  it('[OHR5] whole days are as long as they are', () => {
    const whole = always('America/New_York', { from: 0, to: 1_440 });
    const end = whole.endOfDays(newYork('2026-03-06T15:00:00-05:00'), 2);
    expect(end.at).toBe(newYork('2026-03-09T00:00:00-04:00'));
    expect(whole.between(newYork('2026-03-08T00:00:00-05:00'), end.at)).toBe(23 * HOUR);
  });
});
