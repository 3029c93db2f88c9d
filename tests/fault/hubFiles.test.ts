import {
  chmodSync,
  cpSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { HubProcess } from '../support/HubProcess.ts';
import { nycIntake } from '../support/nycIntake.ts';
import { runOps } from '../support/runOps.ts';
import { suiteDir } from '../support/suiteDir.ts';

const root = suiteDir();
const hubs: HubProcess[] = [];
let dirs = 0;
afterAll(() => Promise.all(hubs.map((hub) => hub.stop('SIGKILL'))));

describe('files that go away under a running hub', () => {
  it.each(['keys.bin', 'whistleboard.db', 'whistleboard.db-wal', 'end.mark', 'secrets.json', 'hub.lock'])(
    '[FLT242] %s: within a second nothing is acknowledged, and readyz says why',
    async (file) => {
      const { dataDir, hub } = await running();
      rmSync(join(dataDir, file));
      await vi.waitFor(async () => expect((await ready(hub)).status).toBe(503), 1_000);
      const { body } = await ready(hub);
      expect(body).toMatchObject({ ready: false, storeWrites: false, fault: expect.stringContaining(file) });
      const answer = await hub.post('/cases', nycIntake('late'));
      expect(answer.status).toBe(503);
      await vi.waitFor(() => expect(hub.output).toMatch(/takes nothing more/), 1_000);
      expect((await hub.table('kpi')).rows.length).toBeGreaterThan(0);
      await hub.stop('SIGKILL');
    },
  );

  it('[FLT243] where the lock is removed and a second hub starts, one of them takes cases, and none is lost', async () => {
    const { dataDir, hub, caseNo } = await running();
    rmSync(join(dataDir, 'hub.lock'));
    const second = await start(dataDir);
    expect((await ready(hub)).status).toBe(503);
    expect((await ready(second)).status).toBe(200);
    const [late, taken] = [
      await hub.post('/cases', nycIntake('a')),
      await second.post('/cases', nycIntake('b')),
    ];
    expect([late.status, taken.status]).toEqual([503, 201]);
    const other = ((await taken.json()) as { caseNo: string }).caseNo;
    for (const [no, id] of [
      [caseNo, 'first'],
      [other, 'b'],
    ])
      expect(await (await second.get(`/cases/${no}`)).json()).toMatchObject({ externalId: id });
    await hub.stop();
    await second.stop();
    expect((await runOps('verify', '--data-dir', dataDir)).stdout).toMatch(/^verified.*the end is proved/);
  });

  it('[FLT244] where another program wrote to the log, the hub stops at once with one sentence', async () => {
    const { dataDir, hub } = await running();
    const db = new Database(join(dataDir, 'whistleboard.db'));
    db.exec('DELETE FROM head');
    db.close();
    await hub.post('/cases', nycIntake('late')).catch(() => undefined);
    await vi.waitFor(() => expect(hub.isRunning).toBe(false));
    expect(hub.output).toMatch(/^Another program wrote to the log: [^\n]+\.$/m);
    expect(hub.output).not.toMatch(/at .*\.js:\d/);
  });
});

describe('a start on files that somebody touched', () => {
  const touches: readonly (readonly [string, (dir: string) => void, RegExp])[] = [
    ['a damaged lock', (dir) => writeFileSync(join(dir, 'hub.lock'), Buffer.alloc(5_000, 0xa7)), /hub\.lock/],
    ['maps as a file', (dir) => writeFileSync(join(dir, 'map'), 'x'), /map must be a folder/],
    ['feeds that lead nowhere', (dir) => link(join(dir, 'feeds')), /feeds is a link to nothing/],
    [
      'a map that is a folder',
      (dir) => mkdirSync(join(dir, 'map', 'a.geojson'), { recursive: true }),
      /a\.geojson must/,
    ],
    [
      'a changed digit in the secrets',
      (dir) => changeDigit(join(dir, 'secrets.json')),
      /secrets\.json.*backup/,
    ],
    [
      'no database',
      (dir) => rmSync(join(dir, 'whistleboard.db')),
      /ends at event 0, though \d+ were acknowledged/,
    ],
    ['no end mark', (dir) => rmSync(join(dir, 'end.mark')), /end\.mark is missing/],
    ['an end mark cut', (dir) => truncateSync(join(dir, 'end.mark'), 30), /end\.mark is damaged/],
  ];
  it.each(touches)('[FLT245] %s: one sentence, and nothing else', async (_what, touch, sentence) => {
    const { dataDir, hub } = await running();
    await hub.stop();
    touch(dataDir);
    const { code, stdout, stderr } = await HubProcess.refused({ dataDir, args: ['--feed', 'off'] });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^[^\n]+\.\n$/);
    expect(stderr).toMatch(sentence);
  });

  it('[FLT246] a directory open to others is closed and told; one of another owner that is open is refused', async () => {
    const { dataDir, hub } = await running();
    await hub.stop();
    chmodSync(dataDir, 0o755);
    chmodSync(join(dataDir, 'whistleboard.db'), 0o644);
    const again = await start(dataDir);
    await again.stop();
    expect(again.output).toMatch(/other users could read the data directory/);
    if (process.getuid?.() !== 0) return;
    chmodSync(root, 0o755);
    chmodSync(dataDir, 0o777);
    for (const file of [
      'whistleboard.db',
      'keys.bin',
      'secrets.json',
      'whistleboard.json',
      'hub.lock',
      'end.mark',
    ])
      chmodSync(join(dataDir, file), 0o666);
    chmodSync(join(dataDir, 'feeds'), 0o777);
    const under = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
    const { code, stderr } = await HubProcess.refused({ dataDir, args: ['--feed', 'off'], under });
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^[^\n]*is open to other users \(mode 777\)[^\n]+\.\n$/),
    ]);
  });

  it('[FLT247] a bit flipped in the write-ahead log of a killed hub: what is missing is said, then given up, once', async () => {
    const dataDir = newDir();
    const hub = await start(dataDir);
    const numbers = new Set<string>();
    for (let i = 0; i < 30; i++) numbers.add(await file(hub, `x${i}`));
    await hub.stop('SIGKILL');
    const killed = newDir();
    cpSync(dataDir, killed, { recursive: true });
    const wal = join(killed, 'whistleboard.db-wal');
    const bytes = readFileSync(wal);
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
    writeFileSync(wal, bytes);
    const { code, stdout } = await runOps('verify', '--data-dir', killed);
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/though 90 were acknowledged: \d+ events from/),
    ]);
    const refused = await HubProcess.refused({ dataDir: killed, args: ['--feed', 'off'] });
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/^The log ends at event \d+, [^\n]+\.\n$/),
    ]);
    expect((await runOps('accept-loss', '--data-dir', killed)).stdout).toMatch(
      /^accepted: events \d+ to 90 and \d+ cases/,
    );
    const again = await start(killed);
    const next = await file(again, 'next');
    await again.stop();
    expect(Number(next.slice(-6))).toBe(31);
    expect(numbers).not.toContain(next);
    expect((await runOps('verify', '--data-dir', killed)).stdout).toMatch(
      /^verified.*the end is proved; events/,
    );
  });
});

function newDir(): string {
  return join(root, `dir-${dirs++}`);
}

async function start(dataDir: string): Promise<HubProcess> {
  const hub = await HubProcess.start({ dataDir, args: ['--feed', 'off'] });
  hubs.push(hub);
  return hub;
}

async function running() {
  const dataDir = newDir();
  const hub = await start(dataDir);
  return { dataDir, hub, caseNo: await file(hub, 'first') };
}

async function file(hub: HubProcess, id: string): Promise<string> {
  const answer = await hub.post('/cases', nycIntake(id));
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { caseNo: string }).caseNo;
}

async function ready(hub: HubProcess) {
  const answer = await fetch(`${hub.origin}/readyz`);
  return { status: answer.status, body: (await answer.json()) as unknown };
}

function link(path: string): void {
  rmSync(path, { recursive: true });
  symlinkSync('/nowhere/at/all', path);
}

function changeDigit(path: string): void {
  const text = readFileSync(path, 'utf8');
  const at = text.indexOf('"macKey": "') + 11;
  writeFileSync(path, text.slice(0, at) + (text[at] === '1' ? '2' : '1') + text.slice(at + 1));
}
