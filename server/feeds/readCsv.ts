import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import type { InfoRecord } from 'csv-parse';
import { StartError } from '../StartError.ts';
import { brokenRow } from './RowFile.ts';
import type { RawRow, RowFile } from './RowFile.ts';

/** Where reading stands: the byte behind the last whole record, and the line it ended on. */
interface Place {
  readonly byte: number;
  readonly line: number;
}

/** An open quote swallows what follows; beyond this it is certain that no row was meant. */
const LONGEST_ROW = 256 * 1024;

/** Thrown at a record that spans lines and has the wrong number of cells: its quote was never meant to open. */
class SwallowedLines extends Error {}

/**
 * All rows of a CSV file in UTF-8, commas and double quotes (RFC 4180), white space kept. A row that cannot
 * be read costs exactly its first line: reading goes on behind that line, so that a quote left open does
 * not swallow the good rows after it. Throws StartError where there is no header.
 */
export async function readCsv(path: string): Promise<RowFile> {
  const records: RawRow[] = [];
  let place: Place = { byte: 0, line: 0 };
  for (;;) {
    const stopped = await readOn(path, place, records);
    if (stopped === undefined) break;
    if (records.length === 0) throw new StartError(`${path} has no readable first line with column names.`);
    place = await behindNextLine(path, stopped);
    records.push(brokenRow(place.line, 'broken_quotes'));
  }
  const [header, ...rows] = records;
  if (header === undefined || 'faults' in header) throw new StartError(`${path} has no rows.`);
  return { header: header.cells, rows: rows.map((row) => counted(row, header.cells.length)) };
}

function counted(row: RawRow, width: number): RawRow {
  return 'faults' in row || row.cells.length === width ? row : brokenRow(row.line, 'wrong_column_count');
}

/** Reads whole records from a place into `records`; where one breaks, the place in front of it. */
async function readOn(path: string, from: Place, records: RawRow[]): Promise<Place | undefined> {
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
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n'],
    max_record_size: LONGEST_ROW,
    on_record: onRecord,
  });
  try {
    await pipeline(createReadStream(path, { start: from.byte }), parser.resume());
    return undefined;
  } catch (error) {
    if (error instanceof CsvError || error instanceof SwallowedLines) return place;
    throw new StartError(
      `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      {
        cause: error,
      },
    );
  }
}

function occurrences(cells: readonly string[], text: string): number {
  return cells.reduce((sum, cell) => sum + cell.split(text).length - 1, 0);
}

/** The place behind the next line that is not empty. */
async function behindNextLine(path: string, from: Place): Promise<Place> {
  const file = await open(path);
  try {
    let { byte, line } = from;
    let isEmpty = true;
    const chunk = Buffer.alloc(64 * 1024);
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, byte);
      if (bytesRead === 0) return { byte, line: line + (isEmpty ? 0 : 1) };
      for (const sign of chunk.subarray(0, bytesRead)) {
        byte++;
        if (sign === 0x0a) {
          line++;
          if (!isEmpty) return { byte, line };
        } else if (sign !== 0x0d) isEmpty = false;
      }
    }
  } finally {
    await file.close();
  }
}
