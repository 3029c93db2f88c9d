/** One piece of a time format: a part of the time with the pattern it is read by, or signs that stand for themselves. */
export type FormatPiece =
  | { readonly part: string; readonly pattern: string }
  | { readonly literal: string }
  | { readonly unknown: string };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;

/** What each token means and how it is written; a run of `S` is as many digits of a fraction. */
const TOKENS: Readonly<Record<string, readonly [part: string, pattern: string]>> = {
  YYYY: ['year', '[0-9]{4}'],
  MMM: ['monthName', MONTHS.join('|')],
  MM: ['month', '[0-9]{2}'],
  M: ['month', '[0-9]{1,2}'],
  DD: ['day', '[0-9]{2}'],
  D: ['day', '[0-9]{1,2}'],
  HH: ['hour', '[0-9]{2}'],
  H: ['hour', '[0-9]{1,2}'],
  hh: ['hour12', '[0-9]{2}'],
  h: ['hour12', '[0-9]{1,2}'],
  A: ['half', 'am|pm|a\\.m\\.|p\\.m\\.|上午|下午'],
  mm: ['minute', '[0-9]{2}'],
  m: ['minute', '[0-9]{1,2}'],
  ss: ['second', '[0-9]{2}'],
  s: ['second', '[0-9]{1,2}'],
  F: ['fraction', '[0-9]{1,9}'],
  Z: ['offset', 'Z|[+-][0-9]{2}(?::?[0-9]{2})?'],
  X: ['epochSeconds', '-?[0-9]{1,11}(?:\\.[0-9]{1,9})?'],
  x: ['epochMs', '-?[0-9]{1,14}(?:\\.[0-9]{1,9})?'],
};
const PIECES = /\[([^\]]*)\]|([A-Za-z])\2*|[^A-Za-z[]+|\[/g;

/** The pieces of a format in order. Text in square brackets stands for itself, and so does a single `T`. */
export function formatPieces(format: string): readonly FormatPiece[] {
  return [...format.matchAll(PIECES)].map(([piece, quoted, letter]): FormatPiece => {
    if (quoted !== undefined) return { literal: quoted };
    if (letter === undefined || piece === 'T') return { literal: piece };
    if (/^S{1,9}$/.test(piece)) return { part: 'fraction', pattern: `[0-9]{${piece.length}}` };
    const [part, pattern] = Object.hasOwn(TOKENS, piece) ? (TOKENS[piece] ?? []) : [];
    return part === undefined || pattern === undefined ? { unknown: piece } : { part, pattern };
  });
}

/** What is wrong with a format, as the rest of a sentence that begins with the format; undefined where it can be read. */
export function formatFault(format: string): string | undefined {
  const pieces = formatPieces(format);
  const unknown = pieces.find((piece) => 'unknown' in piece);
  if (unknown !== undefined && 'unknown' in unknown)
    return `has the token '${unknown.unknown}', which means nothing here (known are ${Object.keys(TOKENS).join(' ')} and S to SSSSSSSSS; other letters go into square brackets)`;
  const parts = pieces.flatMap((piece) => ('part' in piece ? [piece.part] : []));
  const twice = parts.find((part, index) => parts.map(oneOf).indexOf(oneOf(part)) !== index);
  if (twice !== undefined) return `names the ${oneOf(twice)} twice`;
  if (parts.some(isEpoch))
    return parts.length === 1 ? undefined : 'counts from 1970 and names other parts too';
  const missing = ['year', 'month', 'day'].filter((part) => !parts.map(oneOf).includes(part));
  if (missing.length > 0) return `does not name the ${missing.join(', the ')}`;
  if (parts.includes('hour12') !== parts.includes('half'))
    return 'needs both hh (or h) and A, or HH (or H) alone: the one says the hour, the other which half of the day';
  return undefined;
}

/** 1 to 12; NaN where it is no month. */
export function monthOf(name: string): number {
  const index = (MONTHS as readonly string[]).indexOf(name.toLowerCase());
  return index < 0 ? NaN : index + 1;
}

function isEpoch(part: string): boolean {
  return part === 'epochSeconds' || part === 'epochMs';
}

/** Two ways to write one part are the same part. */
function oneOf(part: string): string {
  if (part === 'monthName') return 'month';
  return part === 'hour12' ? 'hour' : part;
}
