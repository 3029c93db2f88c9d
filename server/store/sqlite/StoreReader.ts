import type Database from 'better-sqlite3';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { openReader } from './openDatabase.ts';
import { StoreTables } from './StoreTables.ts';

/** A store as it stood when it was opened, whatever a hub writes meanwhile. Changes nothing. */
export class StoreReader {
  readonly tables: StoreTables;
  readonly #path: string;
  readonly #db: Database.Database;

  /** Throws StartError where the file cannot be opened. */
  constructor(path: string) {
    this.#path = path;
    this.#db = openReader(path);
    this.#db.exec('BEGIN');
    this.tables = new StoreTables(this.#db);
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
