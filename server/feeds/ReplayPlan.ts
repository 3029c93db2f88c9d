import type { InputFault } from '../../shared/domain/refusals.ts';
import type { IntakeBody } from './FeedPort.ts';
import type { RawRow } from './RowFile.ts';
import type { RowMapper } from './RowMapper.ts';

/** One thing to do at its hub time: file the row's case, or bring the case to its end. */
export interface Step {
  readonly at: number;
  readonly line: number;
  readonly kind: 'create' | 'close';
  /** Whether the row's case is to be closed as well. */
  readonly closes: boolean;
  readonly intake: IntakeBody;
}

/** A row set aside: where it stands and what is wrong, never what it says. */
export interface DeadRow {
  readonly line: number;
  readonly faults: readonly InputFault[];
}

/** All that a file asks for, in the order in which it is played. */
export interface ReplayPlan {
  readonly steps: readonly Step[];
  readonly dead: readonly DeadRow[];
}

/**
 * Steps sorted by time; at one time in the order in which the file runs, a row's filing before its closing.
 * A row closed before it was reported is closed when it was reported. The same rows give the same plan.
 */
export function planReplay(rows: readonly RawRow[], mapper: RowMapper, isDescending: boolean): ReplayPlan {
  const steps: Step[] = [];
  const dead: DeadRow[] = [];
  const seen = new Set<string>();
  for (const row of rows) {
    if ('faults' in row) {
      dead.push(row);
      continue;
    }
    const { line } = row;
    const read = mapper.read(row.cells);
    if (!read.ok) {
      dead.push({ line, faults: read.refusal });
      continue;
    }
    const { intake, reportedAt, closedAt } = read.value;
    const key = `${intake.source}\n${intake.externalId}`;
    if (seen.has(key)) {
      dead.push({ line, faults: [{ field: 'externalId', fault: 'named_twice' }] });
      continue;
    }
    seen.add(key);
    const closes = closedAt !== undefined;
    steps.push({ at: reportedAt, line, kind: 'create', closes, intake });
    if (closes) steps.push({ at: Math.max(reportedAt, closedAt), line, kind: 'close', closes, intake });
  }
  const direction = isDescending ? -1 : 1;
  // Sorting is stable, and a row's closing was pushed after its filing.
  steps.sort((a, b) => a.at - b.at || direction * (a.line - b.line));
  return { steps, dead };
}
