import { assert } from '../lib/assert.ts';

/**
 * A case's internal number: its local date and the serial of that day, `20261121 000123`. The outside number
 * is the pack's prefix in front of the same digits, so either is had from the other without an index.
 */
export type CaseId = number;

const SERIALS_A_DAY = 1_000_000;
/** The last serial of a day: there is no case after it before the next day. */
export const LAST_SERIAL = SERIALS_A_DAY - 1;

/** `day` is `YYYYMMDD` as a number; serials run from 1 to 999,999. */
export function caseIdOf(day: number, serial: number): CaseId {
  assert(
    Number.isInteger(serial) && serial > 0 && serial <= LAST_SERIAL,
    `serial ${serial} of ${day} is out of range`,
  );
  return day * SERIALS_A_DAY + serial;
}

export function dayOfCaseId(id: CaseId): number {
  return Math.floor(id / SERIALS_A_DAY);
}

export function serialOfCaseId(id: CaseId): number {
  return id % SERIALS_A_DAY;
}

/** The id after the last one of a day, its first where it has none yet; undefined where the day has no serial left. */
export function nextCaseId(day: number, last: CaseId | undefined): CaseId | undefined {
  if (last === undefined) return caseIdOf(day, 1);
  return serialOfCaseId(last) === LAST_SERIAL ? undefined : last + 1;
}

export function formatCaseNo(prefix: string, id: CaseId): string {
  return prefix + String(id);
}

/** The id behind an outside number, or undefined where it is not one of this pack's. */
export function parseCaseNo(prefix: string, caseNo: string): CaseId | undefined {
  const digits = caseNo.slice(prefix.length);
  if (!caseNo.startsWith(prefix) || !/^[1-9][0-9]{13}$/.test(digits)) return undefined;
  return Number(digits);
}
