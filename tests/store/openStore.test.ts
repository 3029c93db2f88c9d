import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { DataDir } from '../../server/store/dir/DataDir.ts';
import { EndMark } from '../../server/store/dir/EndMark.ts';
import { openStore } from '../../server/store/openStore.ts';
import { openVault } from '../../server/store/openVault.ts';
import { MIGRATIONS, migrate } from '../../server/store/sqlite/migrations.ts';
import { StoreReader } from '../../server/store/sqlite/StoreReader.ts';
import { StartError } from '../../server/StartError.ts';
import { directoryBytes } from '../support/directoryBytes.ts';
import { SampleDataDir } from '../support/sampleDataDir.ts';
import { tempDir } from '../support/tempDir.ts';

const DB = 'whistleboard.db';
const WAL = `${DB}-wal`;

/** Flips a bit in the middle of a file. */
function flip(path: string): void {
  const bytes = readFileSync(path);
  const at = Math.floor(bytes.length / 2);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  writeFileSync(path, bytes);
}

/** What happens to the files of a hub that was killed after 10 groups of an event log of 30 events. */
const damages: readonly (readonly [string, (dir: string, older: string) => void])[] = [
  ['the database is gone', (dir) => [DB, WAL, `${DB}-shm`].forEach((file) => rmSync(join(dir, file)))],
  ['the database is empty', (dir) => [DB, WAL].forEach((file) => truncateSync(join(dir, file), 0))],
  ['the write-ahead log is gone', (dir) => rmSync(join(dir, WAL))],
  [
    'the write-ahead log is cut',
    (dir) => truncateSync(join(dir, WAL), readFileSync(join(dir, WAL)).length / 2),
  ],
  ['a bit of the write-ahead log is flipped', (dir) => flip(join(dir, WAL))],
  [
    'the database is an older one',
    (dir, older) => [DB, WAL].forEach((file) => copyFileSync(join(older, file), join(dir, file))),
  ],
];

it.each(damages)(
  '[DIR240] %s: refused with how much is missing, and not a byte is changed',
  async (_what, damage) => {
    const { killed, older } = await killedDir();
    damage(killed, older);
    const before = directoryBytes(killed);
    const sentence = await refusal(killed);
    expect(sentence).toMatch(
      /^The log ends at event (\d+), though 30 were acknowledged: \d+ events from \d+ on, and \d+ cases .*restore a backup.*accept-loss\.$/,
    );
    const [, left = ''] = /ends at event (\d+)/.exec(sentence) ?? [];
    expect(sentence).toContain(
      `${30 - Number(left)} events from ${Number(left) + 1} on, and ${10 - Number(left) / 3} cases`,
    );
    expect(kept(directoryBytes(killed))).toEqual(kept(before));
  },
);

it('[DIR241] another log of the same length is refused', async () => {
  const { killed } = await killedDir();
  const other = await killedDir();
  for (const file of [DB, WAL]) copyFileSync(join(other.killed, file), join(killed, file));
  await expect(refusal(killed)).resolves.toBe('it was opened');
  const different = await killedDir({ endsOtherwise: true });
  for (const file of [DB, WAL]) copyFileSync(join(different.killed, file), join(killed, file));
  await expect(refusal(killed)).resolves.toMatch(/Event 30 is not the one that was acknowledged/);
});

it('[DIR242] a log that goes on after the mark is what a crash before the answer leaves: taken, and marked', async () => {
  const { killed, older } = await killedDir();
  copyFileSync(join(older, 'end.mark'), join(killed, 'end.mark'));
  const dir = opened(killed);
  const store = await openStore(dir);
  onTestFinished(() => store.close());
  expect(await store.head()).toMatchObject({ seq: 30 });
  expect(EndMark.read(dir.layout.mark, dir.owner)).toMatchObject({ seq: 30, keySlots: 10 });
});

it('[DIR243] a directory of format 1 gets its mark at the first start, and from then on must have it', async () => {
  const { killed } = await killedDir();
  const binding = join(killed, 'whistleboard.json');
  const secrets = join(killed, 'secrets.json');
  writeFileSync(binding, readFileSync(binding, 'utf8').replace('"format": 2', '"format": 1'));
  writeFileSync(secrets, readFileSync(secrets, 'utf8').replace(/,\s*"checksum": "[0-9a-f]+"/, ''));
  rmSync(join(killed, 'end.mark'));
  expect(await refusal(killed)).toBe('it was opened');
  expect(readFileSync(binding, 'utf8')).toContain('"format": 2');
  expect(readFileSync(secrets, 'utf8')).toContain('"checksum"');
  rmSync(join(killed, 'end.mark'));
  expect(await refusal(killed)).toMatch(/end\.mark is missing/);
});

it('[DIR320] a database of the release before is brought up to date at its first start, before its end is marked', async () => {
  const path = tempDir();
  DataDir.open({ path, city: 'sample', mode: 'live' }).close();
  const binding = join(path, 'whistleboard.json');
  writeFileSync(binding, readFileSync(binding, 'utf8').replace('"format": 2', '"format": 1'));
  rmSync(join(path, 'end.mark'));
  const db = new Database(join(path, DB));
  migrate(db, MIGRATIONS.slice(0, 1));
  db.close();
  expect(() => StoreReader.open(join(path, DB))).toThrow(/written by an earlier release: start the hub/);
  expect(await refusal(path)).toBe('it was opened');
  StoreReader.open(join(path, DB)).close();
});

it('[DIR244] keys that open no text of the newest cases are refused, and not written over', async () => {
  const { killed } = await killedDir();
  const other = await killedDir();
  copyFileSync(join(other.killed, 'keys.bin'), join(killed, 'keys.bin'));
  const before = readFileSync(join(killed, 'keys.bin'));
  const dir = opened(killed);
  const store = await openStore(dir);
  onTestFinished(() => store.close());
  await expect(openVault(dir, store)).rejects.toThrow(/keys\.bin opens no text of the newest cases/);
  expect(readFileSync(join(killed, 'keys.bin'))).toEqual(before);
});

/** Copies of the files as they lie after 30 events, and as they lay after 15, taken without closing anything. */
async function killedDir({ endsOtherwise = false } = {}): Promise<{
  readonly killed: string;
  readonly older: string;
}> {
  const root = tempDir();
  const dir = new SampleDataDir(join(root, 'data'));
  const [killed, older] = [join(root, 'killed'), join(root, 'older')];
  for (let groups = 0; groups < 10; groups++) {
    await dir.append(endsOtherwise && groups === 9 ? different(dir) : dir.log.intakes(1));
    if (groups === 4) cpSync(dir.path, older, { recursive: true });
  }
  cpSync(dir.path, killed, { recursive: true });
  return { killed, older };
}

/** A group of three events that are not an intake's. */
function different(dir: SampleDataDir): Parameters<SampleDataDir['append']>[0] {
  return dir.log.goesOn(
    20261121_000001,
    { type: 'CaseSigned', data: {} },
    { type: 'CaseContactRecorded', data: { reached: true } },
    { type: 'CaseFeedbackSubmitted', data: {} },
  );
}

function opened(path: string): DataDir {
  const dir = DataDir.open({ path, city: 'sample', mode: 'live' });
  onTestFinished(() => dir.close());
  return dir;
}

async function refusal(path: string): Promise<string> {
  const dir = DataDir.open({ path, city: 'sample', mode: 'live' });
  try {
    await (await openStore(dir)).close();
  } catch (error) {
    if (error instanceof StartError) return error.message;
    throw error;
  } finally {
    dir.close();
  }
  return 'it was opened';
}

/** Without what SQLite makes for itself when it reads: its index, and a log of no bytes. */
function kept(bytes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const nothing = createHash('sha256').digest('hex');
  const own = ([name, hash]: readonly [string, string]) => !/-shm$|hub\.lock/.test(name) && hash !== nothing;
  return Object.fromEntries(Object.entries(bytes).filter(own));
}
