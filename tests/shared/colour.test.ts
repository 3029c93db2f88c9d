import { describe, expect, it } from 'vitest';
import {
  breachClock,
  cancelClock,
  pauseClock,
  resumeClock,
  startClock,
  stopClock,
} from '../../shared/domain/clock/Clock.ts';
import { colourOf, thresholds } from '../../shared/domain/clock/colour.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = 1_800_000_000_000;
const clockOf = (minutes: number) => startClock({ kind: 'handle', minutes }, START);

/** Each boundary: so many minutes after the start, and the colours 1 ms before, at, and 1 ms after it. */
type Boundary = readonly [minute: number, before: string, at: string, after: string];
const boundaries = (minutes: number, list: readonly Boundary[]) =>
  list.map(([minute, ...colours]) => ({ minutes, minute, colours: colours.join(' ') }));

describe('the colour of a clock', () => {
  it.each([
    // 24 h: 75 %, 90 %, due, and a quarter of the budget beyond it.
    ...boundaries(1_440, [
      [1_080, 'green', 'yellow', 'yellow'],
      [1_296, 'yellow', 'orange', 'orange'],
      [1_440, 'orange', 'orange', 'red'],
      [1_800, 'red', 'darkRed', 'darkRed'],
    ]),
    // 2 h: a quarter of it is less than the hour that dark red waits at least.
    ...boundaries(120, [
      [90, 'green', 'yellow', 'yellow'],
      [108, 'yellow', 'orange', 'orange'],
      [120, 'orange', 'orange', 'red'],
      [180, 'red', 'darkRed', 'darkRed'],
    ]),
    // 61 min is more than an hour.
    ...boundaries(61, [
      [45.75, 'green', 'yellow', 'yellow'],
      [54.9, 'yellow', 'orange', 'orange'],
    ]),
  ])('[COL1] of a $minutes min budget around minute $minute: $colours', ({ minutes, minute, colours }) => {
    const at = START + minute * MINUTE;
    const clock = clockOf(minutes);
    expect([at - 1, at, at + 1].map((now) => colourOf(clock, now)).join(' ')).toBe(colours);
  });

  it.each([
    ...boundaries(60, [
      [30, 'green', 'yellow', 'yellow'],
      [48, 'yellow', 'orange', 'orange'],
      [60, 'orange', 'orange', 'red'],
      [120, 'red', 'darkRed', 'darkRed'],
    ]),
    ...boundaries(10, [
      [5, 'green', 'yellow', 'yellow'],
      [8, 'yellow', 'orange', 'orange'],
      [10, 'orange', 'orange', 'red'],
      [70, 'red', 'darkRed', 'darkRed'],
    ]),
  ])(
    '[COL2] up to an hour warns at 50 and 80 %: $minutes min around minute $minute: $colours',
    ({ minutes, minute, colours }) => {
      const at = START + minute * MINUTE;
      const clock = clockOf(minutes);
      expect([at - 1, at, at + 1].map((now) => colourOf(clock, now)).join(' ')).toBe(colours);
    },
  );

  it('[COL3] a breach that is recorded changes no colour, nor does it when nobody has looked yet', () => {
    const now = START + 121 * MINUTE;
    expect(colourOf(clockOf(120), now)).toBe('red');
    expect(colourOf(breachClock(clockOf(120)), now)).toBe('red');
    expect(colourOf(breachClock(clockOf(120)), now + HOUR)).toBe('darkRed');
  });

  it('[COL4] a paused clock keeps the colour it had, and goes on from there', () => {
    const paused = pauseClock(clockOf(120), START + 89 * MINUTE);
    expect(colourOf(paused, START + 100 * HOUR)).toBe('green');
    const resumed = resumeClock(paused, START + 189 * MINUTE);
    expect(thresholds(resumed)).toEqual({
      nearAt: START + 190 * MINUTE,
      soonAt: START + 208 * MINUTE,
      dueAt: START + 220 * MINUTE,
      severeAt: START + 280 * MINUTE,
    });
  });

  it('[COL5] a stopped clock is green or red for good', () => {
    const late = START + 1_000 * HOUR;
    expect(colourOf(stopClock(clockOf(120), START + 120 * MINUTE), late)).toBe('green');
    expect(colourOf(stopClock(clockOf(120), START + 120 * MINUTE + 1), late)).toBe('red');
    expect(colourOf(cancelClock(clockOf(120), START), late)).toBe('green');
  });

  it('[COL6] of a clock that a calendar timed the instants are the calendar’s', () => {
    const timed = { basis: 'quiet', nearAt: START + 7, soonAt: START + 8, dueAt: START + 9 } as const;
    const clock = startClock({ kind: 'contact', minutes: 480, timed }, START);
    const severeAt = START + 9 + 120 * MINUTE;
    expect(thresholds(clock)).toEqual({ nearAt: START + 7, soonAt: START + 8, dueAt: START + 9, severeAt });
  });
});
