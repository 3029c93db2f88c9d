import type { BoardLine } from './BoardLine.ts';
import type { BoardTier } from './PeriodBoard.ts';

/** How a unit's cell is filled: 1 to 5 from its tier's last fifth to its first, 0 where it has no rank. */
export interface StripCell {
  readonly code: string;
  readonly fifth: number;
}

/** The units of one parent side by side, always in the same places, so that people learn where theirs is. */
export interface StripGroup {
  readonly parent: string;
  readonly cells: readonly StripCell[];
}

const FIFTHS = 5;

/** Every rated unit's cell, by parent and code; units without a parent stand together, last. */
export function stripGroups(
  tiers: readonly BoardTier[],
  parentOf: (code: string) => string | undefined,
): readonly StripGroup[] {
  const groups = new Map<string, StripCell[]>();
  for (const { lines, ranked } of tiers) {
    for (const { code, rank } of lines) {
      const parent = parentOf(code) ?? '';
      const cells = groups.get(parent) ?? [];
      cells.push({ code, fifth: fifthOf(rank, ranked) });
      groups.set(parent, cells);
    }
  }
  return [...groups]
    .map(([parent, cells]) => ({ parent, cells: cells.sort((a, b) => (a.code < b.code ? -1 : 1)) }))
    .sort((a, b) => Number(a.parent === '') - Number(b.parent === '') || (a.parent < b.parent ? -1 : 1));
}

function fifthOf(rank: BoardLine['rank'], ranked: number): number {
  return rank === null ? 0 : FIFTHS - Math.floor(((rank - 1) * FIFTHS) / ranked);
}

/** Where a group stands in a strip that is so many cells high; in cells, `from` included. */
export interface StripSpan {
  readonly from: number;
  readonly columns: number;
}

/** A group of few units takes as many columns, so that the names of two beside each other do not run together. */
const LEAST_COLUMNS = 4;

/** The groups' places with one empty column between two, and how many columns that makes. */
export function stripSpans(
  groups: readonly StripGroup[],
  rows: number,
): { readonly spans: readonly StripSpan[]; readonly columns: number } {
  const spans: StripSpan[] = [];
  let from = 0;
  for (const { cells } of groups) {
    const columns = Math.max(LEAST_COLUMNS, Math.ceil(cells.length / rows));
    spans.push({ from, columns });
    from += columns + 1;
  }
  return { spans, columns: Math.max(1, from - 1) };
}

/** What stands in a place of the strip that no unit has. */
export const NOBODY = -1;

/** Every place's fifth, column by column, each from the top; a group fills its columns row by row. */
export function cellsOf(
  groups: readonly StripGroup[],
  { spans, columns }: ReturnType<typeof stripSpans>,
  rows: number,
): Int8Array {
  const cells = new Int8Array(columns * rows).fill(NOBODY);
  groups.forEach((group, place) => {
    const span = spans[place];
    if (span === undefined) return;
    group.cells.forEach(({ fifth }, index) => {
      const column = span.from + (index % span.columns);
      cells[column * rows + Math.floor(index / span.columns)] = fifth;
    });
  });
  return cells;
}
