import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addChecksum, rowChecksum, subtractChecksum, tableChecksum } from '../../shared/contract/checksum.ts';
import { fnv1a } from '../../shared/lib/fnv1a.ts';
import type { Row } from '../../shared/tables/liveTable.ts';

/** FNV-1a by its definition, over the bytes an encoder writes, in whole numbers that cannot overflow. */
function fnv1aOfBytes(text: string): number {
  let hash = 2_166_136_261n;
  for (const byte of Buffer.from(text, 'utf8')) hash = ((hash ^ BigInt(byte)) * 16_777_619n) % 4_294_967_296n;
  return Number(hash);
}

const cell = fc.oneof(fc.integer(), fc.string({ unit: 'binary' }), fc.boolean(), fc.constant(null));
const rows: fc.Arbitrary<readonly Row[]> = fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), {
  maxLength: 8,
});

describe('FNV-1a', () => {
  it.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])('[CKS1] of %j is the published value', (text, expected) => {
    expect(fnv1a(text)).toBe(expected);
  });

  it('[CKS2] equals the definition over UTF-8 bytes for every text, lone surrogates included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(fnv1a(text)).toBe(fnv1aOfBytes(text));
      }),
      { numRuns: 1_000 },
    );
    for (const text of ['é', '中文', '😀', '\ud800', '\udc00a', '\ud83dx'])
      expect(fnv1a(text)).toBe(fnv1aOfBytes(text));
  });
});

describe('checksums of tables', () => {
  it('[CKS3] a row’s part is FNV-1a of its JSON, a table’s the sum modulo 2³² in any order', () => {
    fc.assert(
      fc.property(rows, (table) => {
        const sum = table.reduce((total, row) => total + BigInt(fnv1aOfBytes(JSON.stringify(row))), 0n);
        expect(tableChecksum(table)).toBe(Number(sum % 4_294_967_296n));
        expect(tableChecksum([...table].reverse())).toBe(tableChecksum(table));
      }),
    );
  });

  it('[CKS4] a row in and out again leaves the sum as it was, and stays an unsigned 32-bit number', () => {
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), rows, (sum, [row = [1]]) => {
        const added = addChecksum(sum, rowChecksum(row));
        expect(added).toBeGreaterThanOrEqual(0);
        expect(added).toBeLessThan(2 ** 32);
        expect(subtractChecksum(added, rowChecksum(row))).toBe(sum);
      }),
    );
  });

  it('[CKS5] flipping any one cell changes the sum', () => {
    const row: Row = ['SC20261121000001', 1_795_226_400_000, 'phone', null, true];
    row.forEach((value, i) => {
      const flipped = row.map((other, j) =>
        i === j ? (typeof value === 'string' ? `${value} ` : 0) : other,
      );
      expect(tableChecksum([flipped])).not.toBe(tableChecksum([row]));
    });
  });
});
