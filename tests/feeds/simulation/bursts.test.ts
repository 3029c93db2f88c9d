import { describe, expect, it } from 'vitest';
import { BurstCalendar } from '../../../server/feeds/simulation/BurstCalendar.ts';
import { DayHours } from '../../../server/feeds/simulation/DayHours.ts';
import { loadSimulation } from '../../../server/feeds/simulation/loadSimulation.ts';
import type { Burst, Simulation } from '../../../server/feeds/simulation/simulationSchema.ts';
import { WorkQueue } from '../../../server/feeds/simulation/WorkQueue.ts';
import type { CaseEvent } from '../../../shared/domain/case/CaseEvent.ts';
import { fewerCases, simulatedHub, twoDistricts } from '../../support/simulatedHub.ts';
import { tempDir } from '../../support/tempDir.ts';

const city = twoDistricts();
const NOON = Date.UTC(2026, 10, 24, 4);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The heating fails every day from midnight on, for so many cases an hour. */
function heating(simulation: Simulation, casesPerHour: number): Simulation {
  const failure: Burst = {
    ...{ id: 'cold', codes: ['010101'], months: [11], chance: 1, startHours: [0, 0], hours: [24, 24] },
    ...{ casesPerHour, spread: 'district', level: 'L2' },
  };
  const told = { origin: 'invented', why: 'a test' } as const;
  return { ...simulation, cities: { beijing: { ...told, matters: [], bursts: [failure] } } };
}

async function heatingCases(casesPerHour: number) {
  const simulation = heating(fewerCases(240, 2), casesPerHour);
  const { store, life } = simulatedHub(city, simulation, tempDir(), NOON);
  const { feed } = await life();
  await feed.caughtUp;
  await feed.stop();
  const events = await store.events(0, 1_000_000);
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
      const month = Math.floor(city.calendar.dayOf(run.startAt).date / 100) % 100;
      expect(run.burst.months).toContain(month);
      expect(run.endAt - run.startAt).toBeGreaterThanOrEqual(run.burst.hours[0] * HOUR_MS);
    }
  });

  it('[SIM7] make the unit behind them late, in one district', { timeout: 120_000 }, async () => {
    const few = await heatingCases(1);
    const many = await heatingCases(40);
    expect(many.cold).toBeGreaterThan(few.cold * 15);
    expect(few.late / few.cold).toBeLessThan(0.1);
    expect(many.late / many.cold).toBeGreaterThan(0.2);
    expect(many.inOneDistrict).toBeGreaterThan(many.cold * 0.95);
  });

  it('[SIM7] what waits for a place is begun in order, within the hours, and as soon as one is free', () => {
    const hours = new DayHours(city.calendar, '08:30', '20:00');
    const day = city.calendar.dayOf(NOON).startAt;
    const queue = new WorkQueue(2, hours);
    const at = 19 * HOUR_MS + day;
    const begun = Array.from({ length: 5 }, () => queue.take(at, 2 * HOUR_MS) - day);
    const morning = DAY_MS + 8.5 * HOUR_MS;
    expect(begun).toEqual(
      [19, 19].map((hour) => hour * HOUR_MS).concat([morning, morning, morning + 2 * HOUR_MS]),
    );
    const again = new WorkQueue(2, hours);
    again.restore(queue.takenUntil(at));
    expect(again.take(at, HOUR_MS)).toBe(queue.take(at, HOUR_MS));
  });
});
