import { crc32 } from 'node:zlib';
import type { Deadlines } from '../../../shared/domain/case/deadlines.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { CorruptStoreError } from '../EventStore.ts';
import { numbersCheck } from './numbersCheck.js';

/**
 * The checksum of a row: CRC-32 of its text or bytes, started from its numbers. Any change of one number or
 * of the bytes changes it, since mixing and CRC are both one-to-one in what they start from; and numbers are
 * not turned into text first, which would cost more than reading them.
 */
export function checkOf(cells: string | Uint8Array, a: number, b = 0, c = 0, d = 0): number {
  return crc32(cells, numbersCheck(a, b, c, d));
}

/** Throws where a row read from `table` is not what was written. `key` must not tell who a person is. */
export function assertCheck(found: unknown, expected: number, table: string, key: number | string): void {
  if (found !== expected) throw corruptRow(table, key);
}

export function corruptRow(table: string, key: number | string): CorruptStoreError {
  return new CorruptStoreError(
    `The row ${key} of table ${table} does not match its checksum: the database is damaged; restore a backup.`,
  );
}

/** Check of an open case's id and deadlines alone, so that a start need not read 400,000 states. */
export function headCheckOf(
  id: CaseId,
  { dueAt, signAt, contactAt, workAt, nearAt, rank }: Deadlines,
): number {
  const first = numbersCheck(id, finite(dueAt), finite(signAt), finite(contactAt));
  return numbersCheck(first, finite(nearAt), finite(rank), finite(workAt));
}

/** Never is told apart from every instant: none is negative. */
function finite(at: number): number {
  return at === Infinity ? -1 : at;
}
