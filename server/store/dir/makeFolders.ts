import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and its parents, for their owner alone. Not `recursive: true`, which never returns for a place below /proc, and tells ENOENT where
 * the disk is read-only.
 */
export function makeFolders(path: string): void {
  if (existsSync(path)) return;
  makeFolders(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another start may have made it in the meantime.
    if (!existsSync(path)) throw error;
  }
}
