import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HubProcess, TEST_KEY } from '../support/HubProcess.ts';
import { LiveScreen } from '../support/LiveScreen.ts';
import { ReplayFile } from '../support/ReplayFile.ts';
import { Writers } from '../support/Writers.ts';
import { freePort } from '../support/freePort.ts';
import { readLog } from '../support/readLog.ts';
import { runOps } from '../support/runOps.ts';
import { screensBehind } from '../support/screensBehind.ts';
import { SeededRandom } from '../support/seededRandom.ts';
import { suiteDir } from '../support/suiteDir.ts';

const random = new SeededRandom(50);

describe('a live hub under load, killed 50 times with SIGKILL', () => {
  const KILLS = 50;
  const dir = suiteDir();
  const writers = new Writers('kill', 16);
  const screens: LiveScreen[] = [];
  let hub: HubProcess;

  beforeAll(async () => {
    const port = await freePort();
    const start = () => HubProcess.start({ dataDir: dir, args: ['--feed', 'off', '--port', String(port)] });
    hub = await start();
    for (let i = 0; i < 3; i++) screens.push(new LiveScreen(hub.origin, TEST_KEY));
    for (let kills = 0; kills < KILLS; kills++) {
      writers.start(hub, await seqOf(hub));
      await writers.more(1 + random.below(60));
      await hub.stop('SIGKILL');
      await writers.stop();
      hub = await start();
    }
    // The screens come back within seconds; what is filed then reaches them frame by frame.
    const { epoch, seq } = await hub.table('kpi');
    await Promise.all(
      screens.map((screen) => screen.until(() => screen.greeting?.epoch === epoch && screen.isSettled)),
    );
    writers.start(hub, seq);
    await writers.more(writers.unsure + 100);
    await writers.stop();
  }, 300_000);

  afterAll(async () => {
    screens.forEach((screen) => screen.close());
    await hub?.stop();
  });

  it('[FLT1] keeps every case that it acknowledged, once, under the number that it told', async () => {
    expect(writers.wrong).toEqual([]);
    expect(writers.unsure).toBe(0);
    const lost: string[] = [];
    for (const [externalId, { caseNo }] of writers.acks) {
      const answer = await hub.get(`/cases/${caseNo}`);
      const told = (await answer.json()) as { externalId?: string };
      if (answer.status !== 200 || told.externalId !== externalId) lost.push(`${externalId} as ${caseNo}`);
    }
    expect(lost).toEqual([]);
    expect(writers.acks.size).toBeGreaterThan(KILLS);
  });

  it('[FLT2] records a filing that was cut off at most once, however often it is tried again', async () => {
    const numbers = new Set([...writers.acks.values()].map(({ caseNo }) => caseNo));
    expect(numbers.size).toBe(writers.acks.size);
    const { rows } = await hub.table('kpi');
    expect(rows.find(([key]) => key === 'all')?.[1]).toBe(writers.acks.size);
    expect(writers.cutOff).toBeGreaterThanOrEqual(25);
    // Some were recorded and only their answer was lost: the retry was answered with the case of the first try.
    expect(writers.foundAgain).toBeGreaterThan(0);
  });

  it('[FLT3] numbers the cases of a day from 1 without a gap', () => {
    const days = new Map<string, number[]>();
    for (const { caseNo } of writers.acks.values()) {
      const [, day = '', serial = ''] = /^NYC(\d{8})(\d{6})$/.exec(caseNo) ?? [];
      days.set(day, [...(days.get(day) ?? []), Number(serial)]);
    }
    for (const serials of days.values())
      expect(serials.sort((a, b) => a - b)).toEqual(serials.map((_, i) => i + 1));
  });

  it('[FLT4] leaves every screen with the tables that it has itself', async () => {
    expect(await screensBehind(hub, screens)).toEqual([]);
  });

  it('[FLT5] leaves a data directory in which verify finds nothing', async () => {
    const { code, stdout } = await runOps('verify', '--data-dir', dir);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^verified/)]);
  });
});

describe('a replay killed 12 times right after it closed cases', () => {
  const KILLS = 12;
  const root = suiteDir();
  const dir = join(root, 'data');
  const screens: LiveScreen[] = [];
  let file: ReplayFile;
  let hub: HubProcess;
  let killedMidway = 0;

  beforeAll(async () => {
    mkdirSync(dir);
    // A closing every 12 s of the file, which is every 20 ms at 600 times its speed.
    const rows = Array.from({ length: 400 }, (_, i) => {
      return { at: i, closedAt: i % 5 === 4 ? undefined : 900 + i * 12 };
    });
    file = new ReplayFile(join(root, 'small.csv'), rows);
    const port = await freePort();
    const args = ['--feed', `replay:${file.path}`, '--feed-speed', '600', '--port', String(port)];
    const start = () => HubProcess.start({ dataDir: dir, args });
    hub = await start();
    for (let i = 0; i < 3; i++) screens.push(new LiveScreen(hub.origin, TEST_KEY));
    for (let kills = 0; kills < KILLS; kills++) {
      await closings(hub, 1 + random.below(8));
      await hub.stop('SIGKILL');
      if (!isDone(dir, file)) killedMidway++;
      hub = await start();
    }
    const screen = new LiveScreen(hub.origin, TEST_KEY, ['feed']);
    await screen.until(() => screen.cell('feed', 'replay', 'state') === 'done');
    screen.close();
  }, 300_000);

  afterAll(async () => {
    screens.forEach((screen) => screen.close());
    await hub?.stop();
  });

  it('[FLT6] has every row once and closes each closed row once, after all', () => {
    expect(killedMidway).toBeGreaterThanOrEqual(10);
    const log = readLog(dir);
    const reported = log.filter(({ type }) => type === 'CaseRegistered');
    const instantOf = new Map(
      reported.map(({ caseId, data }) => [caseId, 'reportedAt' in data && data.reportedAt]),
    );
    const closed = log.filter(({ type }) => type === 'CaseClosed').map(({ caseId }) => instantOf.get(caseId));
    expect([...instantOf.values()].sort()).toEqual(file.reported);
    expect(reported).toHaveLength(file.rows.length);
    expect(closed.sort()).toEqual(file.reportedAndClosed);
  });

  it('[FLT7] leaves every screen with the tables that it has itself', async () => {
    expect(await screensBehind(hub, screens)).toEqual([]);
  });
});

async function seqOf(hub: HubProcess): Promise<number> {
  return (await hub.table('kpi')).seq;
}

/** Resolves in the turn in which the frame arrives that tells of so many more closed cases. */
async function closings(hub: HubProcess, count: number): Promise<void> {
  const screen = new LiveScreen(hub.origin, TEST_KEY, ['kpi']);
  const closed = () => Number(screen.cell('kpi', 'all', 'closed') ?? 0);
  await screen.until(() => screen.isSettled);
  const goal = closed() + count;
  await screen.until(() => closed() >= goal);
  screen.close();
}

function isDone(dir: string, file: ReplayFile): boolean {
  return readLog(dir).filter(({ type }) => type === 'CaseClosed').length >= file.reportedAndClosed.length;
}
