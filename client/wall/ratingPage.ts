import type { BoardLine } from './BoardLine.ts';
import type { BoardTier } from './PeriodBoard.ts';

/** How long a tier stays in sight, in real milliseconds. */
const PAGE_MS = 8_000;
/** A scale begins below the lowest score shown, at full five points, in hundredths. */
const STEP = 500;
/** Even where all are nearly perfect a scale is that wide. */
const NARROWEST = 500;

/** A tier without a single valid callback has nothing to show but names. */
export function tiersWithNews(tiers: readonly BoardTier[]): readonly BoardTier[] {
  return tiers.filter(({ lines }) => lines.some(({ valid }) => valid > 0));
}

/**
 * Which of so many pages is in sight. It follows from the hub's time, so that the parts of a wall turn together,
 * and is turned as seldom however fast that time runs.
 */
export function pageAt(hubTime: number, rate: number, pages: number): number {
  return Math.floor(hubTime / (PAGE_MS * Math.max(1, rate))) % Math.max(1, pages);
}

/** What the left end of the scale stands for, in hundredths of a percent; the right end is 100.00. */
export function scaleStart(lines: readonly BoardLine[]): number {
  const scores = lines.flatMap(({ rank, score }) => (rank === null || score === null ? [] : [score]));
  const lowest = Math.min(10_000 - NARROWEST, ...scores);
  return Math.max(0, Math.floor((lowest - STEP) / STEP) * STEP);
}
