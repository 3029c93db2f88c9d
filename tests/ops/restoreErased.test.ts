import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { backup } from '../../server/ops/backup.ts';
import { restore } from '../../server/ops/restore.ts';
import type { RestoreRequest } from '../../server/ops/restore.ts';
import { verify } from '../../server/ops/verify.ts';
import { erasingHub, readableIn } from '../support/erasingHub.ts';
import { SAMPLE_CITY } from '../support/sampleGroup.ts';
import { tempDir } from '../support/tempDir.ts';

const cityOf = () => SAMPLE_CITY;
const DAY_MS = 86_400_000;

/** Three cases, a backup of them, and the second one erased afterwards. */
let root: string;
let data: string;
let copy: string;
let ids: readonly number[];
beforeEach(async () => {
  root = tempDir();
  [data, copy] = [join(root, 'data'), join(root, 'copy')];
  ids = await erasingHub(data, { file: 3 });
  await backup({ dataDir: data, to: copy });
  await erasingHub(data, { erase: [ids[1] ?? 0] });
});

const again = (dataDir: string, more: Partial<RestoreRequest> = {}) =>
  restore({ from: copy, dataDir, cityOf, ...more });

describe('a case that was erased after the backup', () => {
  it('[OPS260] is erased again by a restore that finds the erasure ledger, which says so', async () => {
    const back = join(root, 'back');
    const report = await again(back);
    expect(report).toMatchObject({ erasedAgain: [ids[1]], erased: 1, pendingErasures: 0, faults: 0 });
    expect(await readableIn(back, ids)).toEqual([ids[0], ids[2]]);
    expect(verify({ dataDir: back, cityOf })).toMatchObject({ faults: 0, erased: 1 });
  });

  it('[OPS261] is erased again where the directory that is replaced tells of it', async () => {
    rmSync(`${data}.erasures`);
    const back = join(root, 'back');
    expect(await again(back, { replaces: data })).toMatchObject({ erasedAgain: [ids[1]], faults: 0 });
    expect(await readableIn(back, ids)).toEqual([ids[0], ids[2]]);
  });

  it('[OPS262] is erased again where the keys were copied later', async () => {
    const later = join(root, 'later');
    await backup({ dataDir: data, to: later });
    rmSync(`${data}.erasures`);
    const back = join(root, 'back');
    const report = await again(back, { keys: `${later}.keys`, withoutLedger: true });
    expect(report).toMatchObject({ erasedAgain: [ids[1]], faults: 0 });
    expect(await readableIn(back, ids)).toEqual([ids[0], ids[2]]);
  });

  it('[OPS263] is erased again where a log that continues the backup’s erased it, and a later case under its number is not', async () => {
    const ledger = join(root, 'ledger');
    const other = join(root, 'other');
    await again(other);
    // The continued log and the old one both file a fourth case under one number: two persons.
    const [fourth = 0] = await erasingHub(other, { file: 1, ledger });
    expect(await erasingHub(data, { file: 1 })).toEqual([fourth]);
    await erasingHub(other, { erase: [fourth, ids[0] ?? 0], ledger });
    const newer = join(root, 'newer');
    await backup({ dataDir: data, to: newer });
    const back = join(root, 'back');
    const report = await restore({ from: newer, dataDir: back, cityOf, ledger });
    expect(report).toMatchObject({ erasedAgain: [ids[0]], faults: 0 });
    expect(await readableIn(back, [...ids, fourth])).toEqual([ids[2], fourth]);
  });

  it('[OPS264] stops a restore where nothing tells of erasures, and the operator may say to go on', async () => {
    rmSync(`${data}.erasures`);
    const back = join(root, 'back');
    await expect(again(back)).rejects.toThrow(/Nothing tells which cases were erased after this backup/);
    expect(await again(back, { withoutLedger: true })).toMatchObject({ erasedAgain: [], faults: 0 });
  });

  it('[OPS265] is found in a ledger whose last line was cut off, and damaged lines are counted', async () => {
    const path = `${data}.erasures`;
    const whole = readFileSync(path, 'utf8');
    writeFileSync(path, whole.replace(/"slot":1/, '"slot":2'));
    appendFileSync(path, '{"log":"cut o');
    await erasingHub(data, { erase: [ids[2] ?? 0] });
    const report = await again(join(root, 'back'));
    expect(report).toMatchObject({ erasedAgain: [ids[2]], damagedLines: 2 });
  });
});

describe('a backup that was tampered with', () => {
  const edit = (folder: string, change: (manifest: Record<string, unknown>) => void) => {
    const path = join(folder, 'manifest.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    change(manifest);
    writeFileSync(path, JSON.stringify(manifest));
  };
  const files = (manifest: Record<string, unknown>) => manifest['files'] as Record<string, string>;

  it.each<[string, (manifest: Record<string, unknown>) => void]>([
    ['another mode', (manifest) => (manifest['mode'] = 'replay')],
    ['another city', (manifest) => (manifest['city'] = 'other')],
    ['another end', (manifest) => (manifest['seq'] = 1)],
    ['a file more', (manifest) => (files(manifest)['hub.lock'] = 'a'.repeat(64))],
    ['a name that leads out', (manifest) => (files(manifest)['map/../../x'] = 'a'.repeat(64))],
    ['a map that was not there', (manifest) => (files(manifest)['map/x.geojson'] = 'a'.repeat(64))],
    ['no database', (manifest) => delete files(manifest)['whistleboard.db']],
    ['a field more', (manifest) => (manifest['note'] = 'x')],
  ])('[OPS266] is not restored: %s', async (_what, change) => {
    edit(copy, change);
    await expect(again(join(root, 'back'))).rejects.toThrow(/manifest\.json/);
  });

  it('[OPS266] is not restored: no secrets among the keys, or those of another directory', async () => {
    const keys = join(root, 'keys');
    cpSync(`${copy}.keys`, keys, { recursive: true });
    edit(keys, (manifest) => delete files(manifest)['secrets.json']);
    await expect(again(join(root, 'back'), { keys })).rejects.toThrow(/missing or damaged/);
    const stranger = join(root, 'stranger');
    await erasingHub(stranger, { file: 3 });
    await backup({ dataDir: stranger, to: join(root, 'strange') });
    const wrong = again(join(root, 'back'), { keys: join(root, 'strange.keys') });
    await expect(wrong).rejects.toThrow(/not those of this backup/);
  });
});

it('[OPS267] the next backup deletes copies of keys that have outlived their time, and no others', async () => {
  const now = Date.now();
  const day = (n: number) => () => now + n * DAY_MS;
  await backup({ dataDir: data, to: join(root, 'b'), keepKeysDays: 7, now: day(0) });
  await backup({ dataDir: data, to: join(root, 'c'), now: day(0) });
  const report = await backup({ dataDir: data, to: join(root, 'd'), now: day(8) });
  expect(report.expired).toBe(1);
  const restoring = (from: string) => restore({ from, dataDir: join(root, `of ${from.slice(-1)}`), cityOf });
  await expect(restoring(join(root, 'b'))).rejects.toThrow(/not a whole backup/);
  expect(await restoring(join(root, 'c'))).toMatchObject({ faults: 0 });
  const inside = backup({ dataDir: data, to: join(root, 'e'), keysTo: join(root, 'e', 'keys') });
  await expect(inside).rejects.toThrow(/--keys-to must lie outside/);
});
