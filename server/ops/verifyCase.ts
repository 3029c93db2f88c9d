import { isDeepStrictEqual } from 'node:util';
import { isStillTimed } from '../../shared/domain/case/CaseState.ts';
import { deadlinesOf } from '../../shared/domain/case/deadlines.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { evolve } from '../../shared/domain/case/evolve.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { assert } from '../../shared/lib/assert.ts';
import type { Share } from '../../shared/tables/shares/Share.ts';
import type { ContributionRow } from '../store/EventStore.ts';
import { changedParts, partsIn } from '../store/sqlite/rateParts.ts';
import type { StoreTables } from '../store/sqlite/StoreTables.ts';
import type { CountingHistory, RecountStep } from './CountingHistory.ts';
import type { Findings } from './Findings.ts';
import { SharesCheck } from './SharesCheck.ts';

export interface CaseCheck {
  readonly tables: StoreTables;
  readonly history: CountingHistory;
  readonly findings: Findings;
}

/** What a case was found to hold, whether or not it is as it should be. */
export interface CaseCounts {
  readonly events: number;
  readonly contributions: readonly ContributionRow[];
  /** How many parts of the rates the contributions make. */
  readonly rateParts: number;
  /** What the case adds to the counters. */
  readonly shares: readonly Share[];
}

/**
 * Folds a case's history and holds its state, its due time and its contributions against the fold: each by the
 * rules that were in force when it was made, whether by what happened to the case or by a change of the rules.
 */
export function verifyCase(state: CaseState, { tables, history, findings }: CaseCheck): CaseCounts {
  const { id } = state;
  const rows = tables.contributions.of(id);
  const check = new SharesCheck(rows, history, findings);
  const events = tables.events.chain(id, state.seq);
  const steps = [...history.stepsOf(id)];
  let fold: CaseState | undefined;
  for (const event of events) {
    for (const step of stepsBefore(steps, event.seq)) if (fold !== undefined) check.at(step.seq, fold);
    fold = evolve(fold, event);
    check.at(event.seq, fold);
  }
  assert(fold !== undefined, `Case ${id} has no history.`);
  for (const step of steps) check.at(step.seq, fold);
  findings.expect(
    isDeepStrictEqual(asStored(fold), state),
    `The state of case ${id} is not what its events make.`,
  );
  const shares = check.last(state);
  if (isStillTimed(state)) expectDeadlines(state, tables, findings);
  return {
    events: events.length,
    contributions: rows,
    rateParts: verifyRateParts(rows, tables, findings),
    shares,
  };
}

/** Takes the steps before an event out of those that are left. */
function stepsBefore(steps: RecountStep[], seq: number): readonly RecountStep[] {
  const later = steps.findIndex((step) => step.seq > seq);
  return steps.splice(0, later === -1 ? steps.length : later);
}

/** Ids that stand among the open cases and the closed ones both come twice in a row. */
export function* everyCaseId(tables: StoreTables, findings: Findings): Iterable<CaseId> {
  for (let after = 0; ;) {
    const ids = tables.cases.ids(after, PAGE);
    for (const id of ids) {
      if (id === after) findings.add(`Case ${id} is among the open and the closed cases.`);
      else yield id;
      after = id;
    }
    if (ids.length < PAGE) return;
  }
}

const PAGE = 10_000;

/** Holds the parts that are kept by unit and period against the contributions; how many there have to be. */
function verifyRateParts(
  rows: readonly ContributionRow[],
  { contributions }: StoreTables,
  findings: Findings,
): number {
  let known = partsIn([]);
  let count = 0;
  for (const { caseId, fromSeq, shares } of rows) {
    const parts = partsIn(shares);
    for (const part of changedParts(known, parts)) {
      count++;
      const kept = findings.guard(() => contributions.parts.get(part.key, caseId, fromSeq) ?? 'missing');
      findings.expect(
        kept === undefined || isDeepStrictEqual(kept, part),
        `The part of case ${caseId} in the rates ${part.key} from event ${fromSeq} is not what it contributed.`,
      );
    }
    known = parts;
  }
  return count;
}

function expectDeadlines(state: CaseState, tables: StoreTables, findings: Findings): void {
  const [row] = tables.cases.openRows(state.id - 1, 1);
  findings.expect(
    isDeepStrictEqual(row, { id: state.id, ...deadlinesOf(state) }),
    `The deadlines of case ${state.id} are not what its clocks say.`,
  );
}

/** As a state comes back from the store: without what is undefined. */
function asStored(state: CaseState): unknown {
  return JSON.parse(JSON.stringify(state));
}
