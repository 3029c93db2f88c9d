import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { at, ROOT } from './root.mjs';

/**
 * One hash over names and bytes of files and whole folders. Of bytes, not of times, because a checkout
 * gives every file a new time. What does not exist counts as absent.
 *
 * @param {readonly string[]} paths relative to the repository's folder
 */
export function sourceHash(paths) {
  const hash = createHash('sha256').update(process.versions.node);
  for (const path of paths.flatMap((path) => filesBelow(path)).sort()) {
    hash.update(`\0${path}\0`).update(readFileSync(join(ROOT, path)));
  }
  return hash.digest('hex');
}

/**
 * The files at or below a path, as paths relative to the repository's folder.
 *
 * @param {string} path
 * @returns {string[]}
 */
export function filesBelow(path) {
  if (!existsSync(at(path))) return [];
  if (statSync(at(path)).isFile()) return [path];
  return readdirSync(at(path)).flatMap((name) => filesBelow(`${path}/${name}`));
}
