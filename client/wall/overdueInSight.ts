import type { Row } from '../../shared/tables/liveTable.ts';

/**
 * The lines of the overdue list that are in sight: the gravest, and in the last place the case that went overdue
 * last, which its gravity alone would leave out of sight. `rows` stand gravest first.
 */
export function overdueInSight(
  rows: readonly Row[],
  dueAt: (row: Row) => number,
  places: number,
): readonly Row[] {
  const gravest = rows.slice(0, places);
  const newest = rows.reduce<Row | undefined>(
    (last, row) => (last === undefined || dueAt(row) > dueAt(last) ? row : last),
    undefined,
  );
  if (newest === undefined || gravest.includes(newest)) return gravest;
  return [...gravest.slice(0, places - 1), newest];
}
