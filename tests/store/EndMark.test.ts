import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { EMPTY_END, EndMark } from '../../server/store/dir/EndMark.ts';
import type { LogEnd } from '../../server/store/dir/EndMark.ts';
import { StartError } from '../../server/StartError.ts';
import { SampleDataDir } from '../support/sampleDataDir.ts';
import { tempDir } from '../support/tempDir.ts';

const OWNER = 7;
const end = (seq: number): LogEnd => ({
  seq,
  keySlots: seq * 2,
  lastCaseId: 20261121_000000 + seq,
  check: 4_294_967_295,
  chain: seq,
  chainFrom: 0,
});

it('[STO240] a mark that was moved is read as it was written, and the file keeps its size', async () => {
  const path = fresh();
  const bytes = statSync(path).size;
  const mark = opened(path);
  for (let seq = 1; seq <= 5; seq++) {
    await mark.advance(end(seq));
    expect(EndMark.read(path, OWNER)).toEqual(end(seq));
  }
  expect(opened(path).end).toEqual(end(5));
  expect(statSync(path).size).toBe(bytes);
});

it('[STO241] a record that was torn or damaged leaves the one before it', async () => {
  const path = fresh();
  const mark = opened(path);
  await mark.advance(end(1));
  await mark.advance(end(2));
  const whole = readFileSync(path);
  for (const at of [0, 4, 9, 17, 40, 64, 67]) {
    for (const slot of [0, 4096]) {
      const bytes = Buffer.from(whole);
      bytes.writeUInt8(bytes.readUInt8(slot + at) ^ 1, slot + at);
      writeFileSync(path, bytes);
      expect([end(1), end(2)]).toContainEqual(EndMark.read(path, OWNER));
    }
  }
});

it('[STO242] a mark that is missing, cut, damaged or of another directory is refused in one sentence', () => {
  const path = fresh();
  expect(refusal(path, OWNER + 1)).toMatch(/belongs to another data directory/);
  truncateSync(path, 40);
  expect(refusal(path)).toMatch(
    /end\.mark is damaged, so nothing proves.*nothing was changed.*accept-loss\.$/,
  );
  writeFileSync(path, Buffer.alloc(8192, 7));
  expect(refusal(path)).toMatch(/is damaged/);
  rmSync(path);
  expect(refusal(path)).toMatch(/end\.mark is missing/);
});

it('[STO243] when an append resolves, the mark is at its last event; a failed append leaves it', async () => {
  const dir = new SampleDataDir(join(tempDir(), 'data'));
  const read = () => EndMark.read(dir.dir.layout.mark, dir.dir.owner);
  for (let i = 1; i <= 3; i++) {
    const group = dir.log.intakes(2);
    await dir.append(group);
    expect(read()).toMatchObject({ ...group.head, lastCaseId: group.states.at(-1)?.id });
  }
  const before = read();
  const group = dir.log.intakes(1);
  await expect(dir.append({ ...group, keys: [...group.keys, ...group.keys] })).rejects.toThrow();
  expect(read()).toEqual(before);
});

it('[STO244] a mark that cannot be written acknowledges nothing, and nothing is taken until the next start', async () => {
  const dir = new SampleDataDir(join(tempDir(), 'data'));
  await dir.append(dir.log.intakes(1));
  const broken = vi.spyOn(EndMark.prototype, 'advance').mockRejectedValue(new Error('EIO'));
  onTestFinished(() => broken.mockRestore());
  await expect(dir.append(dir.log.intakes(1))).rejects.toThrow(/recorded, but not acknowledged/);
  broken.mockRestore();
  await expect(dir.append(dir.log.intakes(1))).rejects.toThrow();
  await expect(dir.store.probe()).rejects.toThrow(/until the hub is started again/);
});

function fresh(): string {
  const path = join(tempDir(), 'end.mark');
  EndMark.create(path, OWNER, EMPTY_END);
  return path;
}

function opened(path: string): EndMark {
  const mark = EndMark.open(path, OWNER);
  onTestFinished(() => mark.close());
  return mark;
}

function refusal(path: string, owner = OWNER): string {
  try {
    EndMark.read(path, owner);
  } catch (error) {
    if (error instanceof StartError) return error.message;
    throw error;
  }
  return 'it was read';
}
