import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cityFolder } from '../../server/cityFolder.ts';
import { DeadLetters } from '../../server/feeds/DeadLetters.ts';
import { FeedRunner } from '../../server/feeds/FeedRunner.ts';
import { ReplayFeed } from '../../server/feeds/ReplayFeed.ts';
import { readReplay } from '../../server/feeds/readReplay.ts';
import { loadCity } from '../../server/loadCity.ts';
import { readJson } from '../../server/readJson.ts';
import { StartError } from '../../server/StartError.ts';
import { FakeFeedHub, FakeFeedPort } from '../support/FakeFeedPort.ts';
import { fedTime } from '../support/fedTime.ts';
import { playOut } from '../support/playOut.ts';
import { quietLog } from '../support/quietLog.ts';
import { SeededRandom } from '../support/seededRandom.ts';
import { tempDir } from '../support/tempDir.ts';

const HEADER =
  'unique_key,created_date,closed_date,agency,complaint_type,descriptor,location_type,incident_zip,city,borough,latitude,longitude';
const MAP = `${cityFolder('nyc')}/replay.json`;
const city = loadCity('nyc');

/** 150 rows within two hours, most of them closed, some broken, some that can be filed and never closed. */
function randomRows(random: SeededRandom): string {
  const time = (second: number) => new Date(Date.UTC(2026, 5, 27, 9, 0, second)).toISOString().slice(0, -1);
  const rows = Array.from({ length: 150 }, (_, key) => {
    if (random.chance(0.05)) return `${key},broken`;
    const created = random.below(7_200);
    const closed = random.chance(0.7) ? time(created + random.below(3_600)) : '';
    const agency = random.chance(0.05) ? 'NOBODY' : 'HPD';
    return `${key},${time(created)},${closed},${agency},GENERAL,N/A,,11234,,BRONX,40.85,-73.88`;
  });
  return [HEADER, ...rows, ''].join('\n');
}

/** A process's port that dies after so many calls: the call that kills it has happened, or has not, and none ever answers again. */
function mortalPort(hub: FakeFeedHub, random: SeededRandom, calls: number) {
  let left = calls;
  const life = { port: new FakeFeedPort(hub), died: false };
  const never = () => new Promise<never>(() => {});
  const killsBefore = random.chance(0.5);
  const die = () => {
    life.died = true;
    return never();
  };
  life.port = new FakeFeedPort(
    hub,
    () => {
      if (life.died) return never();
      left--;
      return left === 0 && killsBefore ? die() : Promise.resolve(undefined);
    },
    () => (life.died || left <= 0 ? die() : Promise.resolve()),
  );
  return life;
}

async function replayFeed(path: string, dir: string) {
  const replay = await readReplay(path, MAP, city);
  return new FeedRunner(new ReplayFeed(replay, join(dir, 'feeds'), { speed: 60, skipGapsMs: 21_600_000 }));
}

function deadLines(dir: string): readonly number[] {
  const text = readFileSync(join(dir, 'feeds/replay.dead.ndjson'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { line: number }).line);
}

describe('a replay that is killed', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    '[FED9] comes back without a double or a hole (seed %i)',
    { timeout: 60_000 },
    async (seed) => {
      const random = new SeededRandom(seed);
      const dir = tempDir();
      const path = join(dir, 'rows.csv');
      writeFileSync(path, randomRows(random));
      let at = (await replayFeed(path, dir)).startAt ?? 0;
      const hub = new FakeFeedHub(city, () => at);
      let end: string | undefined;
      let deaths = 0;
      while (end === undefined) {
        const { machine, ...time } = fedTime(city, at, 60);
        const feed = await replayFeed(path, dir);
        const life = mortalPort(hub, random, 1 + random.below(60));
        feed.start({ ...time, port: life.port, log: quietLog(), setRow: () => {} });
        end = await playOut(feed, machine, 2_000, () => {
          at = time.clock.now();
          return life.died;
        });
        if (life.died) deaths++;
      }
      expect(end).toBe('done');
      expect(deaths).toBeGreaterThan(3);
      const { steps, dead } = await readReplay(path, MAP, city);
      const creates = steps.filter(({ kind }) => kind === 'create');
      expect([...hub.cases.values()].map(({ intake }) => intake.externalId).sort()).toEqual(
        creates.map(({ intake }) => intake.externalId).sort(),
      );
      for (const { how, intake } of creates) {
        const filed = hub.cases.get(`nyc311 ${intake.externalId}`);
        const isKnown = intake.hostUnitCode === 'HPD';
        expect(filed?.state).toBe(how !== undefined ? 'closed' : isKnown ? 'dispatched' : 'accepted');
        expect(filed?.log).toHaveLength(how === undefined ? 0 : 1);
      }
      expect(readJson(join(dir, 'feeds/replay.json'))).toMatchObject({ next: steps.length, cases: [] });
      expect([...deadLines(dir)].sort()).toEqual(dead.map(({ line }) => line).sort());
    },
  );

  it('[FED10] what a crash left half-written beside or behind its files does no harm', async () => {
    const dir = tempDir();
    const path = join(dir, 'rows.csv');
    writeFileSync(path, randomRows(new SeededRandom(1)));
    const play = async () => {
      const feed = await replayFeed(path, dir);
      const { machine, ...time } = fedTime(city, feed.startAt, 60);
      const hub = new FakeFeedHub(city, () => time.clock.now());
      feed.start({ ...time, port: new FakeFeedPort(hub), log: quietLog(), setRow: () => {} });
      expect(await playOut(feed, machine)).toBe('done');
      return hub.cases.size;
    };
    expect(await play()).toBeGreaterThan(100);
    const before = deadLines(dir);
    writeFileSync(join(dir, 'feeds/replay.json.new'), '{"version":1,"bin');
    expect(await play()).toBe(0);
    const deadPath = join(dir, 'feeds/replay.dead.ndjson');
    appendFileSync(deadPath, `{"line":9999,"fau${'x'.repeat(500)}`);
    const letters = new DeadLetters(deadPath);
    expect(letters.has(9999)).toBe(false);
    await letters.add([
      { line: 9998, faults: [{ field: 'title', fault: 'required' }] },
      { line: before[0] ?? 0, faults: [] },
    ]);
    expect(deadLines(dir)).toEqual([...before, 9998]);
  });

  it('[FED10] another file or another mapping cannot go on from its place', async () => {
    const dir = tempDir();
    const path = join(dir, 'rows.csv');
    writeFileSync(path, randomRows(new SeededRandom(1)));
    const feed = await replayFeed(path, dir);
    const { machine, ...time } = fedTime(city, feed.startAt, 60);
    const port = new FakeFeedPort(new FakeFeedHub(city, () => time.clock.now()));
    feed.start({ ...time, port, log: quietLog(), setRow: () => {} });
    await playOut(feed, machine);
    writeFileSync(path, randomRows(new SeededRandom(2)));
    await expect(replayFeed(path, dir)).rejects.toThrow(StartError);
    await expect(replayFeed(path, dir)).rejects.toThrow(/replay\.json belongs to the replay of another file/);
  });

  it('[FED11] neither cursor nor dead letters hold a word of the rows', async () => {
    const dir = tempDir();
    const path = join(dir, 'rows.csv');
    const row = (key: string, time: string) =>
      `${key},2026-06-27T${time}.000,2026-06-27T11:00:00.000,HPD,GENERAL,Secret words,,11234,Hidden,BRONX,40.85,-73.88`;
    writeFileSync(
      path,
      [
        HEADER,
        row('ext-4711', '09:00:00'),
        row('ext-4712', '25:00:00'),
        row('ext-4713', '10:30:00'),
        '',
      ].join('\n'),
    );
    const feed = await replayFeed(path, dir);
    const { machine, ...time } = fedTime(city, feed.startAt, 60);
    const hub = new FakeFeedHub(city, () => time.clock.now());
    feed.start({ ...time, port: new FakeFeedPort(hub), log: quietLog(), setRow: () => {} });
    await playOut(feed, machine, 1_000, () => hub.cases.size === 2);
    await feed.stop();
    const cursor = readFileSync(join(dir, 'feeds/replay.json'), 'utf8');
    expect(JSON.parse(cursor)).toMatchObject({
      next: 2,
      cases: [
        [2, 'T1'],
        [4, 'T2'],
      ],
    });
    const text = cursor + readFileSync(join(dir, 'feeds/replay.dead.ndjson'), 'utf8');
    for (const word of ['ext-', 'Secret', 'Hidden', '40.85']) expect(text).not.toContain(word);
  });
});
