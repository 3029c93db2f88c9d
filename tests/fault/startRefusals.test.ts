import { cpSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HubProcess } from '../support/HubProcess.ts';
import { SmallDisk } from '../support/SmallDisk.ts';
import { directoryBytes } from '../support/directoryBytes.ts';
import { nycIntake } from '../support/nycIntake.ts';
import { runOps } from '../support/runOps.ts';
import { suiteDir } from '../support/suiteDir.ts';

const root = suiteDir();
/** A live directory with a few cases, stopped; each test works on a copy. */
const sound = join(root, 'sound');
let caseNo = '';
let copies = 0;
const disk = SmallDisk.mount(join(root, 'disk'), 1);

beforeAll(async () => {
  const hub = await HubProcess.start({ dataDir: sound, args: ['--feed', 'off'] });
  for (let i = 0; i < 5; i++) {
    const answer = await hub.post('/cases', nycIntake(`x${i}`));
    caseNo = ((await answer.json()) as { caseNo: string }).caseNo;
  }
  await hub.stop();
});

function copyOfSound(): string {
  const copy = join(root, `copy-${copies++}`);
  cpSync(sound, copy, { recursive: true });
  return copy;
}

/** Starts a hub that must not come up, and gives the one sentence that it says why. */
async function sentenceOf(dataDir: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await HubProcess.refused({ dataDir, args });
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^[^\n]+\.\n$/);
  expect(stderr).not.toMatch(/Error:|node:internal|\.js:\d/);
  return stderr.trimEnd();
}

describe('a flag that is wrong is named in one sentence and nothing is made', () => {
  const wrong: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['an unknown flag', ['--colour', 'red'], /--colour/],
    ['a word without a flag', ['start'], /start/],
    ['a port that is none', ['--port', '70000'], /--port is "70000"/],
    ['a speed beyond the limit', ['--feed-speed', '601'], /--feed-speed is "601"/],
    ['a feed that is none', ['--feed', 'radio'], /--feed is "radio"/],
    ['a key that is too short', ['--intake-key', 'short'], /--intake-key/],
    ['a file to replay that is not there', ['--feed', 'replay:/nowhere.csv'], /\/nowhere\.csv/],
    ['a city that there is no pack for', ['--city', 'atlantis'], /atlantis.*nyc/],
    ['what is not there yet', ['--database-url', 'postgres://x'], /--database-url is not there yet/],
  ];
  it.each(wrong)('[FLT20] %s', async (_what, args, sentence) => {
    const dir = join(root, 'never');
    expect(await sentenceOf(dir, '--feed', 'off', ...args)).toMatch(sentence);
    expect(Object.keys(directoryBytes(root)).filter((file) => file.startsWith('never'))).toEqual([]);
  });
});

describe('a data directory that is not to be had is named in one sentence and left as it is', () => {
  it('[FLT21] a file that stands in its place', async () => {
    const path = join(root, 'file');
    writeFileSync(path, 'mine');
    expect(await sentenceOf(path, '--feed', 'off')).toMatch(/cannot be written/);
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  it('[FLT21] a place below a file', async () => {
    const path = join(root, 'file', 'below');
    expect(await sentenceOf(path, '--feed', 'off')).toMatch(/cannot be written: ENOTDIR/);
  });

  it('[FLT21] a place where nobody can make a directory', async () => {
    const path = '/proc/whistleboard/data';
    expect(await sentenceOf(path, '--feed', 'off')).toMatch(/cannot be written: ENOENT/);
  });

  it.skipIf(disk === undefined)(
    '[FLT21] a disk that is mounted read-only (skipped where nothing can be mounted)',
    async () => {
      disk?.makeReadOnly();
      const path = join(disk?.path ?? '', 'data');
      expect(await sentenceOf(path, '--feed', 'off')).toMatch(/cannot be written: EROFS/);
    },
  );

  it('[FLT21] a directory that holds something else', async () => {
    const dir = join(root, 'foreign');
    mkdirSync(dir);
    writeFileSync(join(dir, 'letter.txt'), 'dear');
    const before = directoryBytes(dir);
    expect(await sentenceOf(dir, '--feed', 'off')).toMatch(/is not empty and not a data directory/);
    expect(directoryBytes(dir)).toEqual(before);
  });

  it('[FLT21] one that is bound to another mode', async () => {
    const dir = copyOfSound();
    const before = directoryBytes(dir);
    expect(await sentenceOf(dir, '--feed', 'simulate')).toMatch(/holds live data/);
    expect(directoryBytes(dir)).toEqual(before);
  });

  it('[FLT21] one that is bound to another city', async () => {
    const dir = copyOfSound();
    const path = join(dir, 'whistleboard.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"nyc"', '"atlantis"'));
    const before = directoryBytes(dir);
    expect(await sentenceOf(dir, '--feed', 'off')).toMatch(/belongs to the city atlantis, not nyc/);
    expect(directoryBytes(dir)).toEqual(before);
  });

  it.each(['whistleboard.json', 'secrets.json'])('[FLT21] one whose %s is damaged', async (file) => {
    const dir = copyOfSound();
    truncateSync(join(dir, file), 40);
    const before = directoryBytes(dir);
    expect(await sentenceOf(dir, '--feed', 'off')).toContain(join(dir, file));
    expect(directoryBytes(dir)).toEqual(before);
  });

  it('[FLT21] one of a newer release', async () => {
    const dir = copyOfSound();
    const path = join(dir, 'whistleboard.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"format": 2', '"format": 3'));
    const before = directoryBytes(dir);
    expect(await sentenceOf(dir, '--feed', 'off')).toMatch(/newer release/);
    expect(directoryBytes(dir)).toEqual(before);
  });

  it('[FLT21] one whose intake key is another', async () => {
    const dir = copyOfSound();
    const before = directoryBytes(dir);
    expect(await sentenceOf(dir, '--feed', 'off', '--intake-key', 'another-key-0123456789')).toMatch(
      /intake key/,
    );
    expect(directoryBytes(dir)).toEqual(before);
  });
});

describe('what is damaged is named in one sentence, and the hub does not come up on it', () => {
  const rows: readonly (readonly [string, string, RegExp])[] = [
    ['the head', 'UPDATE head SET seq = seq + 1', /table head/],
    ['a counter', `UPDATE counter SET body = replace(body, '5', '6') WHERE tbl = 'kpi'`, /table counter/],
    ['when an open case is due', 'UPDATE open_case SET due = due + 1', /table open_case/],
    [
      'the state of one of the newest cases',
      `UPDATE open_case SET state = replace(state, 'L3', 'L1')`,
      /open_case/,
    ],
  ];
  it.each(rows)('[FLT22] %s', async (_what, sql, sentence) => {
    const dir = copyOfSound();
    change(dir, sql);
    const before = Object.keys(directoryBytes(dir));
    expect(await sentenceOf(dir, '--feed', 'off')).toMatch(sentence);
    expect(Object.keys(directoryBytes(dir))).toEqual(before);
    const { code, stdout, stderr } = await runOps('verify', '--data-dir', dir);
    expect([code, stdout + stderr]).toEqual([1, expect.stringMatching(sentence)]);
  });

  it('[FLT22] an event: the case that it belongs to cannot be read, the others can', async () => {
    const dir = copyOfSound();
    change(
      dir,
      `UPDATE event SET body = replace(body, 'L3', 'L1') WHERE seq = (SELECT max(seq) - 1 FROM event)`,
    );
    const hub = await HubProcess.start({ dataDir: dir, args: ['--feed', 'off'] });
    const broken = await hub.get(`/cases/${caseNo}/events`);
    const other = await hub.get(`/cases/${caseNo.replace(/5$/, '4')}/events`);
    const problem = (await broken.json()) as { code: string };
    await hub.stop();
    expect([broken.status, problem.code, other.status]).toEqual([503, 'storage_failed', 200]);
    const { code, stdout } = await runOps('verify', '--data-dir', dir);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/table event/)]);
  });

  it('[FLT22] a database file that is none', async () => {
    const dir = copyOfSound();
    writeFileSync(join(dir, 'whistleboard.db'), 'x'.repeat(8_192));
    expect(await sentenceOf(dir, '--feed', 'off')).toContain(join(dir, 'whistleboard.db'));
  });

  it('[FLT23] a key file that is missing or too short, and none is made in its place', async () => {
    const dir = copyOfSound();
    truncateSync(join(dir, 'keys.bin'), 64);
    expect(await sentenceOf(dir, '--feed', 'off')).toMatch(/keys\.bin holds 2 keys where the log has used 5/);
    rmSync(join(dir, 'keys.bin'));
    const before = Object.keys(directoryBytes(dir));
    expect(await sentenceOf(dir, '--feed', 'off')).toMatch(/keys\.bin/);
    expect(Object.keys(directoryBytes(dir))).toEqual(before);
  });
});

describe('what somebody else holds is named in one sentence, and they keep it', () => {
  it('[FLT24] a port that is in use', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => resolve((other.address() as AddressInfo).port));
    });
    const dir = join(root, 'port');
    const sentence = await sentenceOf(dir, '--feed', 'off', '--port', String(port));
    expect(sentence).toMatch(new RegExp(`Port ${port} on 127\\.0\\.0\\.1 is in use`));
    other.close();
  });

  it('[FLT25] keys that a start made and could not show are not the keys: the next start shows its own', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => resolve((other.address() as AddressInfo).port));
    });
    const dataDir = join(root, 'keys');
    const args = ['--feed', 'off', '--port', String(port)];
    const { code } = await HubProcess.refused({ dataDir, args, intakeKey: null });
    other.close();
    const hub = await HubProcess.start({ dataDir, args: ['--feed', 'off'], intakeKey: null });
    await hub.stop();
    expect(code).toBe(1);
    expect(hub.screenToken).not.toBe('');
    expect(hub.output).toMatch(/intake key, shown this once: \S+/);
  });

  it('[FLT26] a data directory that a hub is at work on, which goes on undisturbed', async () => {
    const dir = copyOfSound();
    const first = await HubProcess.start({ dataDir: dir, args: ['--feed', 'off'] });
    expect(await sentenceOf(dir, '--feed', 'off')).toMatch(/in use by another hub/);
    const answer = await first.post('/cases', nycIntake('after'));
    expect([answer.status, (await first.get(`/cases/${caseNo}`)).status]).toEqual([201, 200]);
    await first.stop();
    expect((await runOps('verify', '--data-dir', dir)).code).toBe(0);
  });
});

afterAll(() => disk?.unmount());

/** Changes rows as a fault of the disk would: past the hub, with their checksums left as they were. */
function change(dir: string, sql: string): void {
  const db = new Database(join(dir, 'whistleboard.db'));
  const { changes } = db.prepare(sql).run();
  db.close();
  expect(changes).toBeGreaterThan(0);
}
