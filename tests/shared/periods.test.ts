import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Calendar } from '../../shared/domain/Calendar.ts';
import type { MetricProfile } from '../../shared/domain/rating/metricProfile.ts';
import { periodState } from '../../shared/domain/rating/Period.ts';
import { Periods } from '../../shared/domain/rating/Periods.ts';
import { must } from '../../shared/lib/assert.ts';
import { ratedProfile } from '../support/ratedCity.ts';

const shanghai = new Calendar('Asia/Shanghai');
const at = (text: string) => Date.parse(`${text}+08:00`);

function periodsOf(profiles: readonly MetricProfile[], calendar = shanghai): Periods {
  return new Periods(calendar, (instant) => {
    const { date } = calendar.dayOf(instant);
    const covers = ({ from, to }: MetricProfile) =>
      number(from) <= date && (to === undefined || date < number(to));
    return profiles.find(covers);
  });
}

const number = (day: string) => Number(day.replaceAll('-', ''));
const from19 = periodsOf([ratedProfile()]);

describe('the assessment period', () => {
  it('[E3] of the 18th 23:59:59.999 is this month’s, of the 19th 00:00:00.000 the next month’s', () => {
    expect(from19.at(at('2026-11-18T23:59:59.999'))?.label).toBe('2026-11');
    expect(from19.at(at('2026-11-19T00:00:00.000'))?.label).toBe('2026-12');
  });

  it('[RAT20] runs from the 19th to the 18th and is frozen ten days later', () => {
    expect(from19.named('2026-11')).toMatchObject({
      label: '2026-11',
      startAt: at('2026-10-19T00:00:00.000'),
      endAt: at('2026-11-19T00:00:00.000'),
      cutoffAt: at('2026-11-29T00:00:00.000'),
    });
    expect(from19.named('2026-01')?.startAt).toBe(at('2025-12-19T00:00:00.000'));
  });

  it('[RAT20] with a start day of 1 is the month itself', () => {
    const months = periodsOf([ratedProfile({ periodStartDay: 1, callbackCutoffDays: 31 })]);
    expect(months.named('2026-12')).toMatchObject({
      startAt: at('2026-12-01T00:00:00.000'),
      endAt: at('2027-01-01T00:00:00.000'),
      cutoffAt: at('2027-02-01T00:00:00.000'),
    });
    expect(months.at(at('2026-12-31T23:59:59.999'))?.label).toBe('2026-12');
  });

  it('[RAT21] is open to its end, then provisional up to the cutoff, then frozen', () => {
    const period = must(from19.named('2026-11'), 'no period');
    const states = [
      '2026-11-18T23:59:59.999',
      '2026-11-19T00:00:00.000',
      '2026-11-29T00:00:00.000',
      '2026-11-29T00:00:00.001',
    ].map((text) => periodState(period, at(text)));
    expect(states).toEqual(['open', 'provisional', 'provisional', 'frozen']);
  });

  it('[RAT22] has one definition, the one in force on the first of its month', () => {
    const old = ratedProfile({ id: 'old', to: '2024-12-19' });
    const periods = periodsOf([old, ratedProfile({ id: 'new', from: '2024-12-19' })]);
    expect(periods.at(at('2024-12-18T12:00:00'))?.profile.id).toBe('old');
    expect(periods.at(at('2024-12-19T12:00:00'))).toMatchObject({ label: '2025-01', profile: { id: 'new' } });
  });

  it('[RAT22] keeps its definition where another comes into force on the second of its month', () => {
    const old = ratedProfile({ id: 'old', to: '2026-03-02' });
    const periods = periodsOf([old, ratedProfile({ id: 'new', from: '2026-03-02' })]);
    expect(['2026-03', '2026-04'].map((label) => periods.named(label)?.profile.id)).toEqual(['old', 'new']);
  });

  it('[RAT22] does not exist where no profile is in force, nor under a name that is no month', () => {
    const periods = periodsOf([ratedProfile({ from: '2026-01-01' })]);
    expect(periods.at(at('2025-12-18T12:00:00'))).toBeUndefined();
    expect(periods.at(at('2025-12-19T12:00:00'))?.label).toBe('2026-01');
    expect(['2025-12', '2026-13', '2026-1', 'x', ''].map((label) => periods.named(label))).toEqual(
      Array(5).fill(undefined),
    );
  });

  it.each([
    [19, 1],
    [1, 19],
    [5, 28],
    [28, 5],
  ])('[RAT23] every instant lies in one, also where the start day moves from %d to %d', (before, after) => {
    const periods = periodsOf([
      ratedProfile({ to: '2026-03-01', periodStartDay: before }),
      ratedProfile({ from: '2026-03-01', periodStartDay: after }),
    ]);
    for (let month = 1; month < 7; month++) {
      const one = periods.named(`2026-0${month}`);
      const next = periods.named(`2026-0${month + 1}`);
      expect([month, one?.endAt]).toEqual([month, next?.startAt]);
    }
    fc.assert(
      fc.property(
        fc.integer({ min: at('2026-01-05T00:00:00'), max: at('2026-06-20T00:00:00') }),
        (instant) => {
          const found = must(periods.at(instant), 'no period');
          expect(found.startAt <= instant && instant < found.endAt).toBe(true);
          expect(periods.named(found.label)).toEqual(found);
        },
      ),
    );
  });

  it('[RAT23] begins and ends at local midnight where clocks change', () => {
    const newYork = periodsOf([ratedProfile({ periodStartDay: 8 })], new Calendar('America/New_York'));
    // Clocks went ahead on 2026-03-08, a few hours after the boundary.
    expect(newYork.named('2026-03')).toMatchObject({
      startAt: Date.parse('2026-02-08T00:00:00-05:00'),
      endAt: Date.parse('2026-03-08T00:00:00-05:00'),
      cutoffAt: Date.parse('2026-03-18T00:00:00-04:00'),
    });
  });

  it('[RAT23] is the same whatever was asked before', () => {
    const instant = fc.integer({ min: at('2025-01-01T00:00:00'), max: at('2027-01-01T00:00:00') });
    fc.assert(
      fc.property(fc.array(instant, { maxLength: 8 }), (instants) => {
        const asked = periodsOf([ratedProfile()]);
        for (const one of instants) expect(asked.at(one)).toEqual(periodsOf([ratedProfile()]).at(one));
      }),
    );
  });
});
