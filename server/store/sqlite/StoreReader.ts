import type Database from 'better-sqlite3';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { StartError } from '../../StartError.ts';
import { lossesOf } from './losses.ts';
import type { Loss } from './losses.ts';
import { MIGRATIONS, schemaVersion } from './migrations.ts';
import { cannotOpen, openReader } from './openDatabase.ts';
import { StoreTables } from './StoreTables.ts';

/** The database is whole, but of an earlier release. */
export class OldSchemaError extends StartError {}

/** A store as it stood when it was opened, whatever a hub writes meanwhile. Changes nothing. */
export class StoreReader {
  readonly tables: StoreTables;
  readonly #path: string;
  readonly #db: Database.Database;

  /** Throws StartError where the file cannot be opened. */
  static open(path: string): StoreReader {
    return new StoreReader(path, openReader(path));
  }

  /** As `open`; undefined where the file has no tables yet. */
  static openIfAny(path: string): StoreReader | undefined {
    const db = openReader(path);
    if (schemaOf(db, path) > 0) return new StoreReader(path, db);
    db.close();
    return undefined;
  }

  /** Use `StoreReader.open`. */
  constructor(path: string, db: Database.Database) {
    this.#path = path;
    this.#db = db;
    try {
      assertCurrent(db, path);
      db.exec('BEGIN');
      this.tables = new StoreTables(db);
    } catch (error) {
      throw unreadable(db, path, error);
    }
  }

  /** What operators gave up of this log. */
  losses(): readonly Loss[] {
    return lossesOf(this.#db);
  }

  /** What SQLite itself finds wrong with its pages; empty where all is well. */
  damagedPages(): readonly string[] {
    const found = this.#db.prepare<[], string>('PRAGMA quick_check(20)').pluck().all();
    return found.filter((line) => line !== 'ok');
  }

  /** Whether a case has been erased by now, rather than when this reader was opened. */
  isErasedNow(id: CaseId): boolean {
    const db = openReader(this.#path);
    try {
      return new StoreTables(db).erasures.get(id) !== undefined;
    } finally {
      db.close();
    }
  }

  close(): void {
    this.#db.close();
  }
}

function assertCurrent(db: Database.Database, path: string): void {
  if (schemaVersion(db) >= MIGRATIONS.length) return;
  throw new OldSchemaError(
    `The database ${path} was written by an earlier release: start the hub on it once, which brings it up to date.`,
  );
}

function schemaOf(db: Database.Database, path: string): number {
  try {
    return schemaVersion(db);
  } catch (error) {
    throw unreadable(db, path, error);
  }
}

function unreadable(db: Database.Database, path: string, error: unknown): Error {
  db.close();
  return cannotOpen(error, path);
}
