import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { runCommand } from '../../server/ops/runCommand.ts';
import { StartError } from '../../server/StartError.ts';
import { SampleDataDir } from '../support/sampleDataDir.ts';
import { SAMPLE_CITY } from '../support/sampleGroup.ts';
import { tempDir } from '../support/tempDir.ts';

const run = (...args: readonly string[]) => runCommand(args, () => SAMPLE_CITY);

it('[OPS15] each command says in one line what it did and at which seq', async () => {
  const hub = new SampleDataDir(tempDir());
  await hub.append(hub.log.intakes(2));
  const [to, restored] = [join(tempDir(), 'to'), join(tempDir(), 'restored')];
  const contents = '2 open and 0 closed cases, 2 texts, 0 erased';
  expect(await run('backup', '--data-dir', hub.path, '--to', to)).toEqual({
    report: expect.stringMatching(
      new RegExp(`^backup of seq 6 in ${to}, keys in ${to}.keys, to be deleted after \\d{4}-\\d{2}-\\d{2}$`),
    ) as string,
    isGood: true,
  });
  expect(await run('restore', '--from', to, '--data-dir', restored, '--without-ledger')).toEqual({
    report: `restored to ${restored}, seq 6: ${contents}; erased again: 0`,
    isGood: true,
  });
  expect(await run('rebuild', '--data-dir', restored)).toEqual({
    report: 'rebuilt 2 cases from 6 events',
    isGood: true,
  });
  expect(await run('verify', '--data-dir', restored)).toEqual({
    report: `verified, seq 6: ${contents}; the end is proved`,
    isGood: true,
  });
});

it('[OPS16] verify tells at most twenty faults in words and counts the rest', async () => {
  const hub = new SampleDataDir(tempDir());
  await hub.append(hub.log.intakes(10));
  const db = new Database(hub.dir.layout.database);
  db.exec('UPDATE event SET at = at + 1');
  db.close();
  const { report, isGood } = await run('verify', '--data-dir', hub.path);
  const lines = report.split('\n');
  expect(isGood).toBe(false);
  expect(lines[0]).toMatch(/^\d+ faults, seq 30: /);
  expect(lines).toHaveLength(22);
  expect(lines.at(-1)).toMatch(/^and \d+ more$/);
});

it('[OPS17] an unknown command, an unknown flag or a missing one is refused in one sentence', async () => {
  await expect(run('destroy')).rejects.toThrow(/^usage: /);
  await expect(run('constructor')).rejects.toThrow(/^usage: /);
  await expect(run()).rejects.toThrow(/^usage: /);
  await expect(run('verify', '--datadir', 'x')).rejects.toThrow(/--datadir/);
  await expect(run('backup', '--data-dir', tempDir())).rejects.toThrow(/^--to is missing/);
  await expect(run('verify', '--data-dir', tempDir())).rejects.toThrow(/no whistleboard.json/);
  await expect(run('verify', '--data-dir', tempDir())).rejects.toThrow(StartError);
  const bad = run('backup', '--data-dir', tempDir(), '--to', 'x', '--keep-keys-days', '0');
  await expect(bad).rejects.toThrow(/--keep-keys-days is "0"/);
});
