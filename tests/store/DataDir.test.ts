import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { DataDir } from '../../server/store/dir/DataDir.ts';
import type { DataDirRequest } from '../../server/store/dir/DataDir.ts';
import { StartError } from '../../server/StartError.ts';
import { tempDir } from '../support/tempDir.ts';

const NYC = { city: 'nyc', mode: 'replay', t0: 1_700_000_000_000, createdAt: 5 } as const;

it('[DIR1] a missing or empty directory is made, bound, and found the same again', () => {
  const path = join(tempDir(), 'a', 'b');
  const made = DataDir.open({ path, ...NYC });
  const { binding, secrets } = made;
  made.close();
  expect(binding).toMatchObject({ format: 2, city: 'nyc', mode: 'replay', t0: NYC.t0, createdAt: 5 });
  const again = openDir({ path, ...NYC, t0: 9 });
  expect(again.binding).toEqual(binding);
  expect(again.secrets).toEqual(secrets);
  expect(secrets.macKey).toMatch(/^[0-9a-f]{64}$/);
  expect(statSync(path).mode & 0o777).toBe(0o700);
  expect(statSync(again.layout.secrets).mode & 0o777).toBe(0o600);
});

it('[DIR2] two directories have different logs and different secrets', () => {
  const [a, b] = [openDir({ path: tempDir(), ...NYC }), openDir({ path: tempDir(), ...NYC })];
  expect(a.binding.logId).not.toBe(b.binding.logId);
  expect(a.secrets.macKey).not.toBe(b.secrets.macKey);
});

it('[DIR3] a directory of another city or mode is refused, with both named and a way out', () => {
  const path = tempDir();
  DataDir.open({ path, ...NYC }).close();
  expect(refusal({ path, ...NYC, city: 'beijing' })).toMatch(
    /city nyc, not beijing.*another --data-dir.*\.$/,
  );
  expect(refusal({ path, ...NYC, mode: 'live' })).toMatch(
    /holds replay data.*for live.*another --data-dir\.$/,
  );
});

it('[DIR4] a directory that holds other files is refused and left alone', () => {
  const path = tempDir();
  writeFileSync(join(path, 'thesis.doc'), 'mine');
  expect(refusal({ path, ...NYC })).toMatch(/not empty and not a data directory/);
  expect(readdirSync(path)).toEqual(['thesis.doc']);
});

it('[DIR11] a map that was put there before the first start is no other file', () => {
  const path = tempDir();
  mkdirSync(join(path, 'map'));
  DataDir.open({ path, ...NYC }).close();
  expect(readdirSync(path)).toContain('map');
});

it('[DIR5] a directory of a newer format is refused', () => {
  const path = tempDir();
  DataDir.open({ path, ...NYC }).close();
  const file = join(path, 'whistleboard.json');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), format: 3 }));
  expect(refusal({ path, ...NYC })).toMatch(/newer release \(format 3, this release knows 2\)/);
  writeFileSync(file, '{');
  expect(refusal({ path, ...NYC })).toMatch(/cannot be read/);
});

it('[DIR6] a path that cannot be written is refused with the reason', () => {
  const file = join(tempDir(), 'file');
  writeFileSync(file, '');
  expect(refusal({ path: join(file, 'dir'), ...NYC })).toMatch(/cannot be written: ENOTDIR/);
  expect(refusal({ path: file, ...NYC })).toMatch(/cannot be written: E[A-Z]+\.$/);
});

it('[DIR7] a directory that is in use is refused, and free again once it is let go', () => {
  const path = tempDir();
  const holder = DataDir.open({ path, ...NYC });
  expect(refusal({ path, ...NYC })).toMatch(/in use by another hub/);
  holder.close();
  DataDir.open({ path, ...NYC }).close();
});

it('[DIR8] a holder that is killed leaves the directory free', () => {
  const path = tempDir();
  DataDir.open({ path, ...NYC }).close();
  const holding = `
    const Database = require(${JSON.stringify(createRequire(import.meta.url).resolve('better-sqlite3'))});
    const db = new Database(${JSON.stringify(join(path, 'hub.lock'))});
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
    process.kill(process.pid, 'SIGKILL');`;
  expect(() => execFileSync(process.execPath, ['-e', holding], { stdio: 'ignore' })).toThrow();
  openDir({ path, ...NYC });
});

it('[DIR9] a start that was cut off before the binding is begun again', () => {
  const path = tempDir();
  mkdirSync(join(path, 'feeds'));
  writeFileSync(join(path, 'whistleboard.json.new'), '{"for');
  writeFileSync(join(path, 'hub.lock'), '');
  expect(openDir({ path, ...NYC }).binding.city).toBe('nyc');
});

it('[DIR10] secrets that are saved are there at the next start', () => {
  const path = tempDir();
  const dir = DataDir.open({ path, ...NYC });
  const secrets = { ...dir.secrets, keyHashes: { intake: 'ab'.repeat(32) } };
  dir.saveSecrets(secrets);
  dir.close();
  expect(openDir({ path, ...NYC }).secrets).toEqual(secrets);
});

function openDir(request: DataDirRequest): DataDir {
  const dir = DataDir.open(request);
  onTestFinished(() => dir.close());
  return dir;
}

/** The sentence with which a start is refused. */
function refusal(request: DataDirRequest): string {
  try {
    DataDir.open(request).close();
  } catch (error) {
    if (error instanceof StartError) return error.message;
    throw error;
  }
  return 'it was opened';
}

it('[DIR249] a hash of a key that has a wrong form stops the start, so that no call meets it', () => {
  const path = tempDir();
  const dir = DataDir.open({ path, ...NYC });
  dir.saveSecrets({ ...dir.secrets, keyHashes: { intake: 'ab12' } });
  dir.close();
  expect(refusal({ path, ...NYC })).toMatch(/secrets\.json is missing or damaged/);
});
