import { describe, expect, it } from 'vitest';
import { BurstCalendar } from '../../../server/feeds/simulation/BurstCalendar.ts';
import { DayHours } from '../../../server/feeds/simulation/DayHours.ts';
import { isInSeason } from '../../../server/feeds/simulation/isInSeason.ts';
import { loadSimulation } from '../../../server/feeds/simulation/loadSimulation.ts';
import type { Burst, Simulation } from '../../../server/feeds/simulation/simulationSchema.ts';
import { WorkQueue } from '../../../server/feeds/simulation/WorkQueue.ts';
import { must } from '../../../shared/lib/assert.ts';
import type { CaseEvent } from '../../../shared/domain/case/CaseEvent.ts';
import { fewerCases, simulatedHub, twoDistricts } from '../../support/simulatedHub.ts';
import { tempDir } from '../../support/tempDir.ts';
import { caseEventsOf } from '../../support/caseEventsOf.ts';

const city = twoDistricts();
const NOON = Date.UTC(2026, 10, 24, 4);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The heating fails every day from midnight on, for so many cases an hour. */
function heating(simulation: Simulation, casesPerHour: number): Simulation {
  const failure: Burst = {
    ...{ id: 'cold', codes: ['010101'], chance: 1, quietDays: 0, startHours: [0, 0], hours: [24, 24] },
    ...{ casesPerHour, spread: 'district', level: 'L2' },
  };
  const told = { origin: 'invented', why: 'a test' } as const;
  return { ...simulation, cities: { beijing: { ...told, matters: [], levels: [], bursts: [failure] } } };
}

async function heatingCases(casesPerHour: number) {
  const simulation = heating(fewerCases(240, 2), casesPerHour);
  const { store, life } = simulatedHub(city, simulation, tempDir(), NOON);
  const { feed } = await life();
  await feed.caughtUp;
  await feed.stop();
  const events = await caseEventsOf(store);
  const cold = new Set<number>();
  const districts = new Map<string, number>();
  for (const event of events) {
    if (event.type !== 'CaseRegistered' || event.data.categoryCode !== '010101') continue;
    cold.add(event.caseId);
    const place = `${city.calendar.dayOf(event.at).date} ${event.data.areaCode.slice(0, 6)}`;
    districts.set(place, (districts.get(place) ?? 0) + 1);
  }
  const late = events.filter((event) => isLateWork(event) && cold.has(event.caseId)).length;
  const inOne = [...districts.values()].sort((a, b) => b - a).slice(0, 3);
  return { cold: cold.size, late, inOneDistrict: inOne.reduce((sum, one) => sum + one, 0) };
}

function isLateWork(event: CaseEvent): boolean {
  return event.type === 'CaseClockBreached' && event.data.clock === 'handle';
}

describe('bursts', () => {
  it('[SIM6] come on the same days for a seed, on about as many as their chance says, in their months', () => {
    const bursts = loadSimulation().cities['beijing']?.bursts ?? [];
    const days = (seed: number) => {
      const calendar = new BurstCalendar(seed, bursts, city.calendar);
      const start = Date.UTC(2026, 0, 1);
      return Array.from({ length: 365 * 24 }, (_, hour) => calendar.at(start + hour * HOUR_MS));
    };
    const hours = days(5);
    expect(hours).toEqual(days(5));
    const heatingDays = new Set(
      hours.flat().flatMap((run) => (run.burst.id === 'heating-failure' ? [run.startAt] : [])),
    );
    expect(heatingDays.size).toBeGreaterThan(151 * 0.12);
    expect(heatingDays.size).toBeLessThan(151 * 0.4);
    for (const run of hours.flat()) {
      expect(isInSeason(run.burst.season, city.calendar.dayOf(run.startAt).date)).toBe(true);
      expect(run.endAt - run.startAt).toBeGreaterThanOrEqual(run.burst.hours[0] * HOUR_MS);
    }
  });

  it('[SIM7] make the unit behind them late, in one district', { timeout: 120_000 }, async () => {
    const few = await heatingCases(0.5);
    const many = await heatingCases(40);
    expect(many.cold).toBeGreaterThan(few.cold * 15);
    expect(few.late / few.cold).toBeLessThan(0.1);
    expect(many.late / many.cold).toBeGreaterThan(0.2);
    expect(many.inOneDistrict).toBeGreaterThan(many.cold * 0.95);
  });

  it('[SIM6] leave the city in peace for as many days as they say', () => {
    const [storm] = (loadSimulation().cities['beijing']?.bursts ?? []).filter(({ id }) => id === 'storm');
    const often = { ...must(storm, 'the city has no storm'), chance: 0.4 };
    const calendar = new BurstCalendar(5, [often], city.calendar);
    const summer = Array.from({ length: 107 * 24 }, (_, hour) => Date.UTC(2026, 5, 1) + hour * HOUR_MS);
    const begun = [...new Set(summer.flatMap((at) => calendar.at(at).map(({ startAt }) => startAt)))];
    expect(begun.length).toBeGreaterThan(0);
    const days = begun.map((at) => city.calendar.dayOf(at).startAt / DAY_MS);
    for (const [index, day] of days.slice(1).entries())
      expect(day - (days[index] ?? 0)).toBeGreaterThan(often.quietDays);
  });

  it.each([
    [
      ['11-15', '03-15'],
      [20261114, 20260316],
      [20261115, 20270101, 20260315],
    ],
    [
      ['06-01', '09-15'],
      [20260531, 20260916, 20260101],
      [20260601, 20260915],
    ],
  ] as const)(
    '[SIM6] the season %j has both of its ends, and reaches over the new year',
    (season, out, within) => {
      expect(out.filter((date) => isInSeason(season, date))).toEqual([]);
      expect(within.filter((date) => isInSeason(season, date))).toEqual(within);
    },
  );

  it('[SIM7] what waits for a place is begun in order, within the hours, and as soon as one is free', () => {
    const hours = new DayHours(city.calendar, '08:30', '20:00');
    const day = city.calendar.dayOf(NOON).startAt;
    const queue = new WorkQueue();
    const at = 19 * HOUR_MS + day;
    const opens = (freeAt: number) => hours.notBefore(freeAt);
    const begun = Array.from({ length: 5 }, () => queue.take(at, 2 * HOUR_MS, 2, opens) - day);
    const morning = DAY_MS + 8.5 * HOUR_MS;
    expect(begun).toEqual(
      [19, 19].map((hour) => hour * HOUR_MS).concat([morning, morning, morning + 2 * HOUR_MS]),
    );
    const again = new WorkQueue();
    again.restore(queue.takenUntil(at));
    expect(again.take(at, HOUR_MS, 2, opens)).toBe(queue.take(at, HOUR_MS, 2, opens));
  });

  it('[SIM10] who waits too long has further places made, still in order, and no more than so many', () => {
    const queue = new WorkQueue({ afterMs: 5 * HOUR_MS, most: 3 });
    const begun = Array.from({ length: 14 }, () => queue.take(NOON, 2 * HOUR_MS, 1) - NOON);
    expect(begun.map((ms) => ms / HOUR_MS)).toEqual([0, 2, 4, 6, 6, 6, 8, 8, 8, 10, 10, 10, 12, 12]);
    const night = NOON + 12 * HOUR_MS;
    expect(queue.freeAt(night, 1)).toBe(night + 2 * HOUR_MS);
    const later = night + 5 * HOUR_MS;
    expect([queue.take(later, HOUR_MS, 1), queue.take(later, HOUR_MS, 1)]).toEqual([later, later + HOUR_MS]);
  });
});
