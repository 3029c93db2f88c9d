import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HubProcess, TEST_KEY } from '../support/HubProcess.ts';
import { LiveScreen } from '../support/LiveScreen.ts';
import { Writers } from '../support/Writers.ts';
import { differencesFromFold } from '../support/differencesFromFold.ts';
import { foldDataDir } from '../support/foldDataDir.ts';
import { freePort } from '../support/freePort.ts';
import { runOps } from '../support/runOps.ts';
import type { Ran } from '../support/runOps.ts';
import { screensBehind } from '../support/screensBehind.ts';
import { suiteDir } from '../support/suiteDir.ts';

const COUNTED = ['kpi', 'units', 'cells', 'trend', 'intake'] as const;

describe('a backup made while cases are filed, and a hub on what is restored from it', () => {
  const root = suiteDir();
  const original = join(root, 'original');
  const copy = join(root, 'backup');
  const restored = join(root, 'restored');
  const writers = new Writers('backup', 8);
  let screen: LiveScreen;
  let hub: HubProcess;
  let backup: Ran;
  let restore: Ran;
  /** The log's end at three moments: before the backup, in the backup, after it. */
  let seqs: readonly [number, number, number];
  let epochs: readonly [string | undefined, string | undefined];

  beforeAll(async () => {
    mkdirSync(original);
    const port = await freePort();
    const start = (dataDir: string) =>
      HubProcess.start({ dataDir, args: ['--feed', 'off', '--port', String(port)] });
    hub = await start(original);
    screen = new LiveScreen(hub.origin, TEST_KEY);
    writers.start(hub);
    await writers.more(300);
    const before = (await hub.table('kpi')).seq;
    backup = await runOps('backup', '--data-dir', original, '--to', copy);
    await writers.more(100);
    await writers.stop();
    const after = (await hub.table('kpi')).seq;
    const { seq } = JSON.parse(readFileSync(join(copy, 'manifest.json'), 'utf8')) as { seq: number };
    seqs = [before, seq, after];
    const first = screen.greeting?.epoch;
    await hub.stop();
    restore = await runOps('restore', '--from', copy, '--data-dir', restored);
    hub = await start(restored);
    await screen.until(() => screen.greeting?.epoch !== first && screen.isSettled);
    epochs = [first, screen.greeting?.epoch];
  });
  afterAll(async () => {
    screen?.close();
    await hub?.stop();
  });

  it('[FLT40] is of one moment while the hub was at work', () => {
    expect([backup.code, backup.stderr]).toEqual([0, '']);
    const [before, seq, after] = seqs;
    expect(seq).toBeGreaterThanOrEqual(before);
    expect(after).toBeGreaterThan(seq);
  });

  it('[FLT41] is restored to a directory in which verify finds nothing', async () => {
    expect([restore.code, restore.stderr]).toEqual([0, '']);
    const { code, stdout } = await runOps('verify', '--data-dir', restored);
    expect([code, stdout]).toEqual([0, expect.stringMatching(new RegExp(`^verified, seq ${seqs[1]}:`))]);
  });

  it('[FLT42] gives tables that equal the original’s at the backup’s seq', async () => {
    const folded = foldDataDir(original, 'America/New_York', 'NYC', seqs[1]);
    for (const name of COUNTED) {
      const table = await hub.table(name);
      expect(table.seq).toBe(seqs[1]);
      expect(table.rows.length).toBeGreaterThan(0);
      expect(differencesFromFold(table, folded)).toEqual([]);
    }
  });

  it('[FLT43] is noticed by a screen of the original, which takes everything anew', async () => {
    expect(epochs[1]).not.toBe(epochs[0]);
    expect(epochs[1]?.split('.')[0]).not.toBe(epochs[0]?.split('.')[0]);
    expect(screen.seq).toBe(seqs[1]);
    expect(await screensBehind(hub, [screen])).toEqual([]);
  });

  it('[FLT44] gives back every case of the moment with its texts, and files on', async () => {
    const known = [...writers.acks].filter(([, { seq }]) => seq <= seqs[1]);
    expect(known.length).toBeGreaterThanOrEqual(300);
    for (const [externalId, { caseNo }] of known) {
      const told = (await (await hub.get(`/cases/${caseNo}`)).json()) as { externalId?: string };
      expect(told.externalId).toBe(externalId);
    }
    const unknown = [...writers.acks.values()].filter(({ seq }) => seq > seqs[1]);
    expect((await hub.get(`/cases/${unknown.at(-1)?.caseNo}`)).status).toBe(404);
    writers.start(hub);
    await writers.more(1);
    await writers.stop();
    expect(writers.wrong).toEqual([]);
  });
});
