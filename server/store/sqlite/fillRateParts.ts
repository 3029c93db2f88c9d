import type Database from 'better-sqlite3';
import { ContributionTable } from './ContributionTable.ts';
import { changedParts, partsIn } from './rateParts.ts';
import { RowMeter } from './RowMeter.ts';

const PAGE = 1_000;

/** Makes the rows of `rate_part` from the contributions of a store that was written before there were any. */
export function fillRateParts(db: Database.Database): void {
  const contributions = new ContributionTable(db, new RowMeter());
  const cases = db
    .prepare<[number, number], number>(
      'SELECT DISTINCT case_id FROM contribution WHERE case_id > ? ORDER BY case_id LIMIT ?',
    )
    .pluck();
  for (let after = 0; ;) {
    const ids = cases.all(after, PAGE);
    for (const id of ids) fillCase(contributions, id);
    const last = ids.at(-1);
    if (last === undefined) return;
    after = last;
  }
}

function fillCase(contributions: ContributionTable, id: number): void {
  let known = partsIn([]);
  for (const { fromSeq, shares } of contributions.of(id)) {
    const parts = partsIn(shares);
    for (const part of changedParts(known, parts)) contributions.parts.insert(id, fromSeq, part);
    known = parts;
  }
}
