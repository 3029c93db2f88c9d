import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { MIGRATIONS, migrate, schemaVersion } from '../../server/store/sqlite/migrations.ts';
import { StartError } from '../../server/StartError.ts';

it('[STO30] migrations run once each, in order, and only those that the file has not seen', () => {
  const db = memory();
  migrate(db);
  expect(schemaVersion(db)).toBe(MIGRATIONS.length);
  const next = [...MIGRATIONS, 'CREATE TABLE later (a)', 'INSERT INTO later VALUES (1)'];
  migrate(db, next);
  migrate(db, next);
  expect(schemaVersion(db)).toBe(next.length);
  expect(db.prepare('SELECT count(*) FROM later').pluck().get()).toBe(1);
  expect(() => migrate(db)).toThrow(StartError);
});

it('[STO31] a migration that fails leaves the file at the version before it', () => {
  const db = memory();
  expect(() => migrate(db, ['CREATE TABLE a (b)', 'CREATE TABLE c (d); no such statement'])).toThrow();
  expect(schemaVersion(db)).toBe(1);
  expect(db.prepare("SELECT name FROM sqlite_master WHERE name = 'c'").get()).toBeUndefined();
});

it('[STO32] no hot table has an index beside its primary key', () => {
  const db = memory();
  migrate(db);
  expect(db.prepare("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").all()).toEqual(
    [],
  );
});

function memory(): Database.Database {
  const db = new Database(':memory:');
  onTestFinished(() => void db.close());
  return db;
}
