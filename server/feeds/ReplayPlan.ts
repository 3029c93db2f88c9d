import type { ImportedEnd } from '../../shared/domain/vocabulary.ts';
import type { DeadRow, Fact } from './Fact.ts';
import type { IntakeBody } from './FeedPort.ts';
import { oddRows } from './oddRows.ts';
import type { Bounds } from './oddRows.ts';
import type { RawRow } from './RowFile.ts';
import type { RowMapper } from './RowMapper.ts';

/** One thing to do at its hub time: file the row's case, or bring the case to its end. */
export interface Step {
  readonly at: number;
  readonly line: number;
  readonly kind: 'create' | 'close';
  /** How the row's case ended; undefined where it is still open. */
  readonly how: ImportedEnd | undefined;
  readonly intake: IntakeBody;
}

/** All that a file asks for, in the order in which it is played. */
export interface ReplayPlan {
  readonly steps: readonly Step[];
  readonly dead: readonly DeadRow[];
  /** Good rows that were reported before the day from which the replay was asked for. */
  readonly leftOut: number;
}

/**
 * Steps sorted by time; at one time in the order in which the file runs, a row's filing before its closing. Rows
 * with odd times are set aside. The same rows and bounds give the same plan.
 */
export function planReplay(
  rows: readonly RawRow[],
  mapper: RowMapper,
  isDescending: boolean,
  bounds: Bounds,
): ReplayPlan {
  const dead: DeadRow[] = [];
  const facts = factsOf(rows, mapper, dead);
  const odd = oddRows(facts, bounds);
  dead.push(...odd.values());
  const good = facts.filter(({ line }) => !odd.has(line));
  const wanted = good.filter(({ reportedAt }) => reportedAt >= (bounds.fromAt ?? -Infinity));
  const direction = isDescending ? -1 : 1;
  // Sorting is stable, and a row's closing comes right after its filing.
  const steps = wanted.flatMap(stepsOf).sort((a, b) => a.at - b.at || direction * (a.line - b.line));
  return { steps, dead, leftOut: good.length - wanted.length };
}

function factsOf(rows: readonly RawRow[], mapper: RowMapper, dead: DeadRow[]): readonly Fact[] {
  const facts: Fact[] = [];
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
    const { intake, reportedAt, closing } = read.value;
    const key = `${intake.source}\n${intake.externalId}`;
    if (seen.has(key)) {
      dead.push({ line, faults: [{ field: 'externalId', fault: 'named_twice' }] });
      continue;
    }
    seen.add(key);
    facts.push({ line, intake, reportedAt, closing });
  }
  return facts;
}

function stepsOf({ line, intake, reportedAt, closing }: Fact): readonly Step[] {
  const how = closing?.how;
  const create: Step = { at: reportedAt, line, kind: 'create', how, intake };
  return closing === undefined ? [create] : [create, { at: closing.at, line, kind: 'close', how, intake }];
}
