import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DURATION_COLUMNS, bucketOf, quantileMinutes } from '../../shared/domain/rating/durationBuckets.ts';

const MINUTE = 60_000;

function histogram(minutes: readonly number[]): number[] {
  const counts = DURATION_COLUMNS.map(() => 0);
  for (const one of minutes) {
    const bucket = bucketOf(one * MINUTE);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return counts;
}

describe('how long handling took', () => {
  it('[RAT30] is counted in buckets, three to a doubling, from eight minutes to 36 days', () => {
    expect(DURATION_COLUMNS.slice(0, 8)).toEqual(
      [8, 10, 13, 16, 20, 25, 32, 40].map((minutes) => `to${minutes}`),
    );
    expect(DURATION_COLUMNS.slice(-4)).toEqual(['to32768', 'to41285', 'to52016', 'over']);
    expect(DURATION_COLUMNS).toHaveLength(40);
  });

  it('[RAT30] a bound belongs to the bucket below it', () => {
    expect([0, 8 * MINUTE, 8 * MINUTE + 1, 10 * MINUTE, 10 * MINUTE + 1].map(bucketOf)).toEqual([
      0, 0, 1, 1, 2,
    ]);
    expect(DURATION_COLUMNS[bucketOf(400 * 24 * 60 * MINUTE)]).toBe('over');
  });

  it('[RAT31] of nothing there is no median', () => {
    expect(quantileMinutes(histogram([]), 0.5)).toBeNull();
  });

  it('[RAT31] median and P90 lie in the bucket of the true ones, so at most 30 percent off', () => {
    const durations = fc.array(fc.integer({ min: 9, max: 60_000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(durations, fc.constantFrom(0.5, 0.9), (minutes, q) => {
        const sorted = [...minutes].sort((a, b) => a - b);
        const exact = sorted[Math.ceil(q * sorted.length) - 1] ?? NaN;
        const told = quantileMinutes(histogram(minutes), q) ?? NaN;
        expect(told / exact).toBeGreaterThan(1 / 1.301);
        expect(told / exact).toBeLessThan(1.301);
      }),
    );
  });

  it('[RAT31] what is longer than the last bound is told by that bound', () => {
    expect(quantileMinutes(histogram([1e6, 1e6]), 0.5)).toBe(Number(DURATION_COLUMNS.at(-2)?.slice(2)));
  });
});
