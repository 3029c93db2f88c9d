import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { acceptLoss } from '../../server/ops/acceptLoss.ts';
import { verify } from '../../server/ops/verify.ts';
import { DataDir } from '../../server/store/dir/DataDir.ts';
import { openStore } from '../../server/store/openStore.ts';
import { openVault } from '../../server/store/openVault.ts';
import { caseIdOf } from '../../shared/domain/ids.ts';
import { SAMPLE_AT, SAMPLE_CITY, SAMPLE_DAY } from '../support/sampleGroup.ts';
import { SampleDataDir } from '../support/sampleDataDir.ts';
import { tempDir } from '../support/tempDir.ts';

const cityOf = () => SAMPLE_CITY;
const now = () => SAMPLE_AT;
const WAL = 'whistleboard.db-wal';

it('[OPS240] verify says whether the end is proved, and what is missing', async () => {
  const path = await withLostEnd();
  const { faults, told, isEndProved } = verify({ dataDir: path, cityOf });
  expect([faults, isEndProved]).toEqual([1, false]);
  expect(told[0]).toMatch(
    /^The log ends at event 15, though 30 were acknowledged: 15 events from 16 on, and 5 cases/,
  );
});

it('[OPS241] a loss that was accepted is recorded, and no case number or key slot is given twice', async () => {
  const path = await withLostEnd();
  const logId = DataDir.bindingOf(path).logId;
  const loss = acceptLoss({ dataDir: path, cityOf, now });
  expect(loss).toMatchObject({ seq: 15, markSeq: 30, keySlots: 5, markKeySlots: 10 });
  const { store } = await opened(path);
  expect(await store.head()).toEqual({ seq: 15, keySlots: 10 });
  expect(await store.lastCaseId(SAMPLE_DAY)).toBe(caseIdOf(SAMPLE_DAY, 10));
  expect(await store.lastCaseId(SAMPLE_DAY + 1)).toBeUndefined();
  await store.close();
  const report = verify({ dataDir: path, cityOf });
  expect(report).toMatchObject({ faults: 0, isEndProved: true, losses: [loss] });
  expect(DataDir.bindingOf(path).logId).not.toBe(logId);
});

it('[OPS242] where the mark is gone, numbers go on after every key that may have been used', async () => {
  const path = await withLostEnd();
  rmSync(join(path, 'end.mark'));
  acceptLoss({ dataDir: path, cityOf, now });
  const { store } = await opened(path);
  const { keySlots } = await store.head();
  expect(keySlots).toBe(readFileSync(join(path, 'keys.bin')).length / 32);
  expect(await store.lastCaseId(SAMPLE_DAY)).toBeGreaterThanOrEqual(caseIdOf(SAMPLE_DAY, 10));
});

it('[OPS243] a database that is gone altogether can be given up too', async () => {
  const path = await withLostEnd();
  for (const end of ['', '-wal', '-shm']) rmSync(join(path, `whistleboard.db${end}`), { force: true });
  acceptLoss({ dataDir: path, cityOf, now });
  const { store } = await opened(path);
  expect(await store.head()).toEqual({ seq: 0, keySlots: 10 });
  expect(await store.lastCaseId(SAMPLE_DAY)).toBe(caseIdOf(SAMPLE_DAY, 10));
});

it('[OPS244] nothing is given up where nothing is missing, or where what is left is damaged', async () => {
  const whole = new SampleDataDir(join(tempDir(), 'data'));
  await whole.append(whole.log.intakes(2));
  await whole.close();
  expect(() => acceptLoss({ dataDir: whole.path, cityOf, now })).toThrow(/No acknowledged event is missing/);
  const path = await withLostEnd();
  const db = new Database(join(path, 'whistleboard.db'));
  db.exec('UPDATE event SET at = at + 1 WHERE seq = 4');
  db.close();
  const mark = readFileSync(join(path, 'end.mark'));
  expect(() => acceptLoss({ dataDir: path, cityOf, now })).toThrow(
    /What is left is damaged.*row 4 of table event/,
  );
  expect(readFileSync(join(path, 'end.mark'))).toEqual(mark);
});

it('[OPS245] an event in the middle that is not the one acknowledged is told, though its checksum is right', async () => {
  const dir = new SampleDataDir(join(tempDir(), 'data'));
  await dir.append(dir.log.intakes(3));
  const before = dir.store;
  expect((await before.events(3, 1))[0]?.seq).toBe(4);
  await dir.close();
  const mark = join(dir.path, 'end.mark');
  const bytes = readFileSync(mark);
  const other = new SampleDataDir(join(tempDir(), 'data'));
  await other.append(other.log.intakes(1));
  await other.append(other.log.goesOn(caseIdOf(SAMPLE_DAY, 1), { type: 'CaseSigned', data: {} }));
  await other.close();
  const db = new Database(join(dir.path, 'whistleboard.db'));
  db.exec(`ATTACH '${join(other.path, 'whistleboard.db')}' AS other;
           INSERT OR REPLACE INTO event SELECT * FROM other.event WHERE seq = 4`);
  db.close();
  writeFileSync(mark, bytes);
  expect(verify({ dataDir: dir.path, cityOf }).told).toContainEqual(
    expect.stringMatching(/An event between 1 and 9 is missing or not the one that was acknowledged/),
  );
});

/** A directory that acknowledged 30 events and lost the last 15 with its write-ahead log. */
async function withLostEnd(): Promise<string> {
  const dir = new SampleDataDir(join(tempDir(), 'data'));
  for (let i = 0; i < 5; i++) await dir.append(dir.log.intakes(1));
  const copy = join(tempDir(), 'copy');
  cpSync(dir.path, copy, { recursive: true });
  for (let i = 0; i < 5; i++) await dir.append(dir.log.intakes(1));
  for (const file of ['end.mark', 'keys.bin']) cpSync(join(dir.path, file), join(copy, file));
  expect(readFileSync(join(copy, WAL)).length).toBeGreaterThan(0);
  return copy;
}

async function opened(path: string) {
  const dir = DataDir.openExisting(path);
  const store = await openStore(dir);
  const vault = await openVault(dir, store);
  onTestFinished(async () => {
    vault.close();
    await store.close();
    dir.close();
  });
  return { store, vault };
}
