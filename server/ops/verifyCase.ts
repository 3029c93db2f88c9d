import { isDeepStrictEqual } from 'node:util';
import { isStillTimed } from '../../shared/domain/case/CaseState.ts';
import { deadlinesOf } from '../../shared/domain/case/deadlines.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { evolve } from '../../shared/domain/case/evolve.ts';
import type { City } from '../../shared/domain/City.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { assert } from '../../shared/lib/assert.ts';
import { contribute } from '../../shared/tables/contribute.ts';
import type { Share } from '../../shared/tables/shares/Share.ts';
import type { StoreTables } from '../store/sqlite/StoreTables.ts';
import type { Findings } from './Findings.ts';

export interface CaseCheck {
  readonly tables: StoreTables;
  readonly city: City;
  readonly findings: Findings;
}

/** What a case was found to hold, whether or not it is as it should be. */
export interface CaseCounts {
  readonly events: number;
  readonly contributions: number;
}

/** Folds a case's history and holds its state, its due time and its contributions against the fold. */
export function verifyCase(state: CaseState, { tables, city, findings }: CaseCheck): CaseCounts {
  const { id } = state;
  const rows = tables.contributions.of(id);
  const sharesAt = new Map(rows.map(({ fromSeq, shares }) => [fromSeq, shares]));
  const history = tables.events.chain(id, state.seq);
  let fold: CaseState | undefined;
  for (const event of history) {
    fold = evolve(fold, event);
    const kept = sharesAt.get(event.seq);
    if (kept !== undefined) expectShares(kept, fold, city, findings);
    sharesAt.delete(event.seq);
  }
  assert(fold !== undefined, `Case ${id} has no history.`);
  findings.expect(
    isDeepStrictEqual(asStored(fold), state),
    `The state of case ${id} is not what its events make.`,
  );
  findings.expect(sharesAt.size === 0, `Case ${id} has a contribution from an event that is not its own.`);
  expectCurrent(rows.at(-1)?.shares, state, city, findings);
  if (isStillTimed(state)) expectDeadlines(state, tables, findings);
  return { events: history.length, contributions: rows.length };
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

function expectShares(kept: readonly Share[], fold: CaseState, city: City, findings: Findings): void {
  findings.expect(
    isDeepStrictEqual(kept, contribute(fold, city)),
    `The contribution of case ${fold.id} from event ${fold.seq} is not what its events make.`,
  );
}

function expectCurrent(
  kept: readonly Share[] | undefined,
  state: CaseState,
  city: City,
  findings: Findings,
): void {
  findings.expect(
    isDeepStrictEqual(kept, contribute(state, city)),
    `The last contribution of case ${state.id} is not what its state makes.`,
  );
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
