import { chmodSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { StartError } from '../../StartError.ts';
import { filesOf, namesIn } from './assertKinds.ts';
import { reasonOf } from './durableFiles.ts';
import type { Layout } from './layout.ts';

const OTHERS = 0o077;

/**
 * Takes a data directory and its files away from everybody but their owner; gives the names of what others could
 * read or write before. Throws StartError where that cannot be done, since keys and typed texts are in there.
 */
export function mendModes(layout: Layout): readonly string[] {
  const folders = [layout.root, layout.feeds];
  const files = [...filesOf(layout), ...namesIn(layout.feeds).map((name) => join(layout.feeds, name))];
  return [...folders.filter((path) => mend(path, 0o700)), ...files.filter((path) => mend(path, 0o600))].map(
    (path) => (path === layout.root ? '.' : basename(path)),
  );
}

function mend(path: string, mode: number): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || (found.mode & OTHERS) === 0) return false;
  try {
    chmodSync(path, mode);
    return true;
  } catch (error) {
    throw new StartError(
      `${path} is open to other users (mode ${(found.mode & 0o777).toString(8)}) and its mode cannot be changed ` +
        `(${reasonOf(error)}): give it to the user that the hub runs as, with mode ${mode.toString(8)}.`,
      { cause: error },
    );
  }
}
