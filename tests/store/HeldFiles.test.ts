import { copyFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished, vi } from 'vitest';
import { DataDir } from '../../server/store/dir/DataDir.ts';
import { FilesLostError } from '../../server/store/dir/HeldFiles.ts';
import { watchFiles } from '../../server/store/dir/watchFiles.ts';
import { ForeignWriterError } from '../../server/store/EventStore.ts';
import { openStore } from '../../server/store/openStore.ts';
import { openVault } from '../../server/store/openVault.ts';
import { numbersCheck } from '../../server/store/sqlite/numbersCheck.js';
import { SampleLog } from '../support/sampleGroup.ts';
import { tempDir } from '../support/tempDir.ts';

const FILES = [
  'whistleboard.db',
  'whistleboard.db-wal',
  'whistleboard.db-shm',
  'keys.bin',
  'end.mark',
  'hub.lock',
  'secrets.json',
  'whistleboard.json',
];

const removals: readonly (readonly [string, (path: string) => void])[] = [
  ['removed', (path) => rmSync(path)],
  ['replaced by a copy', (path) => replace(path)],
  ['replaced by nothing', (path) => (rmSync(path), writeFileSync(path, ''))],
];

for (const [what, damage] of removals) {
  it.each(FILES)(
    `[STO245] %s ${what} under the hub: nothing more is taken, and the sentence names it`,
    async (file) => {
      const { dir, store, log } = await hub();
      damage(join(dir.layout.root, file));
      // A copy of the secrets is as good as the secrets themselves.
      if (file === 'secrets.json' && what === 'replaced by a copy') {
        await store.append(log.intakes(1));
        return;
      }
      await expect(store.append(log.intakes(1))).rejects.toThrow(FilesLostError);
      await expect(store.probe()).rejects.toThrow(new RegExp(`^${file} was removed, replaced or cut`));
    },
  );
}

it.each(['whistleboard.db', 'whistleboard.db-wal', 'keys.bin', 'end.mark', 'secrets.json'])(
  '[STO245] %s cut under the hub: nothing more is taken',
  async (file) => {
    const { dir, store, log } = await hub();
    truncateSync(join(dir.layout.root, file), 100);
    await expect(store.append(log.intakes(1))).rejects.toThrow(new RegExp(`^${file} was removed`));
  },
);

it('[STO246] a data directory that was renamed or replaced is noticed, and never forgotten', async () => {
  const { dir, store, log } = await hub();
  const { root } = dir.layout;
  const group = log.intakes(1);
  renameSync(root, `${root}-away`);
  await expect(store.append(group)).rejects.toThrow(FilesLostError);
  renameSync(`${root}-away`, root);
  await expect(store.append(group)).rejects.toThrow(FilesLostError);
});

it('[STO247] a lost file is logged within a second, once, though nothing is written', async () => {
  const { dir } = await hub();
  const said: string[] = [];
  const log = { info: () => {}, warn: () => {}, error: (_facts: object, text: string) => said.push(text) };
  const watch = watchFiles(dir.held, log);
  onTestFinished(() => watch.stop());
  rmSync(dir.layout.keys);
  await vi.waitFor(() => expect(said).toEqual([expect.stringMatching(/takes nothing more/)]), 1_000);
});

it('[STO248] what the hub itself writes anew is no loss', async () => {
  const { dir, store, log } = await hub();
  dir.saveSecrets({ ...dir.secrets, keyHashes: { screen: 'cd'.repeat(32) } });
  for (let i = 0; i < 5; i++) await store.append(log.intakes(300));
  await store.confirmErased([1]);
  await store.append(log.intakes(1));
  expect(() => dir.held.assertKept()).not.toThrow();
});

it('[STO249] a group that somebody else wrote is found before the next is written, and ends the hub', async () => {
  const said: string[] = [];
  const { dir, store, log } = await hub((sentence) => said.push(sentence));
  const other = new Database(dir.layout.database);
  const { seq, key_slots } = other.prepare('SELECT * FROM head').get() as { seq: number; key_slots: number };
  const crc = numbersCheck(seq + 3, key_slots, 0, 0);
  other.prepare('UPDATE head SET seq = ?, crc = ?').run(seq + 3, crc);
  other.close();
  const group = log.intakes(1);
  await expect(store.append(group)).rejects.toThrow(ForeignWriterError);
  expect(said).toEqual([
    expect.stringMatching(/^Another program wrote to the log: it ends at event 6, where this hub wrote 3;/),
  ]);
  await expect(store.append(group)).rejects.toThrow(ForeignWriterError);
});

async function hub(onForeign: (sentence: string) => void = () => {}) {
  const dir = DataDir.open({ path: join(tempDir(), 'data'), city: 'sample', mode: 'live' });
  const store = await openStore(dir, { onForeign });
  const vault = await openVault(dir, store);
  onTestFinished(async () => {
    vault.close();
    await store.close();
    dir.close();
  });
  const log = new SampleLog({ vault });
  await store.append(log.intakes(1));
  return { dir, store, log };
}

/** Another file with the same bytes under the same name. */
function replace(path: string): void {
  copyFileSync(path, `${path}.copy`);
  renameSync(`${path}.copy`, path);
}
