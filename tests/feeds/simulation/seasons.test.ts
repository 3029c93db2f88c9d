import { beforeAll, describe, expect, it } from 'vitest';
import type { CaseEvent } from '../../../shared/domain/case/CaseEvent.ts';
import { fewerCases, simulatedHub, twoDistricts } from '../../support/simulatedHub.ts';
import { suiteDir } from '../../support/suiteDir.ts';
import { caseEventsOf } from '../../support/caseEventsOf.ts';

/** From 25 October over the first day of the heating season, made up as one past. */
const END = Date.UTC(2026, 10, 20, 4);
const DAYS = 26;
const city = twoDistricts();
const OVER = new Set(['CaseFeedbackSubmitted', 'CaseWithdrawn', 'CaseClosed']);

/** At the end of each local day: heating cases filed that day, and those at work whose time is over. */
interface Evening {
  heating: number;
  overdue: number;
}

function eveningsOf(events: readonly CaseEvent[]): ReadonlyMap<number, Evening> {
  const evenings = new Map<number, Evening>();
  const late = new Set<number>();
  for (const event of events) {
    const { date } = city.calendar.dayOf(event.at);
    const evening = evenings.get(date) ?? { heating: 0, overdue: 0 };
    evenings.set(date, evening);
    if (event.type === 'CaseRegistered' && event.data.categoryCode.startsWith('0101')) evening.heating++;
    if (event.type === 'CaseClockBreached' && event.data.clock === 'handle') late.add(event.caseId);
    if (OVER.has(event.type)) late.delete(event.caseId);
    evening.overdue = late.size;
  }
  return evenings;
}

describe('a simulation over a change of season', () => {
  let evenings: ReadonlyMap<number, Evening> = new Map();

  beforeAll(async () => {
    const { store, life } = simulatedHub(city, fewerCases(300, DAYS), suiteDir(), END);
    const { feed } = await life();
    await feed.caughtUp;
    await feed.stop();
    evenings = eveningsOf(await caseEventsOf(store));
  }, 300_000);

  it('[SIM10] the heating is complained of from its first day on, and nothing piles up', () => {
    const days = [...evenings];
    const between = (from: number, to: number) => days.filter(([date]) => from <= date && date <= to);
    const heating = (some: typeof days) => some.reduce((sum, [, day]) => sum + day.heating, 0) / some.length;
    expect(heating(between(20261101, 20261114))).toBeLessThan(2);
    expect(heating(between(20261115, 20261119))).toBeGreaterThan(10);
    for (const [date, { overdue }] of days) expect(overdue, String(date)).toBeLessThan(300 * 0.2);
  });
});
