import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { backup } from '../../server/ops/backup.ts';
import { restore } from '../../server/ops/restore.ts';
import { verify } from '../../server/ops/verify.ts';
import { StartError } from '../../server/StartError.ts';
import { DataDir } from '../../server/store/dir/DataDir.ts';
import { SqliteStore } from '../../server/store/sqlite/SqliteStore.ts';
import { FileVault } from '../../server/store/vault/FileVault.ts';
import { caseIdOf } from '../../shared/domain/ids.ts';
import { SampleDataDir } from '../support/sampleDataDir.ts';
import { SAMPLE_DAY, SAMPLE_CITY, sampleText } from '../support/sampleGroup.ts';
import { tempDir } from '../support/tempDir.ts';

/** Runs right after the database was copied and before the keys are. */
const between = vi.hoisted(() => ({ run: (): Promise<void> => Promise.resolve() }));
vi.mock('../../server/store/sqlite/snapshotDatabase.ts', async (original) => {
  const real = await original<{ snapshotDatabase: (from: string, to: string) => Promise<void> }>();
  const snapshotDatabase = async (from: string, to: string) => {
    await real.snapshotDatabase(from, to);
    await between.run();
  };
  return { snapshotDatabase };
});
beforeEach(() => (between.run = () => Promise.resolve()));

const cityOf = () => SAMPLE_CITY;
/** Nothing is erased after these backups are made, unless a test says so. */
const restoring = (from: string, dataDir: string) => restore({ from, dataDir, cityOf, withoutLedger: true });
const first = caseIdOf(SAMPLE_DAY, 1);

it('[OPS8] a backup made while the hub writes is the log up to its seq, and restores to a verified hub', async () => {
  const hub = new SampleDataDir(tempDir());
  await hub.append(hub.log.intakes(50));
  const to = join(tempDir(), 'copy');
  const writing = (async () => {
    for (let i = 0; i < 20; i++) {
      await hub.append(hub.log.intakes(5));
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  const manifest = await backup({ dataDir: hub.path, to, now: () => 42 });
  await writing;
  expect(manifest.createdAt).toBe(42);
  expect(manifest.seq).toBeGreaterThanOrEqual(150);
  const dataDir = join(tempDir(), 'restored');
  expect(await restoring(to, dataDir)).toMatchObject({ seq: manifest.seq, faults: 0 });
  const store = SqliteStore.open(join(dataDir, 'whistleboard.db'));
  onTestFinished(() => store.close());
  expect(await store.events(0, 10_000)).toEqual(await hub.store.events(0, manifest.seq));
});

it('[OPS9] a restored directory starts under a new log name, with its keys, secrets, cursors and maps', async () => {
  const hub = new SampleDataDir(tempDir());
  await hub.append(hub.log.intakes(2));
  mkdirSync(join(hub.dir.layout.feeds, 'day'), { recursive: true });
  writeFileSync(join(hub.dir.layout.feeds, 'day', 'replay.json'), '{"step":7}');
  mkdirSync(hub.dir.layout.map);
  writeFileSync(join(hub.dir.layout.map, '街道 2026.geojson'), '{}');
  const to = join(tempDir(), 'copy');
  await backup({ dataDir: hub.path, to });
  const dataDir = tempDir();
  await restoring(to, dataDir);
  const dir = DataDir.open({ path: dataDir, city: 'sample', mode: 'live' });
  onTestFinished(() => dir.close());
  expect(dir.binding.logId).not.toBe(hub.dir.binding.logId);
  expect(dir.secrets).toEqual(hub.dir.secrets);
  expect(readFileSync(join(dir.layout.feeds, 'day', 'replay.json'), 'utf8')).toBe('{"step":7}');
  expect(readdirSync(dir.layout.map)).toEqual(['街道 2026.geojson']);
  const vault = FileVault.open(dir.layout.keys, 2);
  onTestFinished(() => vault.close());
  const [text] = await hub.store.texts(first);
  expect(vault.open(0, first, 1, text?.sealed ?? new Uint8Array())).toEqual(sampleText(first));
});

it('[OPS10] an erasure that was pending in the backup is finished by the restore', async () => {
  const hub = new SampleDataDir(tempDir());
  await hub.append(hub.log.intakes(2));
  await hub.append(hub.log.erases(first));
  const to = join(tempDir(), 'copy');
  await backup({ dataDir: hub.path, to });
  const dataDir = tempDir();
  expect(await restoring(to, dataDir)).toMatchObject({
    erased: 1,
    pendingErasures: 0,
    faults: 0,
  });
  expect(readFileSync(join(dataDir, 'keys.bin')).subarray(0, 32)).toEqual(Buffer.alloc(32));
});

it('[OPS11] a backup with a changed file or without its manifest is not restored', async () => {
  const hub = new SampleDataDir(tempDir());
  await hub.append(hub.log.intakes(2));
  const to = join(tempDir(), 'copy');
  await backup({ dataDir: hub.path, to });
  const keys = readFileSync(join(`${to}.keys`, 'keys.bin'));
  keys[3] = (keys[3] ?? 0) ^ 1;
  writeFileSync(join(`${to}.keys`, 'keys.bin'), keys);
  const dataDir = join(tempDir(), 'restored');
  await expect(restoring(to, dataDir)).rejects.toThrow(/keys\.bin is not what the backup's/);
  expect(existsSync(dataDir)).toBe(false);
  await expect(restoring(tempDir(), dataDir)).rejects.toThrow(/not a whole backup/);
});

it('[OPS12] a backup whose rows are damaged is restored to nothing that a hub would start on', async () => {
  const hub = new SampleDataDir(tempDir());
  await hub.append(hub.log.intakes(2));
  const damaged = new Database(hub.dir.layout.database);
  damaged.exec('UPDATE event SET at = 1 WHERE seq = 2');
  damaged.close();
  const to = join(tempDir(), 'copy');
  await backup({ dataDir: hub.path, to });
  const dataDir = tempDir();
  const report = await restoring(to, dataDir);
  expect(report.told.join()).toMatch(/row 2 of table event/);
  expect(() => DataDir.open({ path: dataDir, city: 'sample', mode: 'live' })).toThrow(StartError);
});

it('[OPS13] neither backup nor restore writes into a directory that holds something', async () => {
  const hub = new SampleDataDir(tempDir());
  await hub.append(hub.log.intakes(1));
  const to = join(tempDir(), 'copy');
  await backup({ dataDir: hub.path, to });
  const busy = tempDir();
  writeFileSync(join(busy, 'mine'), '');
  await expect(backup({ dataDir: hub.path, to: busy })).rejects.toThrow(/is not empty/);
  await expect(restoring(to, busy)).rejects.toThrow(/is not empty/);
  expect(readdirSync(busy)).toEqual(['mine']);
  await expect(backup({ dataDir: busy, to: tempDir() })).rejects.toThrow(/not a data directory/);
});

it('[OPS18] a case erased while its backup is made is erased in the backup as well', async () => {
  const hub = new SampleDataDir(tempDir());
  await hub.append(hub.log.intakes(2));
  between.run = () => {
    between.run = () => Promise.resolve();
    return hub.erase(first);
  };
  const to = join(tempDir(), 'copy');
  expect(await backup({ dataDir: hub.path, to })).toMatchObject({ seq: 8 });
  expect(await restoring(to, tempDir())).toMatchObject({ erased: 1, faults: 0 });
});

it('[OPS14] verify, backup and restore change nothing in the directory they read', async () => {
  const hub = new SampleDataDir(tempDir());
  await hub.append(hub.log.intakes(2));
  await hub.close();
  const before = readdirSync(hub.path).map((name) => [name, contentOf(join(hub.path, name))]);
  verify({ dataDir: hub.path, cityOf });
  await backup({ dataDir: hub.path, to: join(tempDir(), 'copy') });
  const kept = new Map(readdirSync(hub.path).map((name) => [name, contentOf(join(hub.path, name))]));
  for (const [name, content] of before) expect(kept.get(String(name))).toEqual(content);
});

function contentOf(path: string): string {
  return existsSync(join(path, '.')) ? 'directory' : readFileSync(path, 'hex');
}
