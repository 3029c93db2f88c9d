import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interval95 } from '../../shared/domain/rating/interval95.ts';
import { metricProfileSchema } from '../../shared/domain/rating/metricProfile.ts';
import { METRIC_NAMES, ratioOf, sampleOf } from '../../shared/domain/rating/metrics.ts';
import type { MetricName } from '../../shared/domain/rating/metrics.ts';
import type { MetricProfile } from '../../shared/domain/rating/metricProfile.ts';
import { RATE_COLUMNS, rateCountsOf, sumCounts } from '../../shared/domain/rating/rateCounts.ts';
import type { RateCounts } from '../../shared/domain/rating/rateCounts.ts';
import { roundHalfUp, shownRate, twoDecimals } from '../../shared/domain/rating/shownRate.ts';
import { ratedProfile } from '../support/ratedCity.ts';

const district = ratedProfile();
const classic = ratedProfile({ weights: { response: 300, solve: 350, satisfaction: 350 } });
const nothing = rateCountsOf([]);
const hundred: RateCounts = {
  ...nothing,
  valid: 100,
  contacted: 98,
  solved: 90,
  rated: 100,
  satisfied: 80,
  basic: 12,
};

function shown(name: MetricName, counts: RateCounts, profile: MetricProfile = district): string | null {
  const ratio = ratioOf(name, counts, profile);
  return ratio === null ? null : twoDecimals(shownRate(ratio, name === 'reworkRate'));
}

describe('the rates', () => {
  it('[RAT1] of V=100 C=98 S=90 M₊=80 M₀=12 are 98.00, 90.00 and 90.80 percent', () => {
    const names = ['responseRate', 'solveRate', 'satisfactionRate'] as const;
    expect(names.map((name) => shown(name, hundred))).toEqual(['98.00', '90.00', '90.80']);
  });

  it('[RAT2] of the same callbacks the score is 91.12 with 10/50/40 and 92.68 with 30/35/35', () => {
    expect(shown('compositeScore', hundred, district)).toBe('91.12');
    expect(shown('compositeScore', hundred, classic)).toBe('92.68');
    expect(ratioOf('compositeScore', hundred, district)).toEqual({
      numerator: 91_120_000,
      denominator: 100_000_000,
    });
  });

  it.each([
    [1000, '92.00'],
    [900, '90.80'],
    [800, '89.60'],
    [0, '80.00'],
  ])('[RAT3] 基本满意 counts by k = %d thousandths', (basicFactor, percent) => {
    expect(shown('satisfactionRate', hundred, { ...district, basicFactor })).toBe(percent);
  });

  it('[E1] without a valid callback are null, not zero, and so is everything else over nothing', () => {
    for (const name of METRIC_NAMES) expect([name, ratioOf(name, nothing, district)]).toEqual([name, null]);
    const zero = { ...nothing, valid: 3 };
    expect(shown('solveRate', zero)).toBe('0.00');
  });

  it('[RAT4] of a group are had from summed counts: 10 of 10 and 800 of 1000 are 80.20, not 90', () => {
    const row = (valid: number, solved: number) =>
      RATE_COLUMNS.map((column) => (column === 'valid' ? valid : column === 'solved' ? solved : 0));
    const pooled = rateCountsOf(sumCounts([row(10, 10), row(1000, 800)]));
    expect(pooled).toMatchObject({ valid: 1010, solved: 810 });
    expect(shown('solveRate', pooled)).toBe('80.20');
  });

  it.each([
    ['dispatchOnTime', { dispatched: 4, dispatchedOnTime: 3 }],
    ['signOnTime', { signDue: 4, signOnTime: 3 }],
    ['onTimeFinish', { handleDue: 4, handleOnTime: 3 }],
    ['finishRate', { dispatched: 4, dispatchedClosed: 3 }],
    ['reworkRate', { feedbacks: 4, reworked: 3 }],
    ['validCallbackRate', { calledBack: 4, valid: 3 }],
    ['firstFix', { closed: 4, firstFixed: 3 }],
    ['directAnswerRate', { accepted: 4, answered: 3 }],
    ['proactiveClosureRate', { proactive: 4, proactiveClosed: 3 }],
  ] as const)('[RAT5] %s is had from its own two counts', (name, counts) => {
    expect(ratioOf(name, { ...nothing, ...counts }, district)).toEqual({ numerator: 3, denominator: 4 });
  });

  it('[RAT6] a score is the exact weighted sum, for any counts up to ten million callbacks', () => {
    const million = fc.integer({ min: 1, max: 10_000_000 });
    const weights = fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 500 }));
    fc.assert(
      fc.property(million, weights, fc.integer({ min: 0, max: 1000 }), fc.gen(), (valid, [w1, w2], k, g) => {
        const upTo = (most: number) => g(fc.integer, { min: 0, max: most });
        const [contacted, solved, satisfied] = [upTo(valid), upTo(valid), upTo(valid)];
        const counts = {
          ...nothing,
          valid,
          contacted,
          solved,
          rated: valid,
          satisfied,
          basic: upTo(valid - satisfied),
        };
        const profile = {
          ...district,
          basicFactor: k,
          weights: { response: w1, solve: w2, satisfaction: 1000 - w1 - w2 },
        };
        const ratio = ratioOf('compositeScore', counts, profile);
        const exact =
          BigInt(w1) * 1000n * BigInt(contacted) +
          BigInt(w2) * 1000n * BigInt(solved) +
          BigInt(1000 - w1 - w2) * (1000n * BigInt(satisfied) + BigInt(k) * BigInt(counts.basic));
        expect(BigInt(ratio?.numerator ?? -1)).toBe(exact);
        expect(ratio?.denominator).toBe(1_000_000 * valid);
        expect(Number.isSafeInteger(ratio?.numerator) && Number.isSafeInteger(ratio?.denominator)).toBe(true);
      }),
    );
  });

  it('[E14] with a split denominator the satisfaction rate is of those who graded, and the score follows', () => {
    const split = ratedProfile({ splitDenominator: true });
    const counts = { ...hundred, rated: 92 };
    expect(shown('satisfactionRate', counts, split)).toBe('98.70');
    // 0.1 · 0.98 + 0.5 · 0.90 + 0.4 · 90.8 / 92
    expect(shown('compositeScore', counts, split)).toBe('94.28');
    expect(shown('satisfactionRate', { ...counts, rated: 0, satisfied: 0, basic: 0 }, split)).toBeNull();
    expect(shown('compositeScore', { ...counts, rated: 0, satisfied: 0, basic: 0 }, split)).toBeNull();
  });

  it('[RAT6] a split score of more callbacks than integers hold is cut, never beyond what it is', () => {
    const split = ratedProfile({ splitDenominator: true });
    const counts = {
      ...nothing,
      valid: 10_000_000,
      contacted: 9_999_999,
      solved: 9_999_999,
      rated: 9_999_991,
      satisfied: 9_999_989,
    };
    const ratio = ratioOf('compositeScore', counts, split);
    expect(Number.isSafeInteger(ratio?.numerator) && Number.isSafeInteger(ratio?.denominator)).toBe(true);
    expect((ratio?.numerator ?? 0) / (ratio?.denominator ?? 1)).toBeCloseTo(0.999_999_86, 8);
    expect(shown('compositeScore', counts, split)).toBe('99.99');
  });
});

describe('what is shown', () => {
  it('[RAT7] 100.00 is shown of the whole alone: 99.996 percent reads 99.99', () => {
    expect(shownRate({ numerator: 99_996, denominator: 100_000 })).toBe(9_999);
    expect(shownRate({ numerator: 99_995, denominator: 100_000 })).toBe(9_999);
    expect(shownRate({ numerator: 7, denominator: 7 })).toBe(10_000);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e7 }), fc.gen(), (denominator, g) => {
        const numerator = g(fc.integer, { min: 0, max: denominator });
        expect(shownRate({ numerator, denominator }) === 10_000).toBe(numerator === denominator);
      }),
    );
  });

  it('[RAT8] halves are rounded up', () => {
    expect(shownRate({ numerator: 12_345, denominator: 1_000_000 })).toBe(123);
    expect(shownRate({ numerator: 12_350, denominator: 1_000_000 })).toBe(124);
    expect(shownRate({ numerator: 1, denominator: 3 })).toBe(3_333);
    expect(shownRate({ numerator: 2, denominator: 3 })).toBe(6_667);
    expect(roundHalfUp(5, 2, 1)).toBe(3);
  });

  it('[RAT9] where low is good, 0.00 is shown of nothing alone; where high is good, a trace may read 0.00', () => {
    const trace = { numerator: 1, denominator: 1_000_000 };
    expect([shownRate(trace, true), shownRate(trace)]).toEqual([1, 0]);
    expect(shownRate({ numerator: 0, denominator: 9 }, true)).toBe(0);
  });

  it('[RAT10] hundredths read with two decimals', () => {
    expect([0, 5, 90, 9_112, 10_000].map(twoDecimals)).toEqual(['0.00', '0.05', '0.90', '91.12', '100.00']);
  });
});

describe('a definition of the rates', () => {
  const sound = {
    id: 'p',
    names: { zh: '口径', en: 'Definition' },
    from: '2020-01-01',
    weights: { response: 0.1, solve: 0.5, satisfaction: 0.4 },
    basicFactor: 0.9,
  };
  const isTaken = (changes: object) => metricProfileSchema.safeParse({ ...sound, ...changes }).success;

  it('[RAT12] keeps shares as thousandths, attributes by acceptance, counts the last callback, needs five', () => {
    expect(metricProfileSchema.parse(sound)).toMatchObject({
      weights: { response: 100, solve: 500, satisfaction: 400 },
      ...{ basicFactor: 900, attribution: 'acceptedAt', scoreBasis: 'last', splitDenominator: false },
      ...{ minSample: 5, periodStartDay: 1, callbackCutoffDays: 10, proactiveChannels: [] },
    });
  });

  it.each([
    [{ weights: { response: 0.1, solve: 0.5, satisfaction: 0.401 } }, false],
    [{ weights: { response: 0.3, solve: 0.35, satisfaction: 0.35 } }, true],
    [{ weights: { response: 0.0001, solve: 0.5999, satisfaction: 0.4 } }, false],
    [{ weights: { response: -0.1, solve: 0.7, satisfaction: 0.4 } }, false],
    [{ basicFactor: 1 }, true],
    [{ basicFactor: 1.001 }, false],
    [{ minSample: 0 }, false],
    [{ minSample: 10_000 }, true],
    [{ minSample: 10_001 }, false],
    [{ minSampleByTier: { CORE: 1, OUTER: 10_000 } }, true],
    [{ minSampleByTier: { CORE: 0 } }, false],
    [{ minSampleByTier: { 'no tier': 5 } }, false],
    [{ periodStartDay: 28 }, true],
    [{ periodStartDay: 29 }, false],
    [{ callbackCutoffDays: 60 }, true],
    [{ callbackCutoffDays: 61 }, false],
    [{ attribution: 'callbackAt' }, true],
    [{ attribution: 'registeredAt' }, false],
  ])('[RAT12] with %j is taken: %s', (changes, taken) => {
    expect(isTaken(changes)).toBe(taken);
  });
});

describe('the 95 percent interval', () => {
  it.each([
    [90, 100, 8_256, 9_448],
    [0, 5, 0, 4_345],
    [5, 5, 5_655, 10_000],
    [810, 1010, 7_762, 8_254],
  ])(
    '[RAT11] of %d of %d is %d to %d hundredths of a percent (Wilson)',
    (numerator, denominator, low, high) => {
      expect(interval95({ numerator, denominator }, denominator)).toEqual({ low, high });
    },
  );

  it('[RAT11] is of the graded callbacks alone where the satisfaction rate and the score are', () => {
    const counts = { ...hundred, rated: 12 };
    const split = ratedProfile({ splitDenominator: true });
    const samples = (profile: MetricProfile) =>
      (['responseRate', 'solveRate', 'satisfactionRate', 'compositeScore'] as const).map((name) =>
        sampleOf(name, counts, profile),
      );
    expect(samples(split)).toEqual([100, 100, 12, 12]);
    expect(samples(district)).toEqual([100, 100, 100, 100]);
  });

  it('[RAT11] holds the value and narrows as the sample grows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.gen(), (denominator, g) => {
        const ratio = { numerator: g(fc.integer, { min: 0, max: denominator }), denominator };
        const { low, high } = interval95(ratio, denominator);
        const value = (10_000 * ratio.numerator) / denominator;
        expect(low <= value && value <= high && low >= 0 && high <= 10_000).toBe(true);
        const wider = interval95(ratio, Math.ceil(denominator / 4));
        expect(wider.high - wider.low).toBeGreaterThanOrEqual(high - low);
      }),
    );
  });
});
