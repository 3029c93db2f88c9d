import { readXml } from './readXml.ts';
import type { ZipParts } from './ZipParts.ts';

/** How a date cell without an offset is written for the time reader; an offset, where one is given, follows it. */
export const DATE_CELL_FORMAT = 'YYYY-MM-DDTHH:mm:ss.SSS';

const DAY_MS = 86_400_000;
/** Numbers of days between 1970-01-01 and the day before the first of each count. */
const DAYS_BEFORE_1970 = { from1900: 25_569, from1904: 24_107 } as const;
/** The count of 1900 has a 29 February 1900 that never was: day 60, and all before it are one day off. */
const NO_SUCH_DAY = 60;
const LAST_DAY = 2_958_466;

/** Formats that every workbook knows by number alone and that show a date, those of Chinese and Japanese included. */
const DATE_FORMATS: ReadonlySet<number> = new Set([
  ...[14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 47],
  ...[50, 51, 52, 53, 54, 55, 56, 57, 58],
]);

/** The styles, by their number in a cell, whose cells show a date. */
export async function dateStyles(parts: ZipParts, part: string | undefined): Promise<readonly boolean[]> {
  const own = new Map<number, boolean>();
  const styles: boolean[] = [];
  let isInCells = false;
  if (part === undefined) return styles;
  await readXml(parts.read(part), {
    open: (name, { numFmtId = '0', formatCode = '' }) => {
      const id = Number(numFmtId);
      if (name === 'numFmt') own.set(id, isDateFormat(formatCode));
      if (name === 'cellXfs') isInCells = true;
      if (name === 'xf' && isInCells) styles.push(own.get(id) ?? DATE_FORMATS.has(id));
    },
    close: (name) => {
      if (name === 'cellXfs') isInCells = false;
    },
    text: () => {},
  });
  return styles;
}

/** Whether a written format shows a date or a time of day; texts in it, colours and lengths of time (`[h]`) do not. */
export function isDateFormat(code: string): boolean {
  const [first = ''] = code.replace(/"[^"]*"|\\.|_.|\*./g, '').split(';');
  if (/\[(h+|m+|s+)\]/i.test(first)) return false;
  return /[ymdhs]/i.test(first.replace(/\[[^\]]*\]/g, '').replace(/general/i, ''));
}

/** The wall-clock reading of a day number; the number itself where it is no day. */
export function dateText(days: number, is1904: boolean): string {
  if (!(days >= 0 && days < LAST_DAY)) return String(days);
  const whole = Math.floor(days);
  if (!is1904 && whole === NO_SUCH_DAY) return '1900-02-29';
  const before = is1904
    ? DAYS_BEFORE_1970.from1904
    : DAYS_BEFORE_1970.from1900 - (whole < NO_SUCH_DAY ? 1 : 0);
  return new Date(Math.round((days - before) * DAY_MS)).toISOString().slice(0, 23);
}

const ISO_CELL =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** A date cell that is written as text (`t="d"`) in the form of all date cells; as it stands where it is no date. */
export function isoDateText(text: string): string {
  const parts = ISO_CELL.exec(text.trim());
  if (parts === null) return text;
  const [, day = '', minute = '00:00', second = '00', fraction = '', offset = ''] = parts;
  return `${day}T${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`;
}
