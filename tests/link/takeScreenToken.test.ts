import { expect, it } from 'vitest';
import { takeScreenToken } from '../../client/link/takeScreenToken.ts';

function place(hash: string, kept: Record<string, string> = {}) {
  const hashes: string[] = [];
  return {
    kept,
    hashes,
    place: {
      hash,
      storage: {
        getItem: (key: string) => kept[key] ?? null,
        setItem: (key: string, value: string) => void (kept[key] = value),
      },
      replaceHash: (text: string) => void hashes.push(text),
    },
  };
}

it('[LNK13] takes the token out of the address, keeps it, and leaves the rest of the fragment', () => {
  const first = place('#screen=abc-123&zoom=2');
  expect(takeScreenToken(first.place)).toBe('abc-123');
  expect(first.hashes).toEqual(['zoom=2']);
  const later = place('', first.kept);
  expect(takeScreenToken(later.place)).toBe('abc-123');
  expect(later.hashes).toEqual([]);
});

it('[LNK13] has no token where none was ever given', () => {
  expect(takeScreenToken(place('#screen=').place)).toBeUndefined();
});
