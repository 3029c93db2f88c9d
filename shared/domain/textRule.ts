import { z } from 'zod';

/** The longest text a person may hand in, in Unicode code points (contract.md, limits). */
export const MAX_CODE_POINTS = 20_000;

/**
 * A text kept exactly as typed, outer white space included. Refused: NUL, which some stores cut at;
 * lone surrogates, which no encoding can carry; more than `max` code points.
 */
export function textOf(min: number, max: number = MAX_CODE_POINTS) {
  return z.string().check((context) => {
    const text = context.value;
    const fault = faultOf(text, min, max);
    if (fault !== undefined) context.issues.push({ code: 'custom', message: fault, input: text });
  });
}

function faultOf(text: string, min: number, max: number): string | undefined {
  if (text.includes('\0')) return 'contains_nul';
  if (!text.isWellFormed()) return 'lone_surrogate';
  if (text.length > max && codePoints(text) > max) return 'too_long';
  if (text.length < min * 2 && codePoints(text) < min) return 'too_short';
  return undefined;
}

/** How many code points a text has: a pair of surrogates is one. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
