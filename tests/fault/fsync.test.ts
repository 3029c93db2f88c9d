import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HubProcess } from '../support/HubProcess.ts';
import { nycIntake } from '../support/nycIntake.ts';
import { suiteDir } from '../support/suiteDir.ts';

/** Every machine with a package manager can have it, not every one has; nothing else sees a sync from outside. */
const strace = works('strace', ['-V']);

describe.skipIf(!strace)(
  '200 cases filed one after the other, watched by strace (skipped where it is not)',
  () => {
    const CASES = 200;
    const dir = suiteDir();
    const trace = join(dir, 'trace');
    let hub: HubProcess;
    let pid = 0;
    let groups = 0;

    beforeAll(async () => {
      // `-D` leaves the hub the child that signals go to; `-y` tells which file each sync is of.
      const under = ['strace', '-D', '-f', '-y', '-e', 'trace=fsync,fdatasync', '-o', trace];
      hub = await HubProcess.start({ dataDir: join(dir, 'data'), args: ['--feed', 'off'], under });
      pid = hub.pid;
      for (let i = 0; i < CASES; i++) expect((await hub.post('/cases', nycIntake(`x${i}`))).status).toBe(201);
      groups = await hub.metric('whistleboard_lane_groups');
      await hub.stop();
    });
    afterAll(() => hub?.stop());

    it('[FLT10] each commit group is followed by a sync of the write-ahead log, in the thread that answers', () => {
      expect(groups).toBe(CASES);
      const syncs = readFileSync(trace, 'utf8')
        .split('\n')
        .filter(
          (line) => line.startsWith(`${pid} `) && /f(data)?sync\(\d+<[^>]*whistleboard\.db-wal>/.test(line),
        );
      expect(syncs.length).toBeGreaterThanOrEqual(CASES);
    });
  },
);

function works(program: string, args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
