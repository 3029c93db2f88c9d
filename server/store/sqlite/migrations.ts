import type Database from 'better-sqlite3';
import { StartError } from '../../StartError.ts';
import { fillRateParts } from './fillRateParts.ts';
import { splitDeadlines } from './splitDeadlines.ts';

/** SQL, or what SQL alone cannot do; within a transaction. */
export type Migration = string | ((db: Database.Database) => void);

/**
 * Numbered steps from an empty file to today's tables; step `n` is `MIGRATIONS[n - 1]`. A released step is
 * never edited: what it built lies in data directories.
 *
 * Every `crc` covers all other cells of its row. Hot tables have a primary key and no other index, because
 * each index is one more random page that an append touches.
 */
export const MIGRATIONS: readonly Migration[] = [
  `CREATE TABLE head (
     id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL, key_slots INTEGER NOT NULL, crc INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE probe (id INTEGER PRIMARY KEY CHECK (id = 1), n INTEGER NOT NULL) STRICT;
   INSERT INTO probe VALUES (1, 0);
   CREATE TABLE event (
     seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject INTEGER NOT NULL, prev INTEGER NOT NULL,
     at INTEGER NOT NULL, type TEXT NOT NULL, v INTEGER NOT NULL, body TEXT NOT NULL, crc INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE open_case (
     id INTEGER PRIMARY KEY, due INTEGER, savable INTEGER, contact INTEGER NOT NULL, near INTEGER, rank INTEGER,
     head_check INTEGER NOT NULL, state TEXT NOT NULL, crc INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE closed_case (id INTEGER PRIMARY KEY, state TEXT NOT NULL, crc INTEGER NOT NULL) STRICT;
   CREATE TABLE counter (
     tbl TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, crc INTEGER NOT NULL, PRIMARY KEY (tbl, key)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE contribution (
     case_id INTEGER NOT NULL, from_seq INTEGER NOT NULL, body TEXT NOT NULL, crc INTEGER NOT NULL,
     PRIMARY KEY (case_id, from_seq)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE case_text (
     case_id INTEGER NOT NULL, part INTEGER NOT NULL, sealed BLOB NOT NULL, crc INTEGER NOT NULL,
     PRIMARY KEY (case_id, part)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE erasure (
     case_id INTEGER PRIMARY KEY, key_slot INTEGER NOT NULL, done INTEGER NOT NULL, crc INTEGER NOT NULL
   ) STRICT;`,
  splitDeadlines,
  `CREATE TABLE subject (
     kind TEXT NOT NULL, subject INTEGER NOT NULL, seq INTEGER NOT NULL, crc INTEGER NOT NULL,
     PRIMARY KEY (kind, subject)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE origin (
     id INTEGER PRIMARY KEY CHECK (id = 1), rules TEXT NOT NULL, crc INTEGER NOT NULL
   ) STRICT;`,
  `CREATE TABLE loss (
     id INTEGER PRIMARY KEY, at INTEGER NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL, crc INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE probe_room (id INTEGER PRIMARY KEY, filler BLOB NOT NULL) STRICT;`,
  `CREATE TABLE rate_part (
     key TEXT NOT NULL, case_id INTEGER NOT NULL, from_seq INTEGER NOT NULL, rates INTEGER NOT NULL,
     durations INTEGER NOT NULL, crc INTEGER NOT NULL, PRIMARY KEY (key, case_id, from_seq)
   ) STRICT, WITHOUT ROWID;`,
  fillRateParts,
];

/** Runs the steps that the file has not seen, each in a transaction of its own with its number. */
export function migrate(db: Database.Database, migrations: readonly Migration[] = MIGRATIONS): void {
  const found = schemaVersion(db);
  if (found > migrations.length) {
    throw new StartError(
      `The database was written by a newer release (its schema is ${found}, this release knows ` +
        `${migrations.length}): start that release, or choose another --data-dir.`,
    );
  }
  for (let version = found + 1; version <= migrations.length; version++) {
    const step = migrations[version - 1] ?? '';
    const run = db.transaction(() => {
      db.exec('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY) STRICT');
      if (typeof step === 'string') db.exec(step);
      else step(db);
      db.prepare('INSERT INTO schema_version VALUES (?)').run(version);
    });
    run.immediate();
  }
}

/** The last step the file has seen; 0 for an empty file. */
export function schemaVersion(db: Database.Database): number {
  const table = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'");
  if (table.get() === undefined) return 0;
  const [version] = db
    .prepare<[], [number | null]>('SELECT max(version) FROM schema_version')
    .raw()
    .get() ?? [null];
  return version ?? 0;
}
