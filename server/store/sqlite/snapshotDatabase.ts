import { closeSync, fsyncSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { openReader } from './openDatabase.ts';

/** More pages than a file can have, so that one step copies them all. */
const ALL_PAGES = 0x7fffffff;

/**
 * Copies a database as it is at one instant into a new file, while another process goes on writing it. All
 * pages go in one step under one read lock: a copy in several steps starts again whenever the writer commits
 * between two of them, and under load never ends. The copy is on stable storage when this resolves.
 */
export async function snapshotDatabase(from: string, to: string): Promise<void> {
  const source = openReader(from);
  try {
    await source.backup(to, { progress: () => ALL_PAGES });
  } finally {
    source.close();
  }
  fold(to);
  const fd = openSync(to, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Leaves the copy as one file without a write-ahead log beside it. */
function fold(path: string): void {
  const db = new Database(path);
  try {
    db.pragma('journal_mode = DELETE');
  } finally {
    db.close();
  }
}
