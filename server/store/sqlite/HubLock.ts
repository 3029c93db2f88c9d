import { closeSync, existsSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { StartError } from '../../StartError.ts';

/**
 * Held by the one hub of a data directory. It is SQLite's own lock on an otherwise empty file, so the kernel
 * lets go of it however the process ends; nothing is left to clean up by hand. Never open the file by other
 * means in the same process: closing any descriptor of it would let the lock go.
 */
export class HubLock {
  readonly #db: Database.Database;

  /** Throws StartError where another process, or this one, holds it. */
  static take(path: string, dataDir: string): HubLock {
    const db = open(path);
    try {
      db.pragma('locking_mode = EXCLUSIVE');
      db.pragma('journal_mode = MEMORY');
      db.exec('BEGIN EXCLUSIVE');
      return new HubLock(db);
    } catch (error) {
      db.close();
      throw refused(error, path, dataDir);
    }
  }

  /** Use `HubLock.take`. */
  constructor(db: Database.Database) {
    this.#db = db;
  }

  release(): void {
    this.#db.close();
  }
}

/** A new file is for its owner alone; SQLite by itself would let others read it. */
function open(path: string): Database.Database {
  try {
    if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
    return new Database(path, { timeout: 0 });
  } catch (error) {
    throw damaged(error, path);
  }
}

function refused(error: unknown, path: string, dataDir: string): StartError {
  if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_BUSY'))
    return damaged(error, path);
  return new StartError(
    `The data directory ${dataDir} is in use by another hub: stop that one, or choose another --data-dir.`,
    { cause: error },
  );
}

function damaged(error: unknown, path: string): StartError {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return new StartError(
    `The lock ${path} cannot be taken (${reason}): it holds nothing, so remove it once no hub runs on this directory.`,
    { cause: error },
  );
}
