import { describe, expect, it } from 'vitest';
import { isNight, shiftAt } from '../../client/styles/wallCare.ts';

const TEN_MINUTES = 600_000;
const ROUND = Array.from({ length: 8 }, (_, step) => shiftAt(step * TEN_MINUTES));

describe('the shift of the page', () => {
  it('[LEG20] takes eight places, none more than 4 px off, and goes round again', () => {
    expect(new Set(ROUND.map(({ x, y }) => `${x} ${y}`)).size).toBe(8);
    expect(Math.max(...ROUND.flatMap(({ x, y }) => [Math.abs(x), Math.abs(y)]))).toBe(4);
    expect(shiftAt(8 * TEN_MINUTES)).toEqual(shiftAt(0));
  });

  it('[LEG20] moves every ten minutes of hub time, at most 4 px along an axis', () => {
    for (const [step, { x, y }] of ROUND.entries()) {
      const next = shiftAt((step + 1) * TEN_MINUTES);
      expect(shiftAt((step + 1) * TEN_MINUTES - 1)).toEqual({ x, y });
      expect(next).not.toEqual({ x, y });
      expect(Math.max(Math.abs(next.x - x), Math.abs(next.y - y))).toBe(4);
    }
  });

  it('[LEG20] leaves no side out: a round sums to nothing', () => {
    expect(ROUND.reduce((sum, { x }) => sum + x, 0)).toBe(0);
    expect(ROUND.reduce((sum, { y }) => sum + y, 0)).toBe(0);
  });

  it('[LEG20] holds for a replay of days before 1970', () => {
    expect(shiftAt(-1)).toEqual(shiftAt(8 * TEN_MINUTES - 1));
  });
});

it('[LEG21] night is from 22:00 up to 06:00', () => {
  const hours = Array.from({ length: 24 }, (_, hour) => hour).filter(isNight);
  expect(hours).toEqual([0, 1, 2, 3, 4, 5, 22, 23]);
  expect([isNight(21.99), isNight(5.99), isNight(6)]).toEqual([false, true, false]);
});
