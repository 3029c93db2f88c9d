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
    const db = new Database(path, { timeout: 0 });
    try {
      db.pragma('locking_mode = EXCLUSIVE');
      db.pragma('journal_mode = MEMORY');
      db.exec('BEGIN EXCLUSIVE');
      return new HubLock(db);
    } catch (error) {
      db.close();
      if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_BUSY')) throw error;
      throw new StartError(
        `The data directory ${dataDir} is in use by another hub: stop that one, or choose another --data-dir.`,
        { cause: error },
      );
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
