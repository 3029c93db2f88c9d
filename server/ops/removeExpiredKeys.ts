import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isSigned, readKeysManifest } from './manifest.ts';

/**
 * Deletes copies of keys beside `keysTo` that have outlived their time, and says how many. Only copies that this
 * data directory signed itself are touched, and the bytes are overwritten first.
 */
export function removeExpiredKeys(keysTo: string, macKey: string, now: number): number {
  const parent = dirname(resolve(keysTo));
  const expired = readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(parent, name))
    .filter((folder) => isExpired(folder, macKey, now));
  for (const folder of expired) {
    for (const name of ['keys.bin', 'secrets.json']) {
      const path = join(folder, name);
      if (!existsSync(path)) continue;
      writeFileSync(path, Buffer.alloc(statSync(path).size), { flag: 'r+', flush: true });
      rmSync(path);
    }
    rmSync(join(folder, 'manifest.json'));
  }
  return expired.length;
}

function isExpired(folder: string, macKey: string, now: number): boolean {
  try {
    const manifest = readKeysManifest(folder);
    return manifest.keepUntil < now && isSigned(manifest, macKey);
  } catch {
    // No copy of keys, or one that is damaged: not ours to delete.
    return false;
  }
}
