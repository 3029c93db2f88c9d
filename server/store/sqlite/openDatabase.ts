import { closeSync, existsSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { StartError } from '../../StartError.ts';
import { CorruptStoreError } from '../EventStore.ts';
import { migrate } from './migrations.ts';

export interface OpenOptions {
  /** The most pages the file may have; for tests of a full disk. */
  readonly maxPageCount?: number | undefined;
}

/** How long a write waits for another process's, in milliseconds. Only repair and backup ever meet the hub. */
export const BUSY_MS = 5_000;

/** The hub's own connection: durable, migrated, and proven to be so by its first write. */
export function openDatabase(path: string, { maxPageCount }: OpenOptions = {}): Database.Database {
  const db = connect(path);
  try {
    if (db.pragma('journal_mode = WAL', { simple: true }) !== 'wal') {
      throw new StartError(`The database ${path} cannot keep a write-ahead log: put it on a local disk.`);
    }
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.pragma('secure_delete = ON');
    // A worker checkpoints: the automatic one runs inside a commit and makes the longest commits tens of ms.
    db.pragma('wal_autocheckpoint = 0');
    db.pragma('temp_store = MEMORY');
    db.pragma('cache_size = -65536');
    if (maxPageCount !== undefined) db.pragma(`max_page_count = ${maxPageCount}`);
    migrate(db);
    db.exec('UPDATE probe SET n = n + 1');
    assertDurable(db);
    return db;
  } catch (error) {
    db.close();
    throw cannotOpen(error, path);
  }
}

/** A connection that only reads, for looking at a store that a hub may be writing. */
export function openReader(path: string): Database.Database {
  try {
    return new Database(path, { readonly: true, timeout: BUSY_MS });
  } catch (error) {
    throw cannotOpen(error, path);
  }
}

/**
 * Throws unless every commit is synced. Only true after a write: until a connection's first transaction in
 * WAL mode the pragma tells the setting from before, and a build of SQLite may lower it then without a word.
 */
export function assertDurable(db: Database.Database): void {
  const synchronous = db.pragma('synchronous', { simple: true });
  if (synchronous === 2) return;
  throw new StartError(
    `The database runs with synchronous=${String(synchronous)} where 2 (FULL) is needed, so an acknowledged ` +
      `case could be lost; the hub does not start.`,
  );
}

function connect(path: string): Database.Database {
  try {
    // For its owner alone; SQLite gives the files beside it the same mode.
    if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
    return new Database(path, { timeout: BUSY_MS });
  } catch (error) {
    throw cannotOpen(error, path);
  }
}

/** One sentence for whatever kept a database from being opened; a damaged row that a migration meets is told as such. */
export function cannotOpen(error: unknown, path: string): StartError | CorruptStoreError {
  if (error instanceof StartError || error instanceof CorruptStoreError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new StartError(`The database ${path} cannot be opened: ${reason}.`, { cause: error });
}
