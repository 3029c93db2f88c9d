import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MetricProfile } from '../../shared/domain/rating/metricProfile.ts';
import { METRICS, METRIC_NAMES, ratioOf } from '../../shared/domain/rating/metrics.ts';
import { RATE_COLUMNS, rateCountsOf, sumCounts } from '../../shared/domain/rating/rateCounts.ts';
import type { RateCounts } from '../../shared/domain/rating/rateCounts.ts';
import { explainedBy, shareOf, sharingColumns } from '../../shared/domain/rating/shareOf.ts';
import { ratedProfile } from '../support/ratedCity.ts';

const profiles: fc.Arbitrary<MetricProfile> = fc
  .tuple(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 0, max: 1_000 }), fc.nat(1_000), fc.boolean())
  .map(([a, b, basicFactor, splitDenominator]) => {
    const [response, upTo] = [Math.min(a, b), Math.max(a, b)];
    const weights = { response, solve: upTo - response, satisfaction: 1_000 - upTo };
    return ratedProfile({ weights, basicFactor, splitDenominator });
  });

/** Counts of some cases, whose answers fit together: `most` of each at most. */
function someCases(most: number): fc.Arbitrary<RateCounts> {
  return fc
    .array(fc.nat(most), { minLength: RATE_COLUMNS.length, maxLength: RATE_COLUMNS.length })
    .map((cells) => {
      const counts = rateCountsOf(cells);
      const { valid } = counts;
      const rated = Math.min(counts.rated, valid);
      const satisfied = Math.min(counts.satisfied, rated);
      const basic = Math.min(counts.basic, rated - satisfied);
      const [contacted, solved] = [Math.min(counts.contacted, valid), Math.min(counts.solved, valid)];
      return { ...counts, valid, rated, satisfied, basic, contacted, solved };
    });
}

const sumOf = (all: readonly RateCounts[]): RateCounts =>
  rateCountsOf(sumCounts(all.map((counts) => Object.values(counts))));

describe('the parts of the cases behind a number', () => {
  it.each([
    ['cases', 1],
    ['whole pages of a large city', 400_000],
  ])('[EXP320] add up exactly to numerator and denominator, of %s', (_, most) => {
    fc.assert(
      fc.property(fc.array(someCases(most), { maxLength: 40 }), profiles, (all, profile) => {
        const total = sumOf(all);
        for (const name of METRIC_NAMES) {
          const share = shareOf(name, total, profile);
          const expected = METRICS[name].parts(total, profile);
          const sum = { numerator: 0, denominator: 0 };
          let before = rateCountsOf([]);
          for (const counts of all) {
            const after = sumOf([before, counts]);
            const [from, to] = [share(before), share(after)];
            const part = [to.numerator - from.numerator, (to.denominator ?? 0) - (from.denominator ?? 0)];
            expect(part.every((side) => side >= 0 && Number.isSafeInteger(side))).toBe(true);
            sum.numerator += part[0] ?? 0;
            sum.denominator += part[1] ?? 0;
            before = after;
          }
          expect([name, sum]).toEqual([name, expected]);
          const ratio = ratioOf(name, total, profile);
          expect(ratio).toEqual(sum.denominator === 0 ? null : sum);
        }
      }),
      { numRuns: most === 1 ? 300 : 200 },
    );
  });

  it('[EXP320] are those of every case that has one, and of no other', () => {
    fc.assert(
      fc.property(fc.array(someCases(1), { minLength: 1, maxLength: 30 }), profiles, (all, profile) => {
        const total = sumOf(all);
        for (const name of [...METRIC_NAMES, ...RATE_COLUMNS]) {
          const share = shareOf(name, total, profile);
          const columns = sharingColumns(share);
          for (const counts of all) {
            const { numerator, denominator } = share(counts);
            const isTold = columns.some((place) => Object.values(counts)[place] !== 0);
            expect([name, isTold]).toEqual([name, numerator > 0 || (denominator ?? 0) > 0]);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('[EXP3] are known by name and number', () => {
    expect([
      explainedBy('M4'),
      explainedBy('compositeScore'),
      explainedBy('praised'),
      explainedBy('M99'),
    ]).toEqual([...['compositeScore', 'compositeScore', 'praised', undefined]]);
  });
});
