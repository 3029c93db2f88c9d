import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { TableName } from '../../shared/tables/liveTables.ts';
import { HubProcess, TEST_KEY } from '../support/HubProcess.ts';
import { LiveScreen } from '../support/LiveScreen.ts';
import { ReplayFile } from '../support/ReplayFile.ts';
import { readLog } from '../support/readLog.ts';
import { SeededRandom } from '../support/seededRandom.ts';
import { NYC_CSV } from '../support/sharedData.ts';
import { suiteDir } from '../support/suiteDir.ts';

/** `REPLAY_LONG=1`: all of New York's 25 hours at ×60 and ×600, which takes half an hour. */
const IS_LONG = process.env['REPLAY_LONG'] === '1';
const SPEEDS = IS_LONG ? ['60', '600', 'max'] : ['600', 'max'];
const KILLS = 2;
const TABLES: readonly TableName[] = ['kpi', 'units', 'cells', 'trend', 'categories', 'channels', 'overdue'];

describe('one file replayed at several speeds by hubs that are killed', () => {
  const root = suiteDir();
  const random = new SeededRandom(340);
  const results: { readonly log: unknown; readonly tables: unknown; readonly killed: number }[] = [];

  beforeAll(
    async () => {
      // Five hours, so that time limits of four hours run out on the way.
      const rows = Array.from({ length: 400 }, (_, i) => {
        const at = i * 45 + random.below(45);
        return { at, closedAt: random.chance(0.6) ? at + random.below(5_000) : undefined };
      });
      const path = IS_LONG ? NYC_CSV : new ReplayFile(join(root, 'rows.csv'), rows).path;
      for (const speed of SPEEDS) results.push(await played(join(root, speed), path, speed));
    },
    IS_LONG ? 4_000_000 : 400_000,
  );

  it('[FLT340] have the same log, event by event, and the same tables', () => {
    const [first, ...others] = results;
    expect(first?.killed).toBe(KILLS);
    expect(JSON.stringify(first?.log)).toContain('CaseClockBreached');
    for (const { log, tables } of others) {
      expect(log).toEqual(first?.log);
      expect(tables).toEqual(first?.tables);
    }
  });

  async function played(dataDir: string, path: string, speed: string) {
    const start = () =>
      HubProcess.start({ dataDir, args: ['--feed', `replay:${path}`, '--feed-speed', speed] });
    let hub = await start();
    let killed = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      await until(hub, (done, total) => done >= (total * (kill + 1)) / (KILLS + 2));
      if (!(await isDone(hub))) killed++;
      await hub.stop('SIGKILL');
      hub = await start();
    }
    await until(hub, (done, total) => done === total);
    const read = () => Promise.all(TABLES.map(async (name) => (await hub.table(name)).rows));
    let tables = await read();
    // What only time changes is looked at once a second: two reads further apart than that must be the same.
    const isStill = async (): Promise<void> => {
      const [before, now] = [tables, await read()];
      tables = now;
      expect(now).toEqual(before);
      expect(now.at(-1)).not.toEqual([]);
    };
    await vi.waitFor(isStill, { interval: 1_500, timeout: 30_000 });
    await hub.stop();
    return { log: readLog(dataDir), tables, killed };
  }
});

async function until(hub: HubProcess, isThere: (done: number, total: number) => boolean): Promise<void> {
  const screen = new LiveScreen(hub.origin, TEST_KEY, ['feed']);
  const cell = (column: string) => Number(screen.cell('feed', 'replay', column) ?? 0);
  await screen.until(() => cell('total') > 0 && isThere(cell('done'), cell('total')));
  screen.close();
}

async function isDone(hub: HubProcess): Promise<boolean> {
  const { columns, rows } = await hub.table('feed');
  return rows.some((row) => row[columns.indexOf('state')] === 'done');
}
