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

/** The groups' places with one empty column between two, and how many columns that makes. */
export function stripSpans(
  groups: readonly StripGroup[],
  rows: number,
): { readonly spans: readonly StripSpan[]; readonly columns: number } {
  const spans: StripSpan[] = [];
  let from = 0;
  for (const { cells } of groups) {
    const columns = Math.ceil(cells.length / rows);
    spans.push({ from, columns });
    from += columns + 1;
  }
  return { spans, columns: Math.max(1, from - 1) };
}

/** Every cell's fifth by its place, `column row`. */
export function cellsOf(
  groups: readonly StripGroup[],
  spans: readonly StripSpan[],
  rows: number,
): Map<string, number> {
  const cells = new Map<string, number>();
  groups.forEach((group, place) => {
    const from = spans[place]?.from ?? 0;
    group.cells.forEach(({ fifth }, index) => {
      cells.set(`${from + Math.floor(index / rows)} ${index % rows}`, fifth);
    });
  });
  return cells;
}
