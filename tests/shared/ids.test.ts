import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caseIdOf, dayOfCaseId, formatCaseNo, parseCaseNo, serialOfCaseId } from '../../shared/domain/ids.ts';
import { InvariantError } from '../../shared/lib/assert.ts';

const ids = fc.record({
  day: fc.integer({ min: 20_000_101, max: 20_991_231 }),
  serial: fc.integer({ min: 1, max: 999_999 }),
});

describe('case numbers', () => {
  it('[CASE70] day and serial, id and outside number are had from each other without loss', () => {
    fc.assert(
      fc.property(ids, ({ day, serial }) => {
        const id = caseIdOf(day, serial);
        expect([dayOfCaseId(id), serialOfCaseId(id)]).toEqual([day, serial]);
        expect(Number.isSafeInteger(id)).toBe(true);
        expect(parseCaseNo('BJ', formatCaseNo('BJ', id))).toBe(id);
      }),
    );
    expect(formatCaseNo('BJ', caseIdOf(20_261_121, 123))).toBe('BJ20261121000123');
  });

  it.each([
    '',
    'BJ',
    'BJ2026112100012',
    'BJ202611210001234',
    'SH20261121000123',
    'bj20261121000123',
    'BJ00261121000123',
    'BJ2026112100012x',
  ])('[CASE71] %j is no case number of the pack BJ', (caseNo) => {
    expect(parseCaseNo('BJ', caseNo)).toBeUndefined();
  });

  it.each([0, -1, 1_000_000, 1.5])('[CASE72] %d is no serial', (serial) => {
    expect(() => caseIdOf(20_261_121, serial)).toThrow(InvariantError);
  });
});
