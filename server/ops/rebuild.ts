import { isDeepStrictEqual } from 'node:util';
import type { CaseEvent } from '../../shared/domain/case/CaseEvent.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { evolve } from '../../shared/domain/case/evolve.ts';
import type { City } from '../../shared/domain/City.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { contribute } from '../../shared/tables/contribute.ts';
import type { Share } from '../../shared/tables/shares/Share.ts';
import { DataDir } from '../store/dir/DataDir.ts';
import { rewriteDerived } from '../store/sqlite/rewriteDerived.ts';
import type { StoreTables } from '../store/sqlite/StoreTables.ts';
import { CounterSums } from './CounterSums.ts';
import { everyCaseId } from './verifyCase.ts';
import { Findings } from './Findings.ts';

export interface RebuildRequest {
  readonly dataDir: string;
  readonly cityOf: (id: string) => City;
}

export interface RebuildReport {
  readonly events: number;
  readonly cases: number;
}

/** Events folded at a time: what bounds memory. */
const CHUNK = 10_000;

/**
 * Makes states, contributions and counters anew from the log alone. Takes the data directory for itself, so
 * it throws StartError while a hub runs. A damaged event stops it and leaves everything as it was.
 */
export function rebuild({ dataDir, cityOf }: RebuildRequest): RebuildReport {
  const dir = DataDir.openExisting(dataDir);
  try {
    const city = cityOf(dir.binding.city);
    let report: RebuildReport = { events: 0, cases: 0 };
    rewriteDerived(dir.layout.database, (tables) => {
      const events = foldLog(tables, city);
      report = { events, cases: recount(tables, city) };
    });
    return report;
  } finally {
    dir.close();
  }
}

function foldLog(tables: StoreTables, city: City): number {
  for (let after = 0; ;) {
    const events = tables.events.after(after, CHUNK);
    foldChunk(events, tables, city);
    const last = events.at(-1);
    if (last === undefined) return after;
    after = last.seq;
  }
}

/**
 * Where one group's commands ended is not in the log, so a case gets a contribution from each event that
 * changed what it adds: true at every `seq`, and at most more rows than the hub wrote.
 */
function foldChunk(events: readonly CaseEvent[], tables: StoreTables, city: City): void {
  const touched = new Map<CaseId, { readonly state: CaseState; readonly shares: readonly Share[] }>();
  for (const event of events) {
    const before = touched.get(event.caseId) ?? known(event.caseId, tables, city);
    const state = evolve(before?.state, event);
    const shares = contribute(state, city);
    if (!isDeepStrictEqual(shares, before?.shares)) {
      tables.contributions.insert({ caseId: state.id, fromSeq: state.seq, shares });
    }
    touched.set(state.id, { state, shares });
  }
  for (const { state } of touched.values()) tables.cases.put(state);
}

function known(id: CaseId, tables: StoreTables, city: City) {
  const state = tables.cases.get(id);
  return state === undefined ? undefined : { state, shares: contribute(state, city) };
}

function recount(tables: StoreTables, city: City): number {
  const sums = new CounterSums();
  let cases = 0;
  for (const id of everyCaseId(tables, new Findings())) {
    const state = tables.cases.get(id);
    if (state === undefined) continue;
    sums.add(contribute(state, city));
    cases++;
  }
  for (const row of sums.rows()) tables.counters.put(row);
  return cases;
}
