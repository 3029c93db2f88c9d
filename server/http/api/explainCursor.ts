import type { CaseId } from '../../../shared/domain/ids.ts';
import { rateCountsOf } from '../../../shared/domain/rating/rateCounts.ts';
import type { RateCounts } from '../../../shared/domain/rating/rateCounts.ts';

/** Where a page begins. */
export interface ExplainCursor {
  /** The event that the first page was as of. */
  readonly seq: number;
  /** The last case of the page before. */
  readonly after: CaseId;
  /** What all cases add up to, and what those up to `after` do; zeros where parts do not depend on them. */
  readonly total: RateCounts;
  readonly before: RateCounts;
}

/** The counts that a score is made of. */
const CARRIED = ['valid', 'rated', 'contacted', 'solved', 'satisfied', 'basic'] as const;
const NOTHING = rateCountsOf([]);
const COUNTS = `[0-9]{1,10}(?:-[0-9]{1,10}){${CARRIED.length - 1}}`;
const CURSOR = new RegExp(`^([0-9]{1,15})\\.([0-9]{14})(?:\\.(${COUNTS})\\.(${COUNTS}))?$`);

/** A cursor as text; with the counts where the parts of cases depend on them, so that no page reads them again. */
export function cursorText({ seq, after, total, before }: ExplainCursor, withCounts: boolean): string {
  const place = `${seq}.${after}`;
  return withCounts ? `${place}.${countsText(total)}.${countsText(before)}` : place;
}

/** `head` is the last event of the log, beyond which no cursor points. */
export function parseCursor(text: string | null, head: number): ExplainCursor | 'bad' | undefined {
  if (text === null) return undefined;
  const [, seq, after, total, before] = CURSOR.exec(text) ?? [];
  if (seq === undefined || after === undefined || Number(seq) > head) return 'bad';
  return { seq: Number(seq), after: Number(after), total: countsIn(total), before: countsIn(before) };
}

function countsText(counts: RateCounts): string {
  return CARRIED.map((column) => counts[column]).join('-');
}

function countsIn(text: string | undefined): RateCounts {
  if (text === undefined) return NOTHING;
  const numbers = text.split('-').map(Number);
  return { ...NOTHING, ...Object.fromEntries(CARRIED.map((column, i) => [column, numbers[i] ?? 0])) };
}
