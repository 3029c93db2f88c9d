import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { runCommand } from '../../server/ops/runCommand.ts';
import { startHub } from '../../server/startHub.ts';
import { StartError } from '../../server/StartError.ts';
import { quietLog } from '../support/quietLog.ts';
import { SAMPLE_CITY } from '../support/sampleGroup.ts';
import { tempDir } from '../support/tempDir.ts';

const KEY = 'an-intake-key-of-the-tests';

async function screen(dataDir: string, ...flags: readonly string[]): Promise<string> {
  const { report } = await runCommand(['screen', '--data-dir', dataDir, ...flags], () => SAMPLE_CITY);
  return /shown this once: ([\w-]{32});/.exec(report)?.[1] ?? report;
}

async function liveHub(dataDir: string) {
  const args = ['--city', 'nyc', '--feed', 'off', '--data-dir', dataDir, '--port', '0'];
  const hub = await startHub(readConfig(args, { WHISTLEBOARD_INTAKE_KEY: KEY }), quietLog());
  const statusFor = async (token: string) => {
    const headers = { Authorization: `Bearer ${token}` };
    return (await fetch(`http://127.0.0.1:${hub.port}/api/v1/tables/kpi`, { headers })).status;
  };
  return { hub, statusFor };
}

describe('a lost screen token', () => {
  it('[OPS220] is made up for by another, which a running hub takes without a restart and the next start knows', async () => {
    const dataDir = join(tempDir(), 'data');
    const first = await liveHub(dataDir);
    const lost = first.hub.fresh.screen ?? '';
    const token = await screen(dataDir);
    const takes = (running: typeof first, one: string, status: number) =>
      vi.waitFor(async () => expect(await running.statusFor(one)).toBe(status), {
        timeout: 8_000,
        interval: 100,
      });
    await takes(first, token, 200);
    expect([await first.statusFor(lost), await first.statusFor(KEY)]).toEqual([200, 200]);
    const alone = await screen(dataDir, '--revoke-others');
    await takes(first, alone, 200);
    const statuses = () => Promise.all([lost, token, KEY].map((one) => first.statusFor(one)));
    expect(await statuses()).toEqual([401, 401, 200]);
    await first.hub.close();
    const stopped = await screen(dataDir);
    const second = await liveHub(dataDir);
    onTestFinished(() => second.hub.close());
    expect(second.hub.fresh).toEqual({});
    const after = [lost, token, alone, stopped].map((one) => second.statusFor(one));
    expect(await Promise.all(after)).toEqual([401, 401, 200, 200]);
  }, 30_000);

  it('[OPS221] is made up for at most fifty times, until the others are revoked', async () => {
    const dataDir = join(tempDir(), 'data');
    await (await liveHub(dataDir)).hub.close();
    for (let i = 1; i < 50; i++) await screen(dataDir);
    await expect(screen(dataDir)).rejects.toThrow(/^There are 50 screen tokens already: add --revoke-others/);
    expect(await screen(dataDir, '--revoke-others')).toMatch(/^[\w-]{32}$/);
    expect(await screen(dataDir)).toMatch(/^[\w-]{32}$/);
    await expect(screen(tempDir())).rejects.toThrow(/no whistleboard.json/);
  }, 30_000);
});

describe('the intake key', () => {
  const keyOf = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    readConfig(args, env).intakeKey;

  it('[FLT220] comes from a file, from the environment or from a flag, and from one of them alone', () => {
    const file = join(tempDir(), 'key');
    writeFileSync(file, `${KEY}\n`);
    expect(keyOf(['--intake-key-file', file])).toBe(KEY);
    expect(keyOf([], { INTAKE_KEY_FILE: file })).toBe(KEY);
    expect(keyOf([], { WHISTLEBOARD_INTAKE_KEY: KEY })).toBe(KEY);
    expect(keyOf(['--intake-key', KEY])).toBe(KEY);
    expect(keyOf([])).toBeUndefined();
    for (const [args, env] of [
      [['--intake-key-file', file, '--intake-key', KEY], {}],
      [['--intake-key-file', file], { WHISTLEBOARD_INTAKE_KEY: KEY }],
    ] as const) {
      expect(() => keyOf(args, env)).toThrow(/told more than once/);
    }
  });

  it('[FLT220] that cannot be read or is none stops the start with one sentence that does not tell it', () => {
    const file = join(tempDir(), 'key');
    expect(() => keyOf(['--intake-key-file', file])).toThrow(StartError);
    expect(() => keyOf(['--intake-key-file', file])).toThrow(/^--intake-key-file \S+ cannot be read\.$/);
    writeFileSync(file, 'two words\n');
    expect(() => keyOf(['--intake-key-file', file])).toThrow(
      /^The intake key \(--intake-key, .*must be 16 to 200 visible/,
    );
  });
});
