import { chmodSync, copyFileSync, existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { StartError } from '../StartError.ts';
import { syncDirOf, syncFile } from '../store/dir/durableFiles.ts';
import { makeFolders } from '../store/dir/makeFolders.ts';

/** Copies a file onto stable storage, for its owner alone, making the folders above it. */
export function copyDurably(from: string, to: string): void {
  makeFolders(dirname(to));
  copyFileSync(from, to);
  chmodSync(to, 0o600);
  syncFile(to);
  syncDirOf(to);
}

/** Paths of the files below a folder, relative to it; none where there is no folder. */
export function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.new'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** Makes `path` an empty directory for its owner alone; throws StartError where it holds something. */
export function claimEmpty(path: string): void {
  try {
    makeFolders(path);
    if (readdirSync(path).length === 0) return;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new StartError(`${path} cannot be written: ${code}.`, { cause: error });
  }
  throw new StartError(`${path} is not empty: choose an empty or new directory.`);
}
