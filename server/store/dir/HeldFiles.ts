import { statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { basename } from 'node:path';

/** A file that the hub works on is no longer the one that it opened. Nothing may be acknowledged any more. */
export class FilesLostError extends Error {
  override readonly name = 'FilesLostError';
}

export interface HoldOptions {
  /** The fewest bytes that the file may have now. Without it a file may only grow. */
  readonly leastBytes?: () => number;
  /** Called when the file was replaced or written; true where the new one will do. */
  readonly accepts?: () => boolean;
}

interface Held extends HoldOptions {
  seen: Stats | undefined;
}

/**
 * The files that a running hub stands on, known by device and inode: an open file goes on taking what is written
 * to it after it was removed or replaced, and all of that is gone with the process.
 */
export class HeldFiles {
  readonly #held = new Map<string, Held>();
  #lost: FilesLostError | undefined;

  /** From now on the file at `path` must stay what it is. Called again, it takes what is there now. */
  hold(path: string, options: HoldOptions = this.#held.get(path) ?? {}): void {
    const { leastBytes, accepts } = options;
    this.#held.set(path, {
      seen: look(path),
      ...(leastBytes === undefined ? {} : { leastBytes }),
      ...(accepts === undefined ? {} : { accepts }),
    });
  }

  /** Throws FilesLostError where a file was removed, replaced or cut, and ever after. Costs some microseconds. */
  assertKept(): void {
    if (this.#lost !== undefined) throw this.#lost;
    for (const [path, held] of this.#held) {
      if (isKept(path, held)) continue;
      this.#lost = new FilesLostError(
        `${basename(path)} was removed, replaced or cut under the running hub, so nothing more is taken; what was ` +
          `acknowledged is kept in the files that process ${process.pid} holds open: put the file back (Linux shows ` +
          `it in /proc/${process.pid}/fd) or restore a backup, then start the hub again.`,
      );
      throw this.#lost;
    }
  }
}

function isKept(path: string, held: Held): boolean {
  const found = look(path);
  if (found === undefined || held.seen === undefined || !isFine(found, held.seen, held)) return false;
  held.seen = found;
  return true;
}

function isFine(found: Stats, seen: Stats, { leastBytes, accepts }: HoldOptions): boolean {
  const isSame = found.ino === seen.ino && found.dev === seen.dev && found.isFile();
  if (accepts === undefined) return isSame && found.size >= (leastBytes?.() ?? seen.size);
  return (isSame && found.size === seen.size && found.mtimeMs === seen.mtimeMs) || accepts();
}

/** Undefined where there is nothing, or nothing that can be looked at: the folder may be gone or not readable. */
function look(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
