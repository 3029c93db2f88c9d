import type { Cell, Row } from './liveTable.ts';

/** How rows stand: by one cell, ties by the key; the positions are those of the snapshot's columns. */
export interface RowOrder {
  readonly by: number;
  readonly key: number;
  readonly descending: boolean;
}

export function compareRows(a: Row, b: Row, order: RowOrder): number {
  const by = compareCells(a[order.by] ?? null, b[order.by] ?? null);
  if (by !== 0) return order.descending ? -by : by;
  return compareCells(a[order.key] ?? null, b[order.key] ?? null);
}

/** Cells of one column hold one type; null stands before everything. */
function compareCells(a: Cell, b: Cell): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}
