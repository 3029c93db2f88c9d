import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Calendar } from '../../shared/domain/Calendar.ts';

const HOUR = 3_600_000;
const ZONES = [
  'Asia/Shanghai',
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kolkata',
  'Africa/Cairo', // clocks change at midnight: a day may begin at 01:00
  'Australia/Lord_Howe', // by half an hour
  'America/Havana', // midnight may come twice
];

const zoned = fc.record({
  zone: fc.constantFrom(...ZONES),
  at: fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2040, 0, 1) }),
});

/** The local date by another way: Swedish dates are written as ISO dates are. */
const dateBy = (zone: string, at: number) =>
  Number(new Date(at).toLocaleDateString('sv-SE', { timeZone: zone }).replaceAll('-', ''));

describe('local days', () => {
  it('[CAL1] a day holds its instant and every instant of it has its date, those around it have not', () => {
    fc.assert(
      fc.property(zoned, ({ zone, at }) => {
        const day = new Calendar(zone).dayOf(at);
        expect(day.startAt).toBeLessThanOrEqual(at);
        expect(day.endAt).toBeGreaterThan(at);
        for (const inside of [day.startAt, at, day.endAt - 1]) expect(dateBy(zone, inside)).toBe(day.date);
        for (const outside of [day.startAt - 1, day.endAt]) expect(dateBy(zone, outside)).not.toBe(day.date);
      }),
      { numRuns: 300 },
    );
  });

  it('[CAL2] what was asked before does not change an answer', () => {
    const shared = new Calendar('America/New_York');
    fc.assert(
      fc.property(zoned, ({ at }) => {
        expect(shared.dayOf(at)).toEqual(new Calendar('America/New_York').dayOf(at));
      }),
    );
  });

  it('[CAL2] nor do thousands of other days asked for before', () => {
    const shared = new Calendar('Asia/Shanghai');
    const ask = (from: number) =>
      Array.from({ length: 5_000 }, (_, day) => shared.dayOf(from + day * 24 * HOUR).date);
    const first = ask(Date.UTC(2020, 0, 1));
    expect(new Set(first).size).toBe(5_000);
    expect(ask(Date.UTC(2020, 0, 1))).toEqual(first);
  });

  it.each([
    ['the spring change', Date.UTC(2026, 2, 8, 12), 23],
    ['the autumn change', Date.UTC(2026, 10, 1, 12), 25],
    ['an ordinary day', Date.UTC(2026, 5, 27, 12), 24],
  ])('[CAL3] %s in New York has its own length', (_, at, hours) => {
    const { startAt, endAt } = new Calendar('America/New_York').dayOf(at);
    expect((endAt - startAt) / HOUR).toBe(hours);
  });

  it('[CAL4] midnight begins the new day: 23:59:59.999 and 00:00:00.000 are two dates', () => {
    const calendar = new Calendar('Asia/Shanghai');
    const midnight = Date.UTC(2026, 10, 18, 16);
    expect(calendar.dayOf(midnight - 1).date).toBe(20_261_118);
    expect(calendar.dayOf(midnight).date).toBe(20_261_119);
  });

  it('[CAL5] a zone that nobody knows is an error at once', () => {
    expect(() => new Calendar('Mars/Olympus')).toThrow(RangeError);
  });
});

describe('buckets', () => {
  it('[CAL6] every instant lies in one bucket of its own day', () => {
    fc.assert(
      fc.property(zoned, fc.constantFrom(15, 60), ({ zone, at }, minutes) => {
        const calendar = new Calendar(zone);
        const bucket = calendar.bucketOf(at, minutes);
        expect(at - bucket).toBeGreaterThanOrEqual(0);
        expect(at - bucket).toBeLessThan(minutes * 60_000);
        expect(calendar.dayOf(bucket).date).toBe(calendar.dayOf(at).date);
        expect((bucket - calendar.dayOf(at).startAt) % (minutes * 60_000)).toBe(0);
      }),
    );
  });
});

describe('the clock on the wall', () => {
  it('[CAL10] shows the local time of day, also on days on which it is changed', () => {
    fc.assert(
      fc.property(zoned, ({ zone, at }) => {
        const shown = new Calendar(zone).wallClockOf(at);
        const told = new Date(at).toLocaleTimeString('sv-SE', { timeZone: zone });
        expect(new Date(shown).toLocaleTimeString('sv-SE', { timeZone: 'UTC' })).toBe(told);
        expect(shown % 1_000).toBe(at % 1_000);
      }),
      { numRuns: 300 },
    );
    const newYork = new Calendar('America/New_York');
    expect(newYork.wallClockOf(Date.UTC(2026, 2, 8, 7) + 5) / HOUR).toBeCloseTo(3, 4);
    expect(newYork.wallClockOf(Date.UTC(2026, 10, 1, 6) + 250)).toBe(HOUR + 250);
  });

  it('[CAL11] names half-days by date and noon', () => {
    const calendar = new Calendar('Asia/Shanghai');
    const noon = Date.UTC(2026, 10, 18, 4);
    const named = [noon - 1, noon, noon + 12 * HOUR - 1, noon + 12 * HOUR].map((at) =>
      calendar.halfDayOf(at),
    );
    expect(named).toEqual(['20261118 am', '20261118 pm', '20261118 pm', '20261119 am']);
  });
});

describe('wall-clock readings', () => {
  const newYork = new Calendar('America/New_York');

  it('[CAL7] a reading gives the instant whose local time it is', () => {
    fc.assert(
      fc.property(zoned, ({ zone, at }) => {
        const second = Math.floor(at / 1_000) * 1_000;
        const local = new Date(second).toLocaleString('sv-SE', { timeZone: zone });
        const [year = 0, month = 0, day = 0, hour = 0, minute = 0, seconds = 0] = local
          .split(/\D/)
          .map(Number);
        const told = new Calendar(zone).instantOf(year, month, day, hour, minute, seconds);
        expect(new Date(told).toLocaleString('sv-SE', { timeZone: zone })).toBe(local);
        expect(told).toBeLessThanOrEqual(second);
      }),
    );
  });

  it('[CAL8] of a reading that comes twice the first is meant', () => {
    expect(newYork.instantOf(2026, 11, 1, 1, 30, 0)).toBe(Date.UTC(2026, 10, 1, 5, 30));
  });

  it('[CAL9] a reading that never came is read as if the clock had not moved', () => {
    expect(newYork.instantOf(2026, 3, 8, 2, 30, 0)).toBe(Date.UTC(2026, 2, 8, 7, 30));
  });
});
