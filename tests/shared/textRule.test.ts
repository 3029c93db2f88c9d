import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codePoints, MAX_CODE_POINTS, textOf } from '../../shared/domain/textRule.ts';

const faultsOf = (value: unknown, min = 1, max?: number) => {
  const parsed = textOf(min, max).safeParse(value);
  return parsed.success ? [] : parsed.error.issues.map(({ message }) => message);
};

describe('typed texts', () => {
  it('[TXT1] a text is kept exactly as typed, outer white space included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        fc.pre(!text.includes('\0'));
        expect(textOf(1).parse(text)).toBe(text);
      }),
    );
    for (const text of ['  两端有空格 \n', '\u202eabc\u202c', '👩‍👩‍👧', 'é\u0301'])
      expect(textOf(1).parse(text)).toBe(text);
  });

  it('[TXT2] NUL and a lone surrogate are refused wherever they stand', () => {
    expect(faultsOf('a\0b')).toEqual(['contains_nul']);
    for (const text of ['\ud800', 'a\udc00', '\ud83d\ud83d\ude00'])
      expect(faultsOf(text)).toEqual(['lone_surrogate']);
    expect(faultsOf('\ud83d\ude00')).toEqual([]);
  });

  it('[TXT3] length is counted in code points, at both ends', () => {
    expect(faultsOf('')).toEqual(['too_short']);
    expect(faultsOf('', 0)).toEqual([]);
    expect(faultsOf('😀', 2)).toEqual(['too_short']);
    expect(faultsOf('😀😀', 2, 2)).toEqual([]);
    expect(faultsOf('😀😀😀', 2, 2)).toEqual(['too_long']);
    expect(faultsOf('😀'.repeat(MAX_CODE_POINTS))).toEqual([]);
    expect(faultsOf('字'.repeat(MAX_CODE_POINTS + 1))).toEqual(['too_long']);
  });

  it('[TXT3] code points are those that an iterator counts', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => codePoints(text) === [...text].length));
  });

  it.each([5, null, {}, ['a'], undefined])('[TXT4] %j is no text', (value) => {
    expect(faultsOf(value)).toHaveLength(1);
  });
});
