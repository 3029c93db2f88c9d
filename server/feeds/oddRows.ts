import type { InputFault } from '../../shared/domain/refusals.ts';
import type { DeadRow, Fact } from './Fact.ts';

const YEAR_MS = 365 * 86_400_000;
/** So far ahead of the reader's clock a source's may be (as for every intake). */
const AHEAD_MS = 5 * 60_000;
/** The part of a file beside which rows a year away are errors: three rows in four. */
const BULK = 3 / 4;

/** By what the times of a file are judged. */
export interface Bounds {
  /** The machine's time when the file was first read, in epoch milliseconds. */
  readonly readAt: number;
  /** Whether the city has a policy at an instant. */
  readonly isCovered: (at: number) => boolean;
  /** Rows reported before are left out. */
  readonly fromAt: number | undefined;
}

/**
 * The rows whose times cannot be meant, by line: reported when no policy of the city holds, in the future, a silent
 * year or more away from three quarters of the file, or closed before they were reported. What is true of most of a
 * file is no error of a row: the file, the pack or the machine's clock is another one than was thought.
 */
export function oddRows(facts: readonly Fact[], bounds: Bounds): ReadonlyMap<number, DeadRow> {
  const odd = new Map<number, DeadRow>();
  const judge = judgeOf(facts, bounds);
  for (const fact of facts) {
    const faults = [...reportedFault(fact, judge), ...closedFault(fact, judge)];
    if (faults.length > 0) odd.set(fact.line, { line: fact.line, faults });
  }
  return odd;
}

/** What is odd for one file. */
interface Judge {
  readonly isCovered: (at: number) => boolean;
  readonly latest: number;
  readonly bulk: { readonly from: number; readonly to: number };
}

function judgeOf(facts: readonly Fact[], { isCovered, readAt }: Bounds): Judge {
  const reported = facts.map(({ reportedAt }) => reportedAt).sort((a, b) => a - b);
  const middle = reported[reported.length >> 1] ?? 0;
  return {
    isCovered: isCovered(middle) ? isCovered : () => true,
    latest: middle <= readAt ? readAt + AHEAD_MS : Infinity,
    bulk: bulkOf(reported),
  };
}

function reportedFault({ reportedAt }: Fact, { isCovered, latest, bulk }: Judge): readonly InputFault[] {
  const because = (fault: string) => [{ field: 'reportedAt', fault }];
  if (!isCovered(reportedAt)) return because('no_policy');
  if (reportedAt > latest) return because('in_future');
  return reportedAt < bulk.from || reportedAt > bulk.to ? because('far_from_others') : [];
}

function closedFault({ reportedAt, closing }: Fact, { isCovered, latest }: Judge): readonly InputFault[] {
  if (closing === undefined) return [];
  const because = (fault: string) => [{ field: 'closedAt', fault }];
  if (closing.at < reportedAt) return because('before_reported');
  if (closing.at > latest) return because('in_future');
  return isCovered(closing.at) ? [] : because('no_policy');
}

/** From when to when the stretch without a silent year runs that holds three quarters; all of time where none does. */
function bulkOf(sorted: readonly number[]): { readonly from: number; readonly to: number } {
  for (let from = 0; from < sorted.length;) {
    let to = from;
    while (to + 1 < sorted.length && (sorted[to + 1] ?? 0) - (sorted[to] ?? 0) < YEAR_MS) to++;
    if (to + 1 - from >= sorted.length * BULK) return { from: sorted[from] ?? 0, to: sorted[to] ?? 0 };
    from = to + 1;
  }
  return { from: -Infinity, to: Infinity };
}
