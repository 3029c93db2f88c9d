import type { InputFault } from '../../shared/domain/refusals.ts';

/** One row as it stands in a file, cells kept exactly; or what is wrong with it. `line` counts from 1. */
export type RawRow =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly faults: readonly InputFault[] };

/** A whole file of rows in file order. Every good row has as many cells as `header`. */
export interface RowFile {
  readonly header: readonly string[];
  readonly rows: readonly RawRow[];
}

/** A row that cannot be read at all: what it says is left out of every list. */
export function brokenRow(line: number, fault: string): RawRow {
  return { line, faults: [{ field: '', fault }] };
}
