import { describe, expect, it } from 'vitest';
import { changeOnDay } from '../../client/state/trendDay.ts';
import { cityRate } from '../../client/wall/cityRate.ts';
import { commonCategories } from '../../client/wall/commonCategories.ts';
import { Calendar } from '../../shared/domain/Calendar.ts';
import type { MetricProfile } from '../../shared/domain/rating/metricProfile.ts';
import { RATE_COLUMNS } from '../../shared/domain/rating/rateCounts.ts';
import { must } from '../../shared/lib/assert.ts';
import { ratedCity } from '../support/ratedCity.ts';

const city = ratedCity();
const period = must(city.periods.named('2026-12'), 'no period');
const profile: MetricProfile = period.profile;

/** A city whose only unit has so many valid callbacks, all solved. */
function board(valid: number) {
  const counts = RATE_COLUMNS.map((name) => (['valid', 'contacted', 'solved'].includes(name) ? valid : 0));
  return { period: { ...period, profile }, cells: new Map([['U', counts]]) };
}

describe('a figure computed from fewer than twenty cases is not told', () => {
  it('[WAL380] a rate of nineteen answers has no value, one of twenty has, and a change needs both', () => {
    expect(cityRate('solveRate', board(19), board(200)).shown).toBeNull();
    expect(cityRate('solveRate', board(20), board(200))).toEqual({ shown: 10_000, change: 0 });
    expect(cityRate('solveRate', board(20), board(19)).change).toBeUndefined();
  });

  it('[WAL380] a category has a share of twenty cases of its day, and a change against as many', () => {
    const rows = (today: number, before: number) => [
      { key: '20260627 a', received: today - 1 },
      { key: '20260627 b', received: 1 },
      { key: '20260626 a', received: before },
    ];
    const of = (today: number, before: number) =>
      commonCategories(rows(today, before), '20260627', false).list[0];
    expect(of(19, 100)).toEqual({ code: 'a', received: 18, share: undefined, change: undefined });
    expect(of(20, 19)).toEqual({ code: 'a', received: 19, share: 0.95, change: undefined });
    expect(of(20, 20)?.change).toBeCloseTo(-0.05);
  });

  it('[WAL380] growth is told against twenty cases of the other day', () => {
    const calendar = new Calendar('Asia/Shanghai');
    const today = calendar.dayOf(Date.parse('2026-06-27T12:00:00+08:00')).startAt;
    const quarters = (then: number) =>
      new Map([
        [today - 2 * 86_400_000, { received: 1, closed: 0 }],
        [today - 86_400_000, { received: then, closed: 0 }],
        [today, { received: 40, closed: 0 }],
      ]);
    const change = (then: number) => changeOnDay(quarters(then), calendar, today + 3_600_000, 1);
    expect(change(19)).toBeUndefined();
    expect(change(20)).toBe(1);
  });
});
