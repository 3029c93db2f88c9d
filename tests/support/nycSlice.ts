import { readFileSync, writeFileSync } from 'node:fs';
import { NYC_CSV } from './sharedData.ts';

/** A row as the file has it, read by itself: no cell before `agency` of this file has a comma in it. */
export interface NycRow {
  readonly key: string;
  readonly createdAt: number;
  readonly closedAt: number | undefined;
}

/** New York is four hours behind UTC on the days of the file. */
const BEHIND_MS = 4 * 3_600_000;

/** Writes the rows of the file that were reported within its first `minutes` to `path`; all where `minutes` is endless. */
export function nycSlice(path: string, minutes: number): readonly NycRow[] {
  const [head = '', ...lines] = readFileSync(NYC_CSV, 'utf8').trimEnd().split('\n');
  const rows = lines.map(rowOf);
  const first = Math.min(...rows.map(({ createdAt }) => createdAt));
  const isWanted = ({ createdAt }: NycRow) => createdAt < first + minutes * 60_000;
  const kept = lines.filter((line) => isWanted(rowOf(line)));
  writeFileSync(path, [head, ...kept, ''].join('\n'));
  return rows.filter(isWanted);
}

function rowOf(line: string): NycRow {
  const [key = '', created = '', closed = ''] = line.split(',');
  const instant = (text: string) => Date.parse(`${text}Z`) + BEHIND_MS;
  return { key, createdAt: instant(created), closedAt: closed === '' ? undefined : instant(closed) };
}
