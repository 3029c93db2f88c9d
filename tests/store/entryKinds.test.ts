import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { writeFileAtomically } from '../../server/feeds/writeFileAtomically.ts';
import { DataDir } from '../../server/store/dir/DataDir.ts';
import { layoutOf } from '../../server/store/dir/layout.ts';
import { CorruptStoreError } from '../../server/store/EventStore.ts';
import { openStore } from '../../server/store/openStore.ts';
import { openVault } from '../../server/store/openVault.ts';
import { StartError } from '../../server/StartError.ts';
import { SampleLog } from '../support/sampleGroup.ts';
import { tempDir } from '../support/tempDir.ts';

const { root: _root, ...PLACES } = layoutOf('/');
const NAMES = Object.values(PLACES).map((path) => basename(path));
const FOLDERS = ['feeds', 'map'];
/** What SQLite and a cut-off write leave beside them. */
const BESIDE = [
  'whistleboard.db-wal',
  'whistleboard.db-shm',
  'secrets.json.new',
  'end.mark.new',
  'hub.lock-journal',
];

const wrong: readonly (readonly [string, (path: string) => void, (name: string) => boolean])[] = [
  ['a folder', (path) => mkdirSync(path), (name) => !FOLDERS.includes(name)],
  ['a file', (path) => writeFileSync(path, 'x'), (name) => FOLDERS.includes(name)],
  ['a link to nothing', (path) => symlinkSync('/nowhere/at/all', path), () => true],
  ['random bytes', (path) => writeFileSync(path, Buffer.alloc(9_000, 0xa7)), (name) => NAMES.includes(name)],
];
const rows = [...NAMES, ...BESIDE].flatMap((name) =>
  wrong.filter(([, , isWrong]) => isWrong(name)).map(([what, put]) => [name, what, put] as const),
);

it.each(rows)('[DIR245] %s as %s is refused in one sentence that names it', async (name, _what, put) => {
  const dir = await used();
  rmSync(join(dir, name), { recursive: true, force: true });
  put(join(dir, name));
  const sentence = await refusal(dir);
  expect(sentence).toMatch(/^[^\n]+\.$/);
  expect(sentence).toContain(join(dir, name));
});

it.each(NAMES.filter((name) => !FOLDERS.includes(name)))(
  '[DIR245] an empty %s is refused in one sentence, or holds nothing anyway',
  async (name) => {
    const dir = await used();
    writeFileSync(join(dir, name), '');
    if (name === 'hub.lock') expect(await refusal(dir)).toBe('it was opened');
    else expect(await refusal(dir)).toMatch(/^[^\n]+\.$/);
  },
);

it.each(['secrets.json'])(
  '[DIR246] a changed digit of %s is refused, and the file is named',
  async (name) => {
    const dir = await used();
    const text = readFileSync(join(dir, name), 'utf8');
    for (const at of [...text.matchAll(/[0-9a-f](?=[0-9a-f])/g)].map(({ index }) => index)) {
      const digit = text[at] === '1' ? '2' : '1';
      writeFileSync(join(dir, name), text.slice(0, at) + digit + text.slice(at + 1));
      expect(() => DataDir.open({ path: dir, city: 'sample', mode: 'live' })).toThrow(
        /secrets\.json is missing or damaged/,
      );
    }
  },
);

it('[DIR247] a directory and files that others could read are taken away from them, and told', async () => {
  const dir = await used();
  chmodSync(dir, 0o755);
  for (const file of ['whistleboard.db', 'keys.bin', 'secrets.json', 'hub.lock'])
    chmodSync(join(dir, file), 0o644);
  const opened = DataDir.open({ path: dir, city: 'sample', mode: 'live' });
  onTestFinished(() => opened.close());
  expect([...opened.mended].sort()).toEqual(['.', 'hub.lock', 'keys.bin', 'secrets.json', 'whistleboard.db']);
  for (const name of ['', ...NAMES.filter((entry) => entry !== 'map')])
    expect(statSync(join(dir, name)).mode & 0o077).toBe(0);
});

it('[DIR248] everything that a first start makes is for its owner alone', async () => {
  const before = process.umask(0);
  onTestFinished(() => void process.umask(before));
  const dir = await used();
  for (const name of ['', ...NAMES.filter((entry) => entry !== 'map')])
    expect([name, statSync(join(dir, name)).mode & 0o077]).toEqual([name, 0]);
});

it('[DIR248] what a feed writes down anew is for its owner alone, too', async () => {
  const before = process.umask(0);
  onTestFinished(() => void process.umask(before));
  const path = join(tempDir(), 'feeds', 'simulate.json');
  for (const text of ['{}', '{"next":1}']) {
    await writeFileAtomically(path, text);
    for (const entry of [path, dirname(path)]) expect(statSync(entry).mode & 0o077).toBe(0);
  }
});

async function used(): Promise<string> {
  const path = join(tempDir(), 'data');
  const dir = DataDir.open({ path, city: 'sample', mode: 'live' });
  dir.saveSecrets({ ...dir.secrets, keyHashes: { intake: 'ab'.repeat(32) } });
  const store = await openStore(dir);
  const vault = await openVault(dir, store);
  await store.append(new SampleLog({ vault }).intakes(2));
  vault.close();
  await store.close();
  dir.close();
  return path;
}

/** Opens as a start does, up to the keys. */
async function refusal(path: string): Promise<string> {
  try {
    const dir = DataDir.open({ path, city: 'sample', mode: 'live' });
    try {
      const store = await openStore(dir);
      try {
        (await openVault(dir, store)).close();
      } finally {
        await store.close();
      }
    } finally {
      dir.close();
    }
  } catch (error) {
    if (error instanceof StartError || error instanceof CorruptStoreError) return error.message;
    throw error;
  }
  return 'it was opened';
}
