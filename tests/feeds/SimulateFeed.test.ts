import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FeedRunner } from '../../server/feeds/FeedRunner.ts';
import { SimulateFeed } from '../../server/feeds/SimulateFeed.ts';
import { loadCity } from '../../server/loadCity.ts';
import { readJson } from '../../server/readJson.ts';
import { StartError } from '../../server/StartError.ts';
import { City } from '../../shared/domain/City.ts';
import { intakeSchema } from '../../shared/contract/intake.ts';
import type { Row } from '../../shared/tables/liveTable.ts';
import { FakeClock } from '../support/FakeClock.ts';
import { FakeFeedHub, FakeFeedPort } from '../support/FakeFeedPort.ts';
import { playOut } from '../support/playOut.ts';
import { quietLog } from '../support/quietLog.ts';
import { tempDir } from '../support/tempDir.ts';

const city = loadCity('nyc');
/** A Tuesday in New York. */
const NOON = Date.UTC(2026, 10, 24, 17);
const NIGHT = Date.UTC(2026, 10, 24, 8);

function start(dir: string, clock: FakeClock, hub: FakeFeedHub, port = new FakeFeedPort(hub)) {
  const feed = new FeedRunner(new SimulateFeed(city, join(dir, 'feeds')));
  const shown: Row[] = [];
  feed.start({ clock, port, log: quietLog(), setRow: (row) => shown.push(row) });
  return { feed, shown };
}

async function simulate(startAt: number, minutes: number) {
  const clock = new FakeClock(startAt);
  const hub = new FakeFeedHub(city, () => clock.now());
  const { feed, shown } = start(tempDir(), clock, hub);
  await playOut(feed, clock, 500, () => clock.now() >= startAt + minutes * 60_000);
  await feed.stop();
  return { cases: [...hub.cases.values()], shown };
}

describe('the simulated feed', () => {
  it('[FED22] files a case every few seconds by day, fewer by night, and moves them on to their end', async () => {
    const day = await simulate(NOON, 20);
    const night = await simulate(NIGHT, 20);
    expect(day.cases.length).toBeGreaterThan(20 * 60 * (1 / 4));
    expect(day.cases.length).toBeLessThan(20 * 60 * (1 / 2));
    expect(night.cases.length).toBeLessThan(day.cases.length / 2);
    const gaps = day.cases.slice(1).map(({ filedAt }, index) => filedAt - (day.cases[index]?.filedAt ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(6_000);
    const states = new Set(day.cases.map(({ state }) => state));
    for (const state of ['dispatched', 'signed', 'handling', 'closed']) expect(states).toContain(state);
    expect(day.shown.at(-1)).toEqual(['simulate', 'simulate', 'running', day.cases.length, null, 0]);
  });

  it('[FED22] every case is a sound intake of the pack, in its first language, and of nobody', async () => {
    const { cases } = await simulate(NOON, 10);
    for (const { intake } of cases) {
      expect(intakeSchema.safeParse(intake).success).toBe(true);
      expect(city.categories.get(intake.categoryCode ?? '')?.names.en).toBe(intake.title);
      expect(city.areas.has(intake.streetCode ?? '')).toBe(true);
      expect(intake.requester).toBeUndefined();
    }
    expect(new Set(cases.map(({ intake }) => intake.categoryCode)).size).toBeGreaterThan(30);
    expect(cases.filter(({ intake }) => intake.location !== undefined).length).toBeGreaterThan(
      cases.length * 0.9,
    );
  });

  it('[FED23] the same city gives the same cases, whenever it runs', async () => {
    const texts = (cases: Awaited<ReturnType<typeof simulate>>['cases']) =>
      cases.slice(0, 50).map(({ body }) => body);
    expect(texts((await simulate(NOON, 5)).cases)).toEqual(
      texts((await simulate(NOON + 7_200_000, 5)).cases),
    );
  });

  it('[FED23] after a kill or a stop it goes on with new numbers and leaves no case behind', async () => {
    const dir = tempDir();
    let at = NOON;
    const hub = new FakeFeedHub(city, () => at);
    for (let life = 0; life < 8; life++) {
      const clock = new FakeClock(at);
      let isDead = false;
      const never = new Promise<never>(() => {});
      const port = new FakeFeedPort(hub, () => (isDead ? never : Promise.resolve(undefined)));
      const { feed } = start(dir, clock, hub, port);
      const until = at + 60_000 + life * 7_000;
      await playOut(feed, clock, 500, () => {
        at = clock.now();
        isDead = life % 2 === 0 && at >= until;
        return at >= until;
      });
      if (!isDead) await feed.stop();
    }
    const numbers = [...hub.cases.values()].map(({ intake }) => Number(intake.externalId.split('-')[1]));
    expect(numbers).toEqual(numbers.map((_, index) => index));
    const clock = new FakeClock(at);
    const { feed } = start(dir, clock, hub);
    await playOut(feed, clock, 500, () => clock.now() >= at + 60_000);
    await feed.stop();
    const { underWay } = readJson(join(dir, 'feeds/simulate.json')) as {
      underWay: [string, number, number][];
    };
    const open = [...hub.cases.values()]
      .filter(({ state }) => state !== 'closed')
      .map(({ caseNo }) => caseNo);
    expect(underWay.map(([caseNo]) => caseNo).sort()).toEqual(open.sort());
    expect(open.length).toBeLessThan(hub.cases.size);
  });

  it('[FED24] its place belongs to one city', async () => {
    const dir = tempDir();
    const clock = new FakeClock(NOON);
    const { feed } = start(dir, clock, new FakeFeedHub(city, () => clock.now()));
    await feed.stop();
    const other = new City({ ...city.pack, id: 'other' });
    expect(() => new SimulateFeed(other, join(dir, 'feeds'))).toThrow(StartError);
  });
});
