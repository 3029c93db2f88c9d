import { accessSync, constants, lstatSync, readdirSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../../StartError.ts';
import { reasonOf } from './durableFiles.ts';
import type { Layout } from './layout.ts';

type Kind = 'file' | 'folder' | 'any';

const { R_OK, W_OK, X_OK } = constants;

/**
 * Throws StartError where an entry of a data directory is not of its kind: a folder in a file's place, a link to
 * nothing, a device, or something that this user cannot read. What is missing is judged by who needs it.
 */
export function assertKinds(layout: Layout): void {
  if (find(layout.root) === undefined) return;
  for (const path of filesOf(layout)) assertEntry(path, 'file', R_OK | W_OK);
  assertEntry(layout.feeds, 'folder', R_OK | W_OK | X_OK);
  assertEntry(layout.map, 'folder', R_OK | X_OK);
  for (const name of namesIn(layout.feeds)) assertEntry(join(layout.feeds, name), kindOf(name), R_OK | W_OK);
  for (const name of namesIn(layout.map)) assertEntry(join(layout.map, name), kindOf(name), R_OK);
}

/** What feeds and maps read and write has an ending; other names are an operator's own. */
function kindOf(name: string): Kind {
  return name.includes('.') ? 'file' : 'any';
}

/** Every file that may lie in a data directory, with those that SQLite and a cut-off write leave beside them. */
export function filesOf({ binding, database, keys, secrets, lock, mark }: Layout): readonly string[] {
  const beside = [binding, secrets, mark].map((path) => `${path}.new`);
  const sqlite = ['-wal', '-shm', '-journal'].map((end) => `${database}${end}`);
  return [binding, database, keys, secrets, lock, mark, ...beside, ...sqlite, `${lock}-journal`];
}

/** Names in a folder; none where there is no folder. */
export function namesIn(folder: string): readonly string[] {
  const found = find(folder);
  return typeof found === 'object' && found.isDirectory() ? readdirSync(folder) : [];
}

function assertEntry(path: string, kind: Kind, mode: number): void {
  const entry = find(path);
  if (entry === undefined) return;
  if (entry === 'dangling') {
    throw new StartError(`${path} is a link to nothing: restore what it led to, or remove the link.`);
  }
  if (!isOfKind(entry, kind)) {
    throw new StartError(
      `${path} must be a ${kind === 'any' ? 'file or folder' : kind} and is none: move it out of the data directory.`,
    );
  }
  try {
    accessSync(path, mode);
  } catch (error) {
    throw new StartError(
      `${path} cannot be ${(mode & W_OK) === 0 ? 'read' : 'read and written'} by this user ` +
        `(${reasonOf(error)}): give it back to the user that the hub runs as.`,
      { cause: error },
    );
  }
}

function isOfKind(entry: Stats, kind: Kind): boolean {
  return (kind !== 'folder' && entry.isFile()) || (kind !== 'file' && entry.isDirectory());
}

/** What is at `path`, through links; undefined where there is nothing, or where it cannot be looked at from here. */
function find(path: string): Stats | 'dangling' | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found !== undefined) return found;
    return lstatSync(path, { throwIfNoEntry: false }) === undefined ? undefined : 'dangling';
  } catch (error) {
    return reasonOf(error) === 'ELOOP' ? 'dangling' : undefined;
  }
}
