import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { RawEvent } from './independentFold.ts';

/** What happened to cases, straight from the log's file, in order. */
export function readLog(dir: string): readonly RawEvent[] {
  const db = new Database(join(dir, 'whistleboard.db'), { readonly: true });
  try {
    const rows = db
      .prepare<[], { seq: number; subject: number; at: number; type: string; body: string }>(
        "SELECT seq, subject, at, type, body FROM event WHERE kind = 'case' ORDER BY seq",
      )
      .all();
    return rows.map(({ seq, subject, at, type, body }) => {
      return { seq, caseId: subject, at, type, data: JSON.parse(body).data };
    });
  } finally {
    db.close();
  }
}
