import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartError } from '../../StartError.ts';

/**
 * Writes a whole file so that after a crash it is either the old one or the new one, and on stable storage
 * when this returns. For its owner alone. Throws StartError where it cannot be; the old one is then untouched.
 */
export function writeDurably(path: string, content: string | Uint8Array): void {
  const temporary = `${path}.new`;
  try {
    writeAndSync(temporary, content);
    renameSync(temporary, path);
    syncDirOf(path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new StartError(`The file ${path} cannot be written: ${reasonOf(error)}.`, { cause: error });
  }
}

/** The code of an operating system's error, or what it says where it has none. */
export function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function writeAndSync(path: string, content: string | Uint8Array): void {
  const fd = openSync(path, 'w', 0o600);
  try {
    writeFileSync(fd, content);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Makes a new or renamed entry of the file's directory durable. */
export function syncDirOf(path: string): void {
  syncFile(dirname(path));
}

export function syncFile(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
