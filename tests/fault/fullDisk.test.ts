import { closeSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { HubProcess } from '../support/HubProcess.ts';
import { SmallDisk } from '../support/SmallDisk.ts';
import { directoryBytes } from '../support/directoryBytes.ts';
import { nycIntake } from '../support/nycIntake.ts';
import { runOps } from '../support/runOps.ts';
import { suiteDir } from '../support/suiteDir.ts';

const root = suiteDir();
const disk = SmallDisk.mount(join(root, 'disk'), 16);
afterAll(() => disk?.unmount());

/** Every case takes about 20 KB, so that the disk is full after some hundred. */
const CONTENT = 'The radiators of the whole house are cold. '.repeat(400);

describe.skipIf(disk === undefined)('a disk that is full (skipped where nothing can be mounted)', () => {
  const dataDir = join(root, 'disk', 'data');
  const ballast = join(root, 'disk', 'ballast');
  const acknowledged = new Map<string, string>();
  let hub: HubProcess;
  let refused: { status: number; code: unknown };
  let next = 0;

  beforeAll(async () => {
    // What comes free must hold the write-ahead log a second time, when it is copied into the database.
    writeFileSync(ballast, Buffer.alloc(10 * 1024 * 1024));
    hub = await HubProcess.start({ dataDir, args: ['--feed', 'off'] });
    refused = await fileUntilRefused();
  });
  afterAll(() => hub?.stop());

  it('[FLT30] is told as storage_full, with status 507', () => {
    expect(refused).toEqual({ status: 507, code: 'storage_full' });
    expect(acknowledged.size).toBeGreaterThan(10);
  });

  it('[FLT31] takes nothing away: all that was acknowledged is there, and reads go on', async () => {
    expect(await lost()).toEqual([]);
    expect(await received()).toBe(acknowledged.size);
  });

  it('[FLT248] is not ready, and is again when there is room, though nobody files', async () => {
    const status = async () => (await fetch(`${hub.origin}/readyz`)).status;
    for (let asked = 0; asked < 3; asked++) {
      await vi.waitFor(async () => expect(await status()).toBe(503));
    }
    rmSync(ballast);
    await vi.waitFor(async () => expect(await status()).toBe(200), 10_000);
  });

  it('[FLT33] is over by itself once there is room again, without a gap or a double in the numbers', async () => {
    rmSync(ballast, { force: true });
    await hubTakes();
    for (let i = 0; i < 20; i++) await file();
    expect(await lost()).toEqual([]);
    const serials = [...acknowledged.values()].map((caseNo) => Number(caseNo.slice(-6)));
    expect(serials.sort((a, b) => a - b)).toEqual(serials.map((_, i) => i + 1));
    expect(await received()).toBe(acknowledged.size);
  });

  it('[FLT32] lets a hub start again or stops it with one sentence that names the disk', async () => {
    await hub.stop('SIGKILL');
    fillUp(join(root, 'disk', 'rest'));
    const { code, stderr } = await HubProcess.refused({ dataDir, args: ['--feed', 'off'] });
    // Whether the log has room for one more page depends on how much of it was copied before the kill.
    if (code !== null) expect([code, stderr]).toEqual([1, expect.stringMatching(/^[^\n]+ is full\.\n$/)]);
    rmSync(join(root, 'disk', 'rest'));
    hub = await HubProcess.start({ dataDir, args: ['--feed', 'off'] });
    expect(await lost()).toEqual([]);
  });

  it('[FLT35] stops a first start with one sentence, and leaves nothing that the next one stumbles over', async () => {
    const rest = join(root, 'disk', 'rest');
    const first = join(root, 'disk', 'first');
    fillUp(rest);
    const { code, stderr } = await HubProcess.refused({ dataDir: first, args: ['--feed', 'off'] });
    rmSync(rest);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^[^\n]+cannot be written: ENOSPC\.\n$/)]);
    expect(Object.keys(directoryBytes(first)).filter((file) => file !== 'hub.lock')).toEqual([]);
  });

  it('[FLT34] leaves a data directory in which verify finds nothing, and on which a hub starts', async () => {
    await hub.stop('SIGKILL');
    const { code, stdout } = await runOps('verify', '--data-dir', dataDir);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^verified/)]);
    hub = await HubProcess.start({ dataDir, args: ['--feed', 'off'] });
    expect(await lost()).toEqual([]);
  });

  async function file(): Promise<{ status: number; code: unknown }> {
    const id = `full-${next++}`;
    const answer = await hub.post('/cases', nycIntake(id, { content: CONTENT }));
    const body = (await answer.json()) as { caseNo?: string; code?: string };
    if (answer.status === 201 && body.caseNo !== undefined) acknowledged.set(id, body.caseNo);
    return { status: answer.status, code: body.code };
  }

  async function fileUntilRefused() {
    for (;;) {
      const answer = await file();
      if (answer.status !== 201) return answer;
    }
  }

  /** The hub may look at its disk only when somebody files again. */
  async function hubTakes(): Promise<void> {
    while ((await file()).status !== 201);
  }

  async function lost(): Promise<readonly string[]> {
    const gone: string[] = [];
    for (const [id, caseNo] of acknowledged) {
      const answer = await hub.get(`/cases/${caseNo}`);
      const told = (await answer.json()) as { externalId?: string; content?: string };
      if (told.externalId !== id || told.content !== CONTENT) gone.push(caseNo);
    }
    return gone;
  }

  async function received(): Promise<unknown> {
    const { rows } = await hub.table('kpi');
    return rows.find(([key]) => key === 'all')?.[1];
  }
});

/** Writes into a file until not a byte fits any more. */
function fillUp(path: string): void {
  const fd = openSync(path, 'w');
  try {
    for (const size of [1024 * 1024, 4_096, 1]) {
      const bytes = Buffer.alloc(size);
      while (fits(fd, bytes));
    }
  } finally {
    closeSync(fd);
  }
}

function fits(fd: number, bytes: Buffer): boolean {
  try {
    return writeSync(fd, bytes) === bytes.length;
  } catch {
    return false;
  }
}
