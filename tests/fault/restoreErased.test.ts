import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { HubProcess } from '../support/HubProcess.ts';
import { nycIntake } from '../support/nycIntake.ts';
import { runOps } from '../support/runOps.ts';
import { tempDir } from '../support/tempDir.ts';

interface Told {
  readonly caseNo: string;
  readonly version: number;
  readonly erasedAt?: string;
  readonly title?: string;
}

it('[FLT260] a person who was erased after a backup does not come back with it, and the restore says so', async () => {
  const root = tempDir();
  const [data, copy, back] = [join(root, 'data'), join(root, 'copy'), join(root, 'back')];
  const hub = await HubProcess.start({ dataDir: data, args: ['--feed', 'off'] });
  onTestFinished(() => hub.stop());
  const told: Told[] = [];
  for (const name of ['stays', 'goes'])
    told.push((await (await hub.post('/cases', nycIntake(name))).json()) as Told);
  const [stays, goes] = told;
  expect(await runOps('backup', '--data-dir', data, '--to', copy)).toMatchObject({ code: 0, stderr: '' });
  const version = goes?.version ?? 0;
  expect((await hub.post(`/cases/${goes?.caseNo}/commands/EraseCase`, { version })).status).toBe(200);
  await hub.stop();
  const restored = await runOps('restore', '--from', copy, '--data-dir', back);
  expect([restored.code, restored.stderr]).toEqual([0, '']);
  expect(restored.stdout).toContain(`erased again: 1 (${goes?.caseNo.slice(3)})`);
  const again = await HubProcess.start({ dataDir: back, args: ['--feed', 'off'] });
  onTestFinished(() => again.stop());
  const read = async (caseNo = '') => (await (await again.get(`/cases/${caseNo}`)).json()) as Told;
  expect(await read(goes?.caseNo)).toMatchObject({ erasedAt: expect.any(String) as string });
  expect(Object.keys(await read(goes?.caseNo))).not.toContain('title');
  expect((await read(stays?.caseNo)).title).toEqual(expect.any(String));
});
