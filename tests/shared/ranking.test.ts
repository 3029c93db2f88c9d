import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankUnits } from '../../shared/domain/rating/rankUnits.ts';
import type { RatedUnit } from '../../shared/domain/rating/rankUnits.ts';
import { Ranking } from '../../shared/domain/rating/Ranking.ts';
import { rateCountsOf } from '../../shared/domain/rating/rateCounts.ts';
import type { RateCounts } from '../../shared/domain/rating/rateCounts.ts';
import { compareRatios } from '../../shared/domain/rating/Ratio.ts';
import { compareStandings, standingOf } from '../../shared/domain/rating/Standing.ts';
import { must } from '../../shared/lib/assert.ts';
import { ratedProfile } from '../support/ratedCity.ts';

const profile = ratedProfile();

function counts(valid: number, contacted: number, solved: number, satisfied: number, basic = 0): RateCounts {
  return { ...rateCountsOf([]), valid, contacted, solved, rated: valid, satisfied, basic };
}

function unit(code: string, of: RateCounts, tier: string | undefined = 'T'): RatedUnit {
  return { code, tier, counts: of };
}

function ranks(units: readonly RatedUnit[], tier = 'T'): readonly string[] {
  const ranked = must(rankUnits(units, profile).get(tier), 'no such tier');
  return ranked.map(({ standing, rank, unranked }) => `${standing.code} ${unranked ?? rank}`);
}

const anyCounts = fc
  .integer({ min: 0, max: 12 })
  .chain((valid) =>
    fc
      .tuple(fc.nat(valid), fc.nat(valid), fc.nat(valid))
      .map(([contacted, solved, satisfied]) => counts(valid, contacted, solved, satisfied)),
  );
const anyUnits = fc.array(fc.record({ tier: fc.constantFrom('T', 'U', undefined), counts: anyCounts }), {
  maxLength: 12,
});

describe('the ranking of units', () => {
  it('[RNK1] goes by score, then solve rate, then satisfaction, then valid callbacks, then code', () => {
    const units = [
      unit('by-code-b', counts(20, 10, 10, 10)),
      unit('by-code-a', counts(20, 10, 10, 10)),
      unit('more-callbacks', counts(40, 20, 20, 20)),
      // 0.1·1 + 0.5·0.4 + 0.4·0.5 = 0.5 as well, but less solved.
      unit('less-solved', counts(10, 10, 4, 5)),
      // 0.1·0.9 + 0.5·0.5 + 0.4·0.4 = 0.5 as well, as much solved, less content.
      unit('less-content', counts(10, 9, 5, 4)),
      unit('best', counts(10, 10, 10, 9)),
    ];
    expect(ranks(units)).toEqual([
      'best 1',
      'more-callbacks 2',
      'by-code-a 3',
      'by-code-b 3',
      'less-content 5',
      'less-solved 6',
    ]);
  });

  it('[RNK2] gives equal units the same rank and the next the one after all of them (1224)', () => {
    const same = counts(10, 9, 9, 9);
    const units = [
      unit('d', counts(10, 1, 1, 1)),
      unit('c', same),
      unit('a', counts(10, 10, 10, 10)),
      unit('b', same),
    ];
    expect(ranks(units)).toEqual(['a 1', 'b 2', 'c 2', 'd 4']);
  });

  it('[RNK3] compares unrounded: what reads the same on the wall may stand in order', () => {
    // 90.80000 and 90.80001 percent solved and content.
    const units = [
      unit('below', counts(1_000_000, 908_000, 908_000, 908_000)),
      unit('above', counts(1_000_000, 908_001, 908_001, 908_001)),
    ];
    expect(ranks(units)).toEqual(['above 1', 'below 2']);
  });

  it('[RNK3] compares exactly where a product no longer fits a number', () => {
    const whole = 9_007_199_254_740_991;
    expect(
      compareRatios({ numerator: whole - 1, denominator: whole }, { numerator: whole, denominator: whole }),
    ).toBe(-1);
    expect(
      compareRatios({ numerator: whole, denominator: whole }, { numerator: whole, denominator: whole }),
    ).toBe(0);
    expect(
      compareRatios(
        { numerator: 9_007_199_254_740_990, denominator: whole },
        { numerator: 9_007_199_254_740_989, denominator: whole - 1 },
      ),
    ).toBe(1);
  });

  it('[E1] lists a unit without a valid callback apart, without a rank', () => {
    const units = [
      unit('none', counts(0, 0, 0, 0)),
      unit('all', counts(9, 9, 9, 9)),
      unit('zero', counts(9, 0, 0, 0)),
    ];
    expect(ranks(units)).toEqual(['all 1', 'zero 2', 'none noCallback']);
  });

  it('[E2] shows a unit with fewer callbacks than the sample needs, and ranks nobody by it', () => {
    const units = [
      unit('four', counts(4, 4, 4, 4)),
      unit('five', counts(5, 4, 4, 4)),
      unit('six', counts(6, 1, 1, 1)),
    ];
    expect(ranks(units)).toEqual(['five 1', 'six 2', 'four tooFew']);
  });

  it('[E2] a tier may need another least sample than the profile’s', () => {
    const units = ['T', 'U'].flatMap((tier) => [
      unit(`${tier}-four`, counts(4, 4, 4, 4), tier),
      unit(`${tier}-nine`, counts(9, 8, 8, 8), tier),
    ]);
    const ranked = rankUnits(units, ratedProfile({ minSampleByTier: { U: 10, V: 1 } }));
    const told = [...ranked.values()]
      .flat()
      .map(({ standing, rank, unranked }) => [standing.code, rank ?? unranked]);
    expect(told).toEqual([
      ['T-nine', 1],
      ['T-four', 'tooFew'],
      ['U-four', 'tooFew'],
      ['U-nine', 'tooFew'],
    ]);
  });

  it('[E2] with a split denominator the sample is of those who graded', () => {
    const split = ratedProfile({ splitDenominator: true });
    const graded = (rated: number) => ({ ...counts(30, 30, 30, rated), rated });
    const units = [unit('five', graded(5)), unit('four', graded(4)), unit('none', graded(0))];
    const told = (of: typeof split) =>
      (rankUnits(units, of).get('T') ?? []).map(({ standing, rank, unranked }) => [
        standing.code,
        rank ?? unranked,
      ]);
    expect(told(split)).toEqual([
      ['five', 1],
      ['four', 'tooFew'],
      ['none', 'noGrade'],
    ]);
    expect(told(profile).map(([, rank]) => rank)).toEqual([1, 2, 3]);
  });

  it('[E1] without a grade, where grades alone count, is another reason than without a callback', () => {
    const split = ratedProfile({ splitDenominator: true });
    const units = [
      unit('ungraded', { ...counts(30, 30, 30, 0), rated: 0 }),
      unit('unasked', counts(0, 0, 0, 0)),
    ];
    const told = rankUnits(units, split)
      .get('T')
      ?.map(({ standing, unranked }) => [standing.code, unranked]);
    expect(told).toEqual([
      ['unasked', 'noCallback'],
      ['ungraded', 'noGrade'],
    ]);
  });

  it('[RNK4] is within the tier; a unit without a tier is ranked nowhere', () => {
    const units = [
      unit('a', counts(9, 9, 9, 9), 'T'),
      unit('b', counts(9, 1, 1, 1), 'U'),
      { code: 'c', counts: counts(9, 9, 9, 9) },
    ];
    expect([ranks(units, 'T'), ranks(units, 'U')]).toEqual([['a 1'], ['b 1']]);
    expect([...rankUnits(units, profile).values()].flat()).toHaveLength(2);
  });

  it('[RNK5] does not depend on the order in which units come', () => {
    fc.assert(
      fc.property(anyUnits, fc.gen(), (drawn, g) => {
        const units = drawn.map((one, i) => ({ ...one, code: `u${i}` }));
        const shuffled = g(fc.shuffledSubarray, units, { minLength: units.length });
        const told = (of: readonly RatedUnit[]) =>
          [...rankUnits(of, profile)].sort(([a], [b]) => (a < b ? -1 : 1));
        expect(told(shuffled)).toEqual(told(units));
      }),
    );
  });

  it('[RNK6] kept while units change equals the ranking made anew', () => {
    const change = fc.record({ at: fc.nat(7), counts: anyCounts });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 40 }), (changes) => {
        const kept = new Ranking();
        const latest = new Map<string, RateCounts>();
        for (const { at, counts: of } of changes) {
          kept.put(standingOf(`u${at}`, of, profile));
          latest.set(`u${at}`, of);
        }
        const anew = [...latest].map(([code, of]) => standingOf(code, of, profile)).sort(compareStandings);
        const ranked = kept.ranked(1);
        expect(ranked.map(({ standing }) => standing.code)).toEqual(anew.map(({ code }) => code));
        expect(ranked.map(({ rank }) => rank)).toEqual(
          [
            ...must(
              rankUnits(
                [...latest].map(([code, of]) => unit(code, of)),
                { ...profile, minSample: 1 },
              ).get('T'),
              'no tier',
            ),
          ].map(({ rank }) => rank),
        );
      }),
    );
  });
});
