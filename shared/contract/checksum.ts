import { fnv1a } from '../lib/fnv1a.ts';
import type { Row } from '../tables/liveTable.ts';

/** One row's part of a table's checksum: FNV-1a over the UTF-8 bytes of `JSON.stringify(row)`. */
export function rowChecksum(row: Row): number {
  return fnv1a(JSON.stringify(row));
}

/** A table's checksum: the rows' parts summed modulo 2³², so that one row in or out is one addition. */
export function addChecksum(sum: number, part: number): number {
  return (sum + part) >>> 0;
}

export function subtractChecksum(sum: number, part: number): number {
  return (sum - part) >>> 0;
}

/** From nothing: what both sides' running sums must equal. */
export function tableChecksum(rows: Iterable<Row>): number {
  let sum = 0;
  for (const row of rows) sum = addChecksum(sum, rowChecksum(row));
  return sum;
}
