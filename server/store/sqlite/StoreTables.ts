import type Database from 'better-sqlite3';
import { CaseTables } from './CaseTables.ts';
import { ContributionTable } from './ContributionTable.ts';
import { CounterTable } from './CounterTable.ts';
import { ErasureTable } from './ErasureTable.ts';
import { EventTable } from './EventTable.ts';
import { HeadTable } from './HeadTable.ts';
import { KeyTables } from './KeyTables.ts';
import { OriginTable } from './OriginTable.ts';
import { RowMeter } from './RowMeter.ts';
import { SubjectTable } from './SubjectTable.ts';
import { TextTable } from './TextTable.ts';

/** All tables of one connection, their statements prepared once. */
export class StoreTables {
  readonly meter = new RowMeter();
  readonly head: HeadTable;
  readonly events: EventTable;
  readonly subjects: SubjectTable;
  readonly origin: OriginTable;
  readonly cases: CaseTables;
  readonly counters: CounterTable;
  readonly contributions: ContributionTable;
  readonly keys: KeyTables;
  readonly texts: TextTable;
  readonly erasures: ErasureTable;

  constructor(db: Database.Database) {
    this.head = new HeadTable(db, this.meter);
    this.events = new EventTable(db, this.meter);
    this.subjects = new SubjectTable(db, this.meter);
    this.origin = new OriginTable(db, this.meter);
    this.cases = new CaseTables(db, this.meter);
    this.counters = new CounterTable(db, this.meter);
    this.contributions = new ContributionTable(db, this.meter);
    this.keys = new KeyTables(db, this.meter);
    this.texts = new TextTable(db, this.meter);
    this.erasures = new ErasureTable(db, this.meter);
  }
}
