import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Feed } from '../../server/feeds/Feed.ts';
import { FeedRunner } from '../../server/feeds/FeedRunner.ts';
import { ReplayFeed } from '../../server/feeds/ReplayFeed.ts';
import { readReplay } from '../../server/feeds/readReplay.ts';
import { loadCity } from '../../server/loadCity.ts';
import { cityFolder } from '../../server/cityFolder.ts';
import type { Refusal } from '../../shared/domain/refusals.ts';
import type { Row } from '../../shared/tables/liveTable.ts';
import { FakeFeedHub, FakeFeedPort } from '../support/FakeFeedPort.ts';
import { fedTime } from '../support/fedTime.ts';
import { playOut } from '../support/playOut.ts';
import { quietLog } from '../support/quietLog.ts';
import { SeededRandom } from '../support/seededRandom.ts';
import { tempDir } from '../support/tempDir.ts';

const HEADER =
  'unique_key,created_date,closed_date,agency,complaint_type,descriptor,location_type,incident_zip,city,borough,latitude,longitude';
const city = loadCity('nyc');
const MAP = `${cityFolder('nyc')}/replay.json`;

function row(key: number, created: string, closed = '', agency = 'NYPD'): string {
  const at = (time: string) => (time === '' ? '' : `2026-06-27T${time}.000`);
  return `${key},${at(created)},${at(closed)},${agency},Illegal Parking,Blocked Hydrant,Street,11234,BROOKLYN,BROOKLYN,40.64,-73.94`;
}

function csv(dir: string, rows: readonly string[], name = 'rows.csv'): string {
  const path = join(dir, name);
  writeFileSync(path, [HEADER, ...rows, ''].join('\n'));
  return path;
}

async function feedOf(path: string, dir: string, speed = 60): Promise<Feed> {
  const replay = await readReplay(path, MAP, city);
  return new FeedRunner(new ReplayFeed(replay, join(dir, 'feeds'), { speed, skipGapsMs: 21_600_000 }));
}

function stage(feed: Feed, rate = 60) {
  const shown: Row[] = [];
  return {
    ...fedTime(city, feed.startAt, rate),
    ...{ shown, log: quietLog(), setRow: (shownRow: Row) => shown.push(shownRow) },
  };
}

describe('a replay', () => {
  it('[FED3] files and closes each case at its own time on the hub clock, never before', async () => {
    const dir = tempDir();
    const path = csv(dir, [row(2, '10:00:00', '10:30:00'), row(1, '09:00:00', '11:00:00')]);
    const feed = await feedOf(path, dir);
    const { clock, ...rest } = stage(feed);
    const hub = new FakeFeedHub(city, () => clock.now());
    feed.start({ ...rest, clock, port: new FakeFeedPort(hub) });
    expect(await playOut(feed, rest.machine, 1_000)).toBe('done');
    const [first, second] = [...hub.cases.values()];
    const sinceNine = (at: number | undefined) => ((at ?? 0) - (feed.startAt ?? 0)) / 60_000;
    expect([first?.intake.externalId, second?.intake.externalId]).toEqual(['1', '2']);
    for (const [at, minute] of [
      [first?.filedAt, 0],
      [second?.filedAt, 60],
      [second?.closedAt, 90],
      [first?.closedAt, 120],
    ] as const) {
      expect(sinceNine(at)).toBe(minute);
    }
    expect(second?.log).toEqual(['end']);
    expect(rest.shown.at(-1)).toEqual(['replay', 'replay', 'done', 4, 4, 0, 0, 0, 0]);
  });

  it('[FED341] a case is closed as its source says, whatever state it is in; one that has ended meanwhile is left alone', async () => {
    const dir = tempDir();
    const feed = await feedOf(
      csv(dir, [row(1, '09:00:00', '10:00:00'), row(2, '09:00:00', '10:00:00')]),
      dir,
      1,
    );
    const { clock, ...rest } = stage(feed, 1);
    const hub = new FakeFeedHub(city, () => clock.now());
    feed.start({ ...rest, clock, port: new FakeFeedPort(hub) });
    await playOut(feed, rest.machine, 1_000, () => hub.cases.size === 2);
    const [waiting, closed] = [hub.caseOf('T1'), hub.caseOf('T2')];
    waiting.state = 'accepted';
    closed.state = 'closed';
    expect(await playOut(feed, rest.machine)).toBe('done');
    expect([waiting.log, closed.log]).toEqual([['end'], []]);
    expect(rest.shown.at(-1)?.slice(5, 7)).toEqual([0, 0]);
  });

  it('[FED5] broken and refused rows become dead letters without their content, the rest goes on', async () => {
    const dir = tempDir();
    const path = csv(dir, [
      row(1, '09:00:00', '09:30:00'),
      'SECRET,too,short',
      row(3, '25:61:00'),
      row(4, '09:01:00').replace('40.64', 'SECRET'),
      row(5, '09:01:00').replace('40.64', '95.5'),
      row(6, '09:01:00').replace('-73.94', ''),
      row(7, '09:01:00').replace(/^7/, ''),
      row(1, '09:02:00'),
      '8,"SECRET quote,left,open',
      row(9, '09:03:00', '09:40:00', 'NOBODY'),
      row(10, ''),
      row(11, '09:04:00', '09:50:00'),
    ]);
    const feed = await feedOf(path, dir);
    const { clock, ...rest } = stage(feed);
    const hub = new FakeFeedHub(city, () => clock.now());
    feed.start({ ...rest, clock, port: new FakeFeedPort(hub) });
    expect(await playOut(feed, rest.machine)).toBe('done');
    const text = readFileSync(join(dir, 'feeds/replay.dead.ndjson'), 'utf8');
    expect(text).not.toContain('SECRET');
    const letters = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(letters).toEqual([
      { line: 3, faults: [{ field: '', fault: 'wrong_column_count' }] },
      { line: 4, faults: [{ field: 'reportedAt', fault: 'not_a_time' }] },
      { line: 5, faults: [{ field: 'location.lat', fault: 'not_a_number' }] },
      { line: 6, faults: [{ field: 'location.lat', fault: 'out_of_range' }] },
      { line: 7, faults: [{ field: 'location.lng', fault: 'required' }] },
      { line: 8, faults: [{ field: 'externalId', fault: 'too_short' }] },
      { line: 9, faults: [{ field: 'externalId', fault: 'named_twice' }] },
      { line: 10, faults: [{ field: '', fault: 'broken_quotes' }] },
      { line: 12, faults: [{ field: 'reportedAt', fault: 'required' }] },
    ]);
    expect([...hub.cases.values()].map(({ intake }) => intake.externalId)).toEqual(['1', '9', '11']);
    expect(rest.shown.at(-1)).toEqual(['replay', 'replay', 'done', 6, 6, 9, 0, 0, 0]);
  });

  it('[FED6] a hub that is full, failing, too busy or out of reach is asked again, and no row is lost', async () => {
    const dir = tempDir();
    const feed = await feedOf(
      csv(
        dir,
        Array.from({ length: 30 }, (_, index) => row(index, '09:00:00', '09:00:10')),
      ),
      dir,
    );
    const { clock, ...rest } = stage(feed);
    const hub = new FakeFeedHub(city, () => clock.now());
    const random = new SeededRandom(6);
    const codes = ['storage_failed', 'storage_full', 'too_fast', 'shutting_down'] as const;
    const trouble = (): Promise<Refusal | undefined> => {
      if (random.chance(0.5)) return Promise.resolve(undefined);
      const code = random.pick(codes);
      return code === undefined || random.chance(0.3)
        ? Promise.reject(new Error('gone'))
        : Promise.resolve({ code });
    };
    feed.start({ ...rest, clock, port: new FakeFeedPort(hub, trouble) });
    expect(await playOut(feed, rest.machine)).toBe('done');
    expect([...hub.cases.values()].map(({ state }) => state)).toEqual(Array(30).fill('closed'));
    expect(rest.shown.map((shown) => shown[2])).toContain('waiting');
    expect(rest.shown.at(-1)).toEqual(['replay', 'replay', 'done', 60, 60, 0, 0, 0, 0]);
  });

  it('[FED7] a hub that refuses the feed itself ends it as failed', async () => {
    const dir = tempDir();
    const feed = await feedOf(csv(dir, [row(1, '09:00:00')]), dir);
    const { clock, ...rest } = stage(feed);
    const hub = new FakeFeedHub(city, () => clock.now());
    feed.start({
      ...rest,
      clock,
      port: new FakeFeedPort(hub, () => Promise.resolve({ code: 'unauthenticated' })),
    });
    expect(await playOut(feed, rest.machine)).toBe('failed');
    expect(rest.shown.at(-1)?.[2]).toBe('failed');
    expect(rest.log.lines.join()).toContain('unauthenticated');
  });

  it('[FED8] stopping ends it while it waits, and the next start goes on from there', async () => {
    const dir = tempDir();
    const path = csv(dir, [row(1, '09:00:00', '10:00:00'), row(2, '09:30:00')]);
    const first = await feedOf(path, dir);
    const { clock, ...rest } = stage(first, 1);
    const hub = new FakeFeedHub(city, () => clock.now());
    first.start({ ...rest, clock, port: new FakeFeedPort(hub) });
    await playOut(first, rest.machine, 1_000, () => hub.cases.size === 1);
    await first.stop();
    expect(await first.done).toBe('stopped');
    expect(rest.machine.pending).toBe(0);
    const port = new FakeFeedPort(hub);
    const second = await feedOf(path, dir);
    second.start({ ...rest, clock, port });
    expect(await playOut(second, rest.machine)).toBe('done');
    expect(port.batches).toEqual([1]);
    expect([...hub.cases.values()].map(({ state }) => state)).toEqual(['closed', 'dispatched']);
  });
});
