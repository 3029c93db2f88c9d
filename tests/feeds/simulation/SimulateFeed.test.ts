import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FeedRunner } from '../../../server/feeds/FeedRunner.ts';
import { loadSimulation } from '../../../server/feeds/simulation/loadSimulation.ts';
import { Cast } from '../../../server/feeds/simulation/Cast.ts';
import { SimulateFeed } from '../../../server/feeds/simulation/SimulateFeed.ts';
import type { Simulation } from '../../../server/feeds/simulation/simulationSchema.ts';
import { loadCity } from '../../../server/loadCity.ts';
import { StartError } from '../../../server/StartError.ts';
import { intakeSchema } from '../../../shared/contract/intake.ts';
import type { CaseEvent } from '../../../shared/domain/case/CaseEvent.ts';
import { City } from '../../../shared/domain/City.ts';
import { fewerCases, simulatedHub, twoDistricts } from '../../support/simulatedHub.ts';
import { tempDir } from '../../support/tempDir.ts';
import { caseEventsOf } from '../../support/caseEventsOf.ts';

const nyc = loadCity('nyc');
const beijing = twoDistricts();
/** Ten in the morning in Beijing, a Tuesday. */
const TEN = Date.UTC(2026, 10, 24, 2);
const HOUR_MS = 3_600_000;

/** What happens in so many minutes after the past is there. */
async function afterwards(city: City, simulation: Simulation, now: number, minutes: number) {
  const { store, life } = simulatedHub(city, simulation, tempDir(), now);
  const { feed, log, pass } = await life();
  await feed.caughtUp;
  await pass(minutes * 60_000);
  await feed.stop();
  const all = await caseEventsOf(store);
  return { all, live: all.filter(({ at }) => at >= now), warnings: log.lines };
}

function gapsOf(events: readonly CaseEvent[]): readonly number[] {
  return events.slice(1).map(({ at }, index) => at - (events[index]?.at ?? at));
}

describe('the simulated feed', () => {
  it('[FED22] by day something happens every few seconds, by night less', { timeout: 120_000 }, async () => {
    const day = await afterwards(beijing, fewerCases(3_000, 2), TEN, 15);
    expect(day.warnings).toEqual([]);
    const instants = new Set(day.live.map(({ at }) => at));
    expect(instants.size).toBeGreaterThan((15 * 60) / 6);
    expect(Math.max(...gapsOf(day.live))).toBeLessThan(60_000);
    const night = await afterwards(beijing, fewerCases(3_000, 1), TEN + 17 * HOUR_MS, 15);
    expect(night.live.length).toBeLessThan(day.live.length / 4);
  });

  it(
    '[FED22] a city without callbacks has its cases brought to their end, too',
    { timeout: 60_000 },
    async () => {
      const { all, warnings } = await afterwards(nyc, fewerCases(200, 6), TEN, 1);
      expect(warnings).toEqual([]);
      const closed = all.filter(({ type }) => type === 'CaseClosed').length;
      expect(closed).toBeGreaterThan(500);
      expect(all.some(({ type }) => type === 'CaseCallbackRecorded')).toBe(false);
    },
  );

  it.each([nyc, beijing])(
    '[FED22] every case is a sound intake of the pack, in its first language, and of nobody',
    (city) => {
      const simulation = loadSimulation();
      const cast = new Cast(7, simulation, city);
      const cases = Array.from({ length: 2_000 }, (_, n) => cast.caseOf(n, TEN + n));
      for (const intake of cases) {
        expect(intakeSchema.safeParse(intake).success).toBe(true);
        const language = city.pack.languages[0] ?? 'en';
        expect(city.categories.get(intake.categoryCode ?? '')?.names[language]).toBe(intake.title);
        expect(intake.streetCode === undefined || city.areas.has(intake.streetCode)).toBe(true);
        expect(intake.requester).toBeUndefined();
        if (intake.location !== undefined)
          expect(city.isInside(intake.location.lng, intake.location.lat)).toBe(true);
      }
      expect(new Set(cases.map(({ categoryCode }) => categoryCode)).size).toBeGreaterThan(30);
      const withPoint = cases.filter(({ location }) => location !== undefined).length;
      expect(withPoint).toBeGreaterThan(cases.length * 0.85);
    },
  );

  it('[FED23] a case of a seed at an instant is always the same, and so is when the next one comes', () => {
    const simulation = loadSimulation();
    const [one, other] = [new Cast(7, simulation, beijing), new Cast(7, simulation, beijing)];
    other.caseOf(99, TEN);
    for (let n = 0; n < 50; n++) {
      expect(other.caseOf(n, TEN + n)).toEqual(one.caseOf(n, TEN + n));
      expect(other.curve.next(n, TEN)).toBe(one.curve.next(n, TEN));
    }
    const elsewhere = new Cast(8, simulation, beijing);
    expect(elsewhere.caseOf(1, TEN)).not.toEqual(one.caseOf(1, TEN));
  });

  it('[FED24] its place belongs to one city', async () => {
    const dir = tempDir();
    const { life } = simulatedHub(nyc, fewerCases(100, 0), dir, TEN);
    const { feed } = await life();
    await feed.caughtUp;
    await feed.stop();
    const other = new City({ ...nyc.pack, id: 'other' });
    const again = () => new FeedRunner(new SimulateFeed(other, dir, fewerCases(100, 0), TEN));
    expect(again).toThrow(StartError);
    expect(again).toThrow(new RegExp(`${join(dir, 'simulate.json')} belongs to city 'nyc'`));
  });
});
