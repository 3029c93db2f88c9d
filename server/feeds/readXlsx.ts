import type { CellValue, Workbook } from 'exceljs';
import { StartError } from '../StartError.ts';
import { brokenRow } from './RowFile.ts';
import type { RawRow, RowFile } from './RowFile.ts';

/** How a date cell, which carries no zone, is written for the time reader. */
export const DATE_CELL_FORMAT = 'YYYY-MM-DDTHH:mm:ss.SSS';

/**
 * All rows of one sheet; its first row names the columns. Texts are kept exactly, outer white space and
 * line breaks included; numbers become their shortest decimal form, dates `DATE_CELL_FORMAT`, formulas
 * what they came to. `line` is the row's number. Throws StartError where there is no such sheet.
 */
export async function readXlsx(path: string, sheetName: string | undefined): Promise<RowFile> {
  const workbook = await open(path);
  const sheet = sheetName === undefined ? workbook.worksheets[0] : workbook.getWorksheet(sheetName);
  if (sheet === undefined) {
    const names = workbook.worksheets.map(({ name }) => `'${name}'`).join(', ');
    throw new StartError(`${path} has no sheet '${sheetName ?? ''}'; it has: ${names}.`);
  }
  const header: string[] = [];
  const rows: RawRow[] = [];
  sheet.eachRow((row, line) => {
    if (header.length === 0) {
      row.eachCell({ includeEmpty: true }, (cell) => header.push(textOf(cell.value) ?? ''));
      return;
    }
    const cells = header.map((_, index) => textOf(row.getCell(index + 1).value));
    const whole = cells.filter((cell) => cell !== undefined);
    rows.push(whole.length === cells.length ? { line, cells: whole } : brokenRow(line, 'cell_error'));
  });
  if (header.length === 0) throw new StartError(`${path} has no rows.`);
  return { header, rows };
}

async function open(path: string): Promise<Workbook> {
  // Only who replays a workbook pays for loading the library.
  const { default: exceljs } = await import('exceljs');
  try {
    return await new exceljs.Workbook().xlsx.readFile(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StartError(`${path} is no workbook that can be read: ${reason}.`, { cause });
  }
}

/** A cell as text; undefined where it holds an error such as `#REF!`. */
function textOf(value: CellValue): string | undefined {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return String(value);
  if (value instanceof Date) return dateText(value);
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('hyperlink' in value) return textOf(value.text);
  if ('error' in value) return undefined;
  return textOf(value.result);
}

/** The library puts the cell's wall-clock reading into the UTC fields. */
function dateText(date: Date): string | undefined {
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, 23);
}
