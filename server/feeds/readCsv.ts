import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import type { InfoRecord } from 'csv-parse';
import { StartError } from '../StartError.ts';
import { openCsvText } from './CsvText.ts';
import type { CsvText } from './CsvText.ts';
import { brokenRow } from './RowFile.ts';
import type { RawRow, RowFile } from './RowFile.ts';

/** How a CSV file is written; see `replayMap.ts` for what each means where it is left out. */
export interface CsvLayout {
  readonly encoding?: string;
  readonly separator?: string | undefined;
  readonly quote?: string;
  readonly headerRow?: number | undefined;
  /** Whether every byte of the file is UTF-8, which tells a sign of replacement that was typed from one that was not. */
  readonly isUtf8?: boolean;
}

/** Where reading stands: the byte behind the last whole record, and the line it ended on. */
interface Place {
  readonly byte: number;
  readonly line: number;
}

interface Signs {
  readonly separator: string;
  /** Empty where no sign quotes. */
  readonly quote: string;
}

/** An open quote swallows what follows; beyond this it is certain that no row was meant. */
const LONGEST_ROW = 256 * 1024;
const SEPARATORS = [',', ';', '\t', '|'] as const;

/** Thrown at a record that spans lines and has the wrong number of cells: its quote was never meant to open. */
class SwallowedLines extends Error {}

/**
 * All rows of a CSV file, white space kept. A row that cannot be read costs exactly its first line: reading goes on
 * behind that line, so that a quote left open does not swallow the good rows after it. A cell that its encoding
 * cannot hold breaks its row. Throws StartError where there is no header.
 */
export async function readCsv(path: string, layout: CsvLayout = {}): Promise<RowFile> {
  const { encoding = 'utf-8', quote = '"', headerRow = 1, isUtf8 = true } = layout;
  const text = await readable(path, openCsvText(path, encoding));
  const start = await behindLines(text, { byte: 0, line: 0 }, headerRow - 1, false);
  const separator = await separatorOf(layout, text, start, quote);
  const [header, ...rows] = await readAll(path, text, start, { separator, quote });
  if (header === undefined || 'faults' in header) throw new StartError(`${path} has no rows.`);
  const isWhole = text.isUtf8 && isUtf8;
  const read = isWhole ? rows : withoutGarbled(path, header.cells, rows, text);
  return { header: header.cells, rows: read.map((row) => counted(row, header.cells.length)) };
}

/** All records from a place on, those that broke among them. */
async function readAll(path: string, text: CsvText, start: Place, signs: Signs): Promise<readonly RawRow[]> {
  const records: RawRow[] = [];
  let place = start;
  for (;;) {
    const stopped = await readable(path, readOn(text, place, records, signs));
    if (stopped === undefined) return records;
    if (records.length === 0) throw new StartError(`${path} has no readable first line with column names.`);
    place = await behindLines(text, stopped, 1, true);
    records.push(brokenRow(place.line, 'broken_quotes'));
  }
}

function counted(row: RawRow, width: number): RawRow {
  return 'faults' in row || row.cells.length === width ? row : brokenRow(row.line, 'wrong_column_count');
}

/** Throws StartError where the headings themselves cannot be read. */
function withoutGarbled(
  path: string,
  header: readonly string[],
  rows: readonly RawRow[],
  { isUtf8 }: CsvText,
): readonly RawRow[] {
  const fault = isUtf8 ? 'not_utf8' : 'not_in_encoding';
  if (isGarbled(header))
    throw new StartError(
      `${path} is not in the encoding that its mapping names (utf-8 where it names none); many Chinese exports are gb18030.`,
    );
  return rows.map((row) => ('faults' in row || !isGarbled(row.cells) ? row : brokenRow(row.line, fault)));
}

/** A byte that could not be read became a sign of replacement. */
function isGarbled(cells: readonly string[]): boolean {
  return cells.some((cell) => cell.includes('\ufffd'));
}

/** Reads whole records from a place into `records`; where one breaks, the place in front of it. */
async function readOn(
  text: CsvText,
  from: Place,
  records: RawRow[],
  { separator, quote }: Signs,
): Promise<Place | undefined> {
  let place = from;
  let countedTwice = 0;
  const onRecord = (cells: string[], info: InfoRecord): null => {
    const lines = occurrences(cells, '\n');
    const header = records[0];
    const isOdd = header !== undefined && 'cells' in header && header.cells.length !== cells.length;
    if (isOdd && lines > 0) throw new SwallowedLines();
    // Inside quotes the library counts a CRLF as two line ends.
    countedTwice += occurrences(cells, '\r\n');
    const line = from.line + info.lines - countedTwice;
    records.push({ line: line - lines, cells });
    place = { byte: from.byte + info.bytes, line };
    return null;
  };
  const parser = parse({
    bom: true,
    delimiter: separator,
    quote: quote === '' ? false : quote,
    escape: quote === '' ? null : quote,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n'],
    max_record_size: LONGEST_ROW,
    on_record: onRecord,
  });
  try {
    await pipeline(text.from(from.byte), parser.resume());
    return undefined;
  } catch (error) {
    if (error instanceof CsvError || error instanceof SwallowedLines) return place;
    throw error;
  }
}

/** The mapping's, or of the usual ones that which the headings have most of outside quotes; a comma where they have none. */
async function separatorOf(layout: CsvLayout, text: CsvText, from: Place, quote: string): Promise<string> {
  if (layout.separator !== undefined) return layout.separator;
  const line = await lineAt(text, from);
  const bare = quote === '' ? line : line.split(quote).filter((_, index) => index % 2 === 0);
  const counts = SEPARATORS.map((separator) => occurrences([...bare], separator));
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** The first line at or after an offset that is not empty, cut at the longest heading line allowed. */
async function lineAt(text: CsvText, { byte }: Place): Promise<string> {
  let head = '';
  const decoder = new TextDecoder();
  for await (const chunk of text.from(byte) as AsyncIterable<Buffer>) {
    head = (head + decoder.decode(chunk, { stream: true })).trimStart();
    if (head.includes('\n') || head.length > LONGEST_ROW) break;
  }
  return head.split('\n', 1)[0] ?? '';
}

function occurrences(cells: readonly string[], text: string): number {
  return cells.reduce((sum, cell) => sum + cell.split(text).length - 1, 0);
}

/** The place behind so many more lines; empty ones count only where `skipsEmpty` is not said. */
async function behindLines(text: CsvText, from: Place, lines: number, skipsEmpty: boolean): Promise<Place> {
  let { byte, line } = from;
  let left = lines;
  if (left === 0) return from;
  let isEmpty = true;
  for await (const chunk of text.from(byte) as AsyncIterable<Buffer>) {
    for (const sign of chunk) {
      byte++;
      if (sign === 0x0a) {
        line++;
        if (!isEmpty || !skipsEmpty) left--;
        if (left === 0) return { byte, line };
        isEmpty = true;
      } else if (sign !== 0x0d) isEmpty = false;
    }
  }
  return { byte, line: line + (isEmpty ? 0 : 1) };
}

/** What the machine says of a file becomes one sentence. */
async function readable<T>(path: string, read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StartError(`${path} cannot be read: ${reason}.`, { cause });
  }
}
