import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished, vi } from 'vitest';
import { StoreFullError } from '../../server/store/EventStore.ts';
import { assertDurable } from '../../server/store/sqlite/openDatabase.ts';
import { SqliteStore } from '../../server/store/sqlite/SqliteStore.ts';
import type { SqliteStoreOptions } from '../../server/store/sqlite/SqliteStore.ts';
import { StartError } from '../../server/StartError.ts';
import { caseIdOf } from '../../shared/domain/ids.ts';
import { SAMPLE_DAY, SampleLog, sealedText } from '../support/sampleGroup.ts';
import { tempDir } from '../support/tempDir.ts';
import { eventStoreContract } from './eventStoreContract.ts';
import { pastRatesContract } from './pastRatesContract.ts';

const first = caseIdOf(SAMPLE_DAY, 1);

eventStoreContract('SqliteStore', () => openStore(dbPath()));
pastRatesContract('SqliteStore', () => openStore(dbPath()));

it('[STO15] a store that is opened again holds what it held', async () => {
  const path = dbPath();
  const log = new SampleLog();
  const store = SqliteStore.open(path);
  await store.append(log.intakes(2));
  await store.close();
  const again = openStore(path);
  expect(await again.head()).toEqual({ seq: 6, keySlots: 2 });
  await again.append(log.closes(first));
  expect((await again.cases([first])).get(first)).toEqual(log.state(first));
});

it('[STO16] a group that fails half-way leaves nothing, not even the new day of its keys', async () => {
  const store = openStore(dbPath());
  const log = new SampleLog();
  const group = log.intakes(2);
  const twice = { ...group, keys: [...group.keys, ...group.keys] };
  await expect(store.append(twice)).rejects.toThrow('SQLITE_CONSTRAINT');
  expect(await store.events(0, 10)).toEqual([]);
  expect(await store.keys(group.keys.map(({ hash }) => hash))).toEqual([]);
  await store.append(group);
  expect(await store.keys(group.keys.map(({ hash }) => hash))).toEqual(group.keys);
});

it('[STO17] synchronous is FULL after the first write, and a connection where it is not is refused', () => {
  const path = dbPath();
  const careless = new Database(path);
  onTestFinished(() => void careless.close());
  careless.pragma('journal_mode = WAL');
  expect(() => assertDurable(careless)).not.toThrow();
  careless.exec('CREATE TABLE t (a)');
  expect(() => assertDurable(careless)).toThrow(StartError);
  careless.pragma('synchronous = FULL');
  careless.exec('INSERT INTO t VALUES (1)');
  expect(() => assertDurable(careless)).not.toThrow();
});

it('[STO34] the store does not open where FULL cannot be had', () => {
  const pragma = Database.prototype.pragma;
  const lowered = vi.spyOn(Database.prototype, 'pragma').mockImplementation(function (
    this: Database.Database,
    ...args
  ) {
    return args[0] === 'synchronous = FULL' ? undefined : pragma.apply(this, args);
  });
  onTestFinished(() => lowered.mockRestore());
  expect(() => SqliteStore.open(dbPath())).toThrow(/synchronous=1 where 2 \(FULL\) is needed/);
});

it('[STO35] an append that meets the log being emptied waits for it without stopping the process', async () => {
  const path = dbPath();
  const store = openStore(path);
  const log = new SampleLog();
  await store.append(log.intakes(2));
  await store.append(log.erases(first));
  const confirming = store.confirmErased([first]);
  const appending = store.append(log.intakes(1));
  expect(eventsIn(path)).toBe(8);
  await Promise.all([confirming, appending]);
  expect(eventsIn(path)).toBe(11);
  expect(await store.pendingErasures()).toEqual([]);
});

it('[STO18] a full store says so, keeps what it has and takes what still fits', async () => {
  const store = openStore(dbPath(), { maxPageCount: 64 });
  const log = new SampleLog();
  await store.append(log.intakes(2));
  const mark = await store.head();
  const big = log.intakes(200);
  await expect(store.append(big)).rejects.toThrow(StoreFullError);
  expect(await store.head()).toEqual(mark);
  expect(await store.events(mark.seq, 10)).toEqual([]);
  const small = new SampleLog();
  small.intakes(2);
  await store.append(small.closes(first));
  expect(await store.head()).toEqual({ seq: mark.seq + 5, keySlots: 2 });
});

it('[STO19] a database of a newer release is refused in one sentence', async () => {
  const path = dbPath();
  await SqliteStore.open(path).close();
  const db = new Database(path);
  db.exec('INSERT INTO schema_version VALUES (99)');
  db.close();
  expect(() => SqliteStore.open(path)).toThrow(/newer release \(its schema is 99/);
});

it('[STO20] when the write-ahead log passes its limit the next append waits until it is empty', async () => {
  const path = dbPath();
  const store = openStore(path, { walLimitBytes: 400_000, checkpointEveryMs: 3_600_000 });
  const log = new SampleLog();
  for (let i = 0; i < 20; i++) await store.append(log.intakes(20));
  expect(store.valveClosed).toBeGreaterThan(0);
  expect(statSync(`${path}-wal`).size).toBeLessThan(1_000_000);
  expect(await store.events(0, 10_000)).toHaveLength(20 * 20 * 3);
});

it('[STO21] a reader that holds the log back delays one append a limit and stops none', async () => {
  const path = dbPath();
  const store = openStore(path, { walLimitBytes: 300_000, checkpointEveryMs: 3_600_000 });
  const log = new SampleLog();
  await store.append(log.intakes(5));
  const reader = new Database(path, { readonly: true });
  onTestFinished(() => void reader.close());
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM event').get();
  for (let i = 0; i < 60; i++) await store.append(log.intakes(1));
  expect(store.valveClosed).toBeGreaterThan(0);
  expect(store.valveClosed).toBeLessThanOrEqual(statSync(`${path}-wal`).size / 300_000);
  expect(await store.head()).toEqual({ seq: 195, keySlots: 65 });
});

it('[STO37] the log is copied into the database when a thousand frames of it wait, and not before', async () => {
  const path = dbPath();
  const store = openStore(path, { checkpointEveryMs: 1 });
  const log = new SampleLog();
  const beside = new Database(path);
  onTestFinished(() => void beside.close());
  for (let found = framesOf(beside); found.log < 1000; found = framesOf(beside)) {
    expect(found.checkpointed).toBe(0);
    await store.append(log.intakes(1));
  }
  await vi.waitFor(() => expect(framesOf(beside).checkpointed).toBeGreaterThanOrEqual(1000));
});

it("[STO22] once an erasure is confirmed no file holds the text's bytes", async () => {
  const path = dbPath();
  const store = openStore(path);
  const log = new SampleLog();
  await store.append(log.intakes(20));
  expect(holders(path, first)).not.toEqual([]);
  await store.append(log.erases(first));
  expect(holders(path, first)).not.toEqual([]);
  await store.confirmErased([first]);
  expect(holders(path, first)).toEqual([]);
  expect(holders(path, caseIdOf(SAMPLE_DAY, 2))).not.toEqual([]);
});

it('[STO260] a reader in the way of an erasure is told at once, stops no append, and the erasure is confirmed after it', async () => {
  const path = dbPath();
  const store = openStore(path);
  const log = new SampleLog();
  await store.append(log.intakes(20));
  const reader = new Database(path, { readonly: true });
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM event').get();
  await store.append(log.erases(first));
  expect(await store.confirmErased([first])).toBe(false);
  expect(await store.pendingErasures()).toEqual([{ caseId: first, keySlot: 0 }]);
  await Promise.all([store.confirmErased([first]), store.append(log.intakes(5))]);
  expect(await store.head()).toMatchObject({ keySlots: 25 });
  reader.close();
  expect(await store.confirmErased([first])).toBe(true);
  expect(await store.pendingErasures()).toEqual([]);
  expect(holders(path, first)).toEqual([]);
});

it('[STO23] the keys of a day that is over leave no table behind', async () => {
  const path = dbPath();
  const store = openStore(path);
  const log = new SampleLog();
  for (const day of [20261226, 20261228, 20261231, 20270101, 20270102])
    await store.append(log.intakes(1, day));
  const db = new Database(path, { readonly: true });
  onTestFinished(() => void db.close());
  const names = db
    .prepare("SELECT name FROM sqlite_master WHERE name LIKE 'caller_key_%' ORDER BY name")
    .pluck();
  expect(names.all()).toEqual([20261228, 20261231, 20270101, 20270102].map((day) => `caller_key_${day}`));
});

it('[STO24] a file that is no database, or none that can be opened, is refused in one sentence', () => {
  const path = dbPath();
  writeFileSync(path, 'a letter to the editor, long enough to be no empty file '.repeat(100));
  expect(() => SqliteStore.open(path)).toThrow(StartError);
  expect(() => SqliteStore.open(path)).toThrow(/cannot be opened: file is not a database\.$/);
  expect(() => SqliteStore.open(join(tempDir(), 'missing', 'hub.db'))).toThrow(StartError);
});

/** Frames in the write-ahead log, and how many of them the database has. */
function framesOf(db: Database.Database): { readonly log: number; readonly checkpointed: number } {
  const [found] = db.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[];
  return found ?? { log: NaN, checkpointed: NaN };
}

function dbPath(): string {
  return join(tempDir(), 'hub.db');
}

function openStore(path: string, options: SqliteStoreOptions = {}): SqliteStore {
  const store = SqliteStore.open(path, options);
  onTestFinished(() => store.close());
  return store;
}

function eventsIn(path: string): unknown {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare('SELECT count(*) FROM event').pluck().get();
  } finally {
    db.close();
  }
}

/** The files of the store that hold the sealed text of a case. */
function holders(path: string, id: number): readonly string[] {
  const files = [path, `${path}-wal`].filter(
    (file) => statSync(file, { throwIfNoEntry: false }) !== undefined,
  );
  return files.filter((file) => readFileSync(file).includes(Buffer.from(sealedText(id))));
}
