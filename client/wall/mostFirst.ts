import type { Row } from '../../shared/tables/liveTable.ts';

/**
 * The rows to show: most of `measure` first, ties by code, so that equal counts never trade places. Where not
 * all fit, those with the least are left out.
 */
export function mostFirst(
  rows: readonly Row[],
  measure: (row: Row) => number,
  limit: number,
): readonly Row[] {
  const code = (row: Row) => String(row[0]);
  const byMost = (a: Row, b: Row) => measure(b) - measure(a) || (code(a) < code(b) ? -1 : 1);
  return [...rows].sort(byMost).slice(0, limit);
}
