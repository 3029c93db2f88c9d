import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartError } from '../../StartError.ts';

/**
 * Writes a whole file so that after a crash it is either the old one or the new one, and on stable storage
 * when this returns. For its owner alone. Throws StartError where it cannot be; the old one is then untouched.
 */
export function writeDurably(path: string, text: string): void {
  const temporary = `${path}.new`;
  try {
    writeAndSync(temporary, text);
    renameSync(temporary, path);
    syncDirOf(path);
  } catch (error) {
    rmSync(temporary, { force: true });
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new StartError(`The file ${path} cannot be written: ${reason}.`, { cause: error });
  }
}

function writeAndSync(path: string, text: string): void {
  const fd = openSync(path, 'w', 0o600);
  try {
    writeSync(fd, text);
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
