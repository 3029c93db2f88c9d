import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { FileVault } from '../../server/store/vault/FileVault.ts';
import { StartError } from '../../server/StartError.ts';
import { tempDir } from '../support/tempDir.ts';

const text = { type: 'note', of: 'Dismiss', text: ' 原话，\u{1F600} 空白 \n' } as const;
const SLOT = 32;

it('[VLT1] a text opens under its own key, equal to the last byte, also after a restart', () => {
  const path = keyPath();
  const vault = FileVault.open(path, 0);
  vault.reserve(2);
  const sealed = vault.seal(1, 20261121000002, 1, text);
  expect(vault.open(1, 20261121000002, 1, sealed)).toEqual(text);
  expect(Buffer.from(sealed).includes('原话')).toBe(false);
  vault.close();
  const again = openVault(path, 2);
  expect(again.open(1, 20261121000002, 1, sealed)).toEqual(text);
});

it('[VLT2] a text moved to another case, part or key, or changed in one bit, does not open', () => {
  const vault = openVault(keyPath(), 0);
  vault.reserve(2);
  const sealed = vault.seal(0, 7, 1, text);
  expect(() => vault.open(0, 8, 1, sealed)).toThrow(/does not open/);
  expect(() => vault.open(0, 7, 2, sealed)).toThrow(/does not open/);
  expect(() => vault.open(1, 7, 1, sealed)).toThrow(/does not open/);
  const changed = Uint8Array.from(sealed, (byte, i) => (i === sealed.length - 1 ? byte ^ 1 : byte));
  expect(() => vault.open(0, 7, 1, changed)).toThrow(/does not open/);
  expect(() => vault.open(0, 7, 1, sealed.slice(0, 5))).toThrow(/does not open/);
});

it('[VLT3] a destroyed key is 32 zero bytes in the file and opens nothing; its neighbours stay', () => {
  const path = keyPath();
  const vault = openVault(path, 0);
  vault.reserve(3);
  const sealed = [0, 1, 2].map((slot) => vault.seal(slot, slot + 1, 1, text));
  vault.destroy([1]);
  vault.destroy([1]);
  expect(vault.isDestroyed(1)).toBe(true);
  expect(vault.isDestroyed(0)).toBe(false);
  expect(vault.open(1, 2, 1, sealed[1] ?? new Uint8Array())).toBeUndefined();
  expect(vault.open(2, 3, 1, sealed[2] ?? new Uint8Array())).toEqual(text);
  expect(readFileSync(path).subarray(SLOT, 2 * SLOT)).toEqual(Buffer.alloc(SLOT));
  expect(() => vault.seal(1, 2, 1, text)).toThrow(/destroyed/);
});

it('[VLT7] no two texts are sealed with the same nonce, also when thousands are', () => {
  const vault = openVault(keyPath(), 0);
  vault.reserve(1);
  const nonces = Array.from({ length: 3_000 }, () =>
    Buffer.from(vault.seal(0, 1, 1, text))
      .subarray(0, 12)
      .toString('hex'),
  );
  expect(new Set(nonces).size).toBe(nonces.length);
});

it('[VLT3] a key is gone once destroyed, whether it was reserved last, before that or before a restart', () => {
  const path = keyPath();
  const vault = FileVault.open(path, 0);
  vault.reserve(1);
  const block = statSync(path).size / SLOT;
  vault.reserve(block + 1);
  const slots = [0, 1, block];
  const sealed = slots.map((slot) => vault.seal(slot, 1, 1, text));
  const opened = (from: FileVault) =>
    slots.map((slot, i) => from.open(slot, 1, 1, sealed[i] ?? new Uint8Array()));
  expect(opened(vault)).toEqual([text, text, text]);
  vault.destroy([0, block]);
  expect(opened(vault)).toEqual([undefined, text, undefined]);
  vault.close();
  expect(opened(openVault(path, block + 1))).toEqual([undefined, text, undefined]);
});

it('[VLT4] keys are reserved in blocks, differ from each other and are for the owner alone', () => {
  const path = keyPath();
  const vault = openVault(path, 0);
  vault.reserve(1);
  const size = statSync(path).size;
  expect(size).toBeGreaterThan(100 * SLOT);
  vault.reserve(size / SLOT);
  expect(statSync(path).size).toBe(size);
  vault.reserve(size / SLOT + 1);
  expect(statSync(path).size).toBe(2 * size);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const bytes = readFileSync(path);
  const slots = Array.from({ length: bytes.length / SLOT }, (_, i) =>
    bytes.subarray(i * SLOT, (i + 1) * SLOT).toString('hex'),
  );
  expect(new Set(slots).size).toBe(slots.length);
  expect(() => vault.seal(slots.length, 1, 1, text)).toThrow(/not reserved/);
});

it('[VLT5] what a crash left behind the used keys is never used as a key', () => {
  const path = keyPath();
  const vault = FileVault.open(path, 0);
  vault.reserve(2);
  const sealed = vault.seal(1, 5, 1, text);
  vault.close();
  const kept = readFileSync(path).subarray(0, 2 * SLOT);
  writeFileSync(path, Buffer.concat([kept, Buffer.alloc(50 * SLOT + 7)]));
  const again = openVault(path, 2);
  again.reserve(3);
  expect(again.isDestroyed(2)).toBe(false);
  expect(again.open(1, 5, 1, sealed)).toEqual(text);
});

it('[VLT6] a key file shorter than the log has used, or none that can be opened, stops the start', () => {
  const path = keyPath();
  const vault = FileVault.open(path, 0);
  vault.reserve(4);
  vault.close();
  truncateSync(path, 3 * SLOT);
  expect(() => FileVault.open(path, 4)).toThrow(StartError);
  expect(() => FileVault.open(join(tempDir(), 'missing', 'keys.bin'), 0)).toThrow(StartError);
});

function keyPath(): string {
  return join(tempDir(), 'keys.bin');
}

function openVault(path: string, usedSlots: number): FileVault {
  const vault = FileVault.open(path, usedSlots);
  onTestFinished(() => vault.close());
  return vault;
}
