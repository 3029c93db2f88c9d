import { cpSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { StoreFullError } from '../../server/store/EventStore.ts';
import { SqliteStore } from '../../server/store/sqlite/SqliteStore.ts';
import type { SqliteStoreOptions } from '../../server/store/sqlite/SqliteStore.ts';
import { SampleLog } from '../support/sampleGroup.ts';
import { tempDir } from '../support/tempDir.ts';

it('[STO250] the write-ahead log is emptied when appends have paused, and not while they come', async () => {
  const path = join(tempDir(), 'hub.db');
  const store = openStore(path, { idleMs: 50 });
  const log = new SampleLog();
  await store.append(log.intakes(1));
  expect(bytes(path)).toBeGreaterThan(0);
  await vi.waitFor(() => expect(bytes(path)).toBe(0), 5_000);
  await store.append(log.intakes(1));
  expect(await store.events(0, 10)).toHaveLength(6);
  expect(bytes(path)).toBeGreaterThan(0);
});

it('[STO251] what a killed hub left in the write-ahead log is copied though nothing is appended', async () => {
  const root = tempDir();
  const store = openStore(join(root, 'hub.db'), { idleMs: 60_000 });
  await store.append(new SampleLog().intakes(2));
  const killed = join(tempDir(), 'killed');
  cpSync(root, killed, { recursive: true });
  const path = join(killed, 'hub.db');
  openStore(path, { idleMs: 50 });
  await vi.waitFor(() => expect(bytes(path)).toBe(0), 5_000);
});

it('[STO252] after a group that had no room, a probe fails until there is room for as much, or one is taken', async () => {
  const store = openStore(join(tempDir(), 'hub.db'), { maxPageCount: 96 });
  await store.append(new SampleLog().intakes(2));
  await store.probe();
  const log = new SampleLog();
  log.intakes(2);
  await expect(store.append(log.intakes(300))).rejects.toThrow(StoreFullError);
  await expect(store.probe()).rejects.toThrow(StoreFullError);
  await expect(store.probe()).rejects.toThrow(StoreFullError);
  const small = new SampleLog();
  small.intakes(2);
  await store.append(small.intakes(1));
  await store.probe();
});

function openStore(path: string, options: SqliteStoreOptions): SqliteStore {
  const store = SqliteStore.open(path, options);
  onTestFinished(() => store.close());
  return store;
}

function bytes(path: string): number {
  return statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
}
