import { isDeepStrictEqual } from 'node:util';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { evolve } from '../../shared/domain/case/evolve.ts';
import type { City } from '../../shared/domain/City.ts';
import { asHubEvent, isCaseEvent } from '../../shared/domain/LogEvent.ts';
import type { LogEvent } from '../../shared/domain/LogEvent.ts';
import { countingRulesOf } from '../../shared/domain/rating/countingRules.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { contribute } from '../../shared/tables/contribute.ts';
import type { Share } from '../../shared/tables/shares/Share.ts';
import { DataDir } from '../store/dir/DataDir.ts';
import { rewriteDerived } from '../store/sqlite/rewriteDerived.ts';
import type { StoreTables } from '../store/sqlite/StoreTables.ts';
import { CounterSums } from './CounterSums.ts';
import { CountingHistory } from './CountingHistory.ts';
import type { RecountStep } from './CountingHistory.ts';
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
/** Cases counted anew at a time. */
const PAGE = 1_000;

/** What a rebuild works with. */
interface Work {
  readonly tables: StoreTables;
  readonly city: City;
  readonly history: CountingHistory;
}

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
      const work = { tables, city, history: new CountingHistory(city, tables.origin.get()) };
      const events = foldLog(work);
      // A log of an earlier release was counted by today's rules just now.
      if (!work.history.isTold) tables.origin.put(countingRulesOf(city));
      report = { events, cases: addUp(tables) };
    });
    return report;
  } finally {
    dir.close();
  }
}

function foldLog(work: Work): number {
  for (let after = 0; ;) {
    const events = work.tables.events.after(after, CHUNK);
    foldChunk(events, work);
    const last = events.at(-1);
    if (last === undefined) return after;
    after = last.seq;
  }
}

type Touched = Map<CaseId, { readonly state: CaseState; readonly shares: readonly Share[] | undefined }>;

/**
 * Where one group's commands ended is not in the log, so a case gets a contribution from each event that
 * changed what it adds: true at every `seq`, and at most more rows than the hub wrote. Each is made by the rules
 * that were in force then.
 */
function foldChunk(events: readonly LogEvent[], work: Work): void {
  const { tables, city, history } = work;
  const touched: Touched = new Map();
  for (const event of events) {
    history.learn(event);
    if (!isCaseEvent(event)) {
      tables.subjects.put(event.kind, event);
      const step = asHubEvent(event, 'CasesRecounted');
      if (step === undefined) continue;
      putStates(touched, tables);
      recount({ seq: step.seq, ...step.data }, work);
      continue;
    }
    const before = touched.get(event.caseId) ?? known(event.caseId, tables);
    const state = evolve(before?.state, event);
    const shares = contribute(state, history.at(event.seq) ?? city);
    if (!isDeepStrictEqual(shares, before?.shares)) {
      tables.contributions.insert({ caseId: state.id, fromSeq: state.seq, shares });
    }
    touched.set(state.id, { state, shares });
  }
  putStates(touched, tables);
}

function putStates(touched: Touched, tables: StoreTables): void {
  for (const { state } of touched.values()) tables.cases.put(state);
  touched.clear();
}

function known(id: CaseId, tables: StoreTables) {
  const state = tables.cases.get(id);
  return state === undefined ? undefined : { state, shares: tables.contributions.last(id)?.shares };
}

/** As the hub counted cases anew after a change of the rules. */
function recount({ seq, after, to }: RecountStep, { tables, city, history }: Work): void {
  const counting = history.at(seq) ?? city;
  for (let from = after; ;) {
    const rows = tables.contributions.at(seq, { after: from, to, limit: PAGE });
    for (const row of rows) {
      const state = tables.cases.get(row.caseId);
      const shares = state === undefined ? [] : contribute(state, counting);
      if (!isDeepStrictEqual(shares, row.shares))
        tables.contributions.insert({ ...row, fromSeq: seq, shares });
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    from = last.caseId;
  }
}

function addUp(tables: StoreTables): number {
  const sums = new CounterSums();
  let cases = 0;
  for (const id of everyCaseId(tables, new Findings())) {
    sums.add(tables.contributions.last(id)?.shares ?? []);
    cases++;
  }
  for (const row of sums.rows()) if (row.values.some((value) => value !== 0)) tables.counters.put(row);
  return cases;
}
