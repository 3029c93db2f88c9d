import { StartError } from '../StartError.ts';
import { brokenRow } from './RowFile.ts';
import type { RawRow, RowFile } from './RowFile.ts';
import { dateStyles } from './xlsx/cellDates.ts';
import { openWorkbook } from './xlsx/openWorkbook.ts';
import type { Sheet, Workbook } from './xlsx/openWorkbook.ts';
import { readStrings } from './xlsx/readStrings.ts';
import { readXml } from './xlsx/readXml.ts';
import { SheetReader } from './xlsx/SheetReader.ts';
import { ZipParts } from './xlsx/ZipParts.ts';

/** Which sheet of a workbook is meant, and which of its rows names the columns. */
export interface XlsxLayout {
  /** Its name, or its number from 1; the first where it is left out. */
  readonly sheet?: string | number | undefined;
  /** The first row with any text where it is left out. */
  readonly headerRow?: number | undefined;
}

/** A sheet of a million rows with fifty columns; beyond that it does not fit into memory. */
const MOST_CELLS = 50_000_000;

/**
 * All rows of one sheet below the one that names the columns, hidden ones included. Texts are kept exactly, outer
 * white space and line breaks included; numbers become their shortest decimal form, dates `DATE_CELL_FORMAT`, formulas
 * what they came to. `line` is the row's number. Throws StartError where there is no such sheet or row.
 */
export async function readXlsx(
  path: string,
  layout: XlsxLayout = {},
  mostCells = MOST_CELLS,
): Promise<RowFile> {
  try {
    const parts = await ZipParts.open(path);
    try {
      return await readSheet(path, parts, layout, mostCells);
    } finally {
      parts.close();
    }
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    const [reason = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
    throw new StartError(`${path} is no workbook that can be read: ${reason.replace(/\.$/, '')}.`, { cause });
  }
}

async function readSheet(
  path: string,
  parts: ZipParts,
  layout: XlsxLayout,
  mostCells: number,
): Promise<RowFile> {
  const workbook = await openWorkbook(parts);
  const sheet = sheetOf(path, workbook, layout.sheet);
  const book = {
    strings: await readStrings(parts, workbook.stringsPart),
    dateStyles: await dateStyles(parts, workbook.stylesPart),
    is1904: workbook.is1904,
  };
  const header: string[] = [];
  const rows: RawRow[] = [];
  const reader = new SheetReader(book, (line, cells) => {
    if (header.length === 0) {
      if (layout.headerRow === undefined || line === layout.headerRow) header.push(...named(cells));
      return;
    }
    rows.push(rowOf(line, cells, header.length));
    if (rows.length * header.length > mostCells) throw new Error(`it has more than ${mostCells} cells`);
  });
  await readXml(parts.read(sheet.part), reader);
  if (header.length > 0) return { header, rows };
  throw new StartError(
    layout.headerRow === undefined
      ? `${path} has no rows.`
      : `${path} has nothing in row ${layout.headerRow}, where its column names should stand.`,
  );
}

function sheetOf(path: string, { sheets }: Workbook, wanted: string | number = 1): Sheet {
  const sheet = typeof wanted === 'number' ? sheets[wanted - 1] : sheets.find(({ name }) => name === wanted);
  if (sheet !== undefined) return sheet;
  const names = sheets.map(({ name }) => `'${name}'`).join(', ');
  throw new StartError(`${path} has no sheet '${wanted}'; it has: ${names === '' ? 'none' : names}.`);
}

/** Column names up to the last one that there is. */
function named(cells: readonly (string | undefined)[]): readonly string[] {
  const last = cells.findLastIndex((cell) => cell !== '');
  return cells.slice(0, last + 1).map((cell) => cell ?? '');
}

function rowOf(line: number, cells: readonly (string | undefined)[], width: number): RawRow {
  const whole: string[] = [];
  for (let index = 0; index < width; index++) {
    const cell = index < cells.length ? cells[index] : '';
    if (cell === undefined) return brokenRow(line, 'cell_error');
    whole.push(cell);
  }
  return { line, cells: whole };
}
