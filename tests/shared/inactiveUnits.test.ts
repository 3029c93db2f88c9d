import { expect, it } from 'vitest';
import { rankUnits } from '../../shared/domain/rating/rankUnits.ts';
import { RATE_COLUMNS, rateCountsOf } from '../../shared/domain/rating/rateCounts.ts';
import { rosterOf } from '../../shared/domain/rating/rosterOf.ts';
import { must } from '../../shared/lib/assert.ts';
import { ratedCity, ratedProfile } from '../support/ratedCity.ts';

it('[RAT304] units are ranked that are at work when the period ends, others are told apart', () => {
  const { units: all } = ratedCity().pack;
  const spans: Readonly<Record<string, { activeFrom?: string; activeTo?: string }>> = {
    E1: { activeTo: '2026-12-10' },
    E2: { activeTo: '2026-12-19' },
    W1: { activeFrom: '2026-12-18' },
    W2: { activeFrom: '2026-12-19' },
  };
  const city = ratedCity({}, { pack: { units: all.map((unit) => ({ ...unit, ...spans[unit.code] })) } });
  const period = must(city.periods.named('2026-12'), 'no period');
  const counts = rateCountsOf(RATE_COLUMNS.map(() => 9));
  const rated = rosterOf(city, period).map((unit) => ({ ...unit, counts }));
  const ranked = rankUnits(rated, ratedProfile()).get('STREETS') ?? [];
  expect(
    Object.fromEntries(ranked.map(({ standing, rank, unranked }) => [standing.code, rank ?? unranked])),
  ).toEqual({
    E1: 'inactive',
    E2: 1,
    W1: 1,
    W2: 'inactive',
  });
});
