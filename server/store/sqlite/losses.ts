import type Database from 'better-sqlite3';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { caseIdOf, dayOfCaseId } from '../../../shared/domain/ids.ts';
import { assertCheck, checkOf } from './rowCheck.ts';

/** Events that an operator gave up, so that none of their numbers is given twice. */
export interface Loss {
  /** When it was accepted, in epoch milliseconds. */
  readonly at: number;
  /** The last event that is left, and the last that was acknowledged; the same where nobody knows. */
  readonly seq: number;
  readonly markSeq: number;
  /** Key slots from here up to `markKeySlots` are taken and hold no case. */
  readonly keySlots: number;
  readonly markKeySlots: number;
  /** Local days on which lost cases may have been filed. */
  readonly fromDay: number;
  readonly toDay: number;
  /** No lost case of these days had a greater serial. */
  readonly serial: number;
  /** The greatest case id that was ever given; 0 where nobody knows. */
  readonly lastCaseId: CaseId;
}

type Cells = [id: number, at: number, seq: number, body: string, crc: number];

const LAST_SERIAL = 999_999;

/** All losses, oldest first; none in a database from before there were any. */
export function lossesOf(db: Database.Database): readonly Loss[] {
  const table = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'loss'");
  if (table.get() === undefined) return [];
  const rows = db.prepare<[], Cells>('SELECT id, at, seq, body, crc FROM loss ORDER BY id').raw().all();
  return rows.map(([id, at, seq, body, crc]) => {
    assertCheck(crc, checkOf(body, id, at, seq), 'loss', id);
    return { at, seq, ...JSON.parse(body) } as Loss;
  });
}

export function recordLoss(db: Database.Database, { at, seq, ...rest }: Loss): void {
  const [last] = db.prepare<[], [number | null]>('SELECT max(id) FROM loss').raw().get() ?? [null];
  const id = (last ?? 0) + 1;
  const body = JSON.stringify(rest);
  db.prepare<Cells>('INSERT INTO loss VALUES (?, ?, ?, ?, ?)').run(
    id,
    at,
    seq,
    body,
    checkOf(body, id, at, seq),
  );
}

/** The greatest id that a lost case of this day may have had; undefined where none was lost. */
export function lastLostId(losses: readonly Loss[], day: number): CaseId | undefined {
  const ids = losses.flatMap(({ fromDay, toDay, serial, lastCaseId }) => {
    if (day < fromDay || day > toDay) return [];
    if (dayOfCaseId(lastCaseId) === day) return [lastCaseId];
    return serial === 0 ? [] : [caseIdOf(day, Math.min(serial, LAST_SERIAL))];
  });
  return ids.length === 0 ? undefined : Math.max(...ids);
}
