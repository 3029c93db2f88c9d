import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { evolve } from '../../shared/domain/case/evolve.ts';
import type { City } from '../../shared/domain/City.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { must } from '../../shared/lib/assert.ts';
import type { Share } from '../../shared/tables/shares/Share.ts';
import type { EventStore, KeyEntry } from '../store/EventStore.ts';
import type { CountedCase } from './CountedCase.ts';
import type { GroupStart } from './Group.ts';
import type { StateCache } from './StateCache.ts';
import type { Submission } from './Submission.ts';

/** A submission on its way, with the hub's time at its receipt. */
export interface Waiting {
  readonly submission: Submission;
  readonly receivedAt: number;
  /** By how much that time has moved since the clock was last trusted. */
  readonly offMs: number;
}

/** What a group starts from that is in the store, and what each of its cases adds to the tables as recorded. */
export type LoadedGroup = Pick<GroupStart, 'states' | 'keys' | 'answers'> & {
  readonly shares: ReadonlyMap<CaseId, readonly Share[]>;
};

/** What is read before a group is decided: its subjects, the keys it names, the last serials of its days. */
export async function loadGroup(
  waiting: readonly Waiting[],
  store: EventStore,
  cache: StateCache<CountedCase>,
  lastIds: Map<number, CaseId>,
  city: City,
): Promise<LoadedGroup> {
  const hashes = waiting.flatMap(({ submission }) => submission.keys.map((key) => key.hash));
  const keys = new Map<string, KeyEntry>();
  if (hashes.length > 0) for (const entry of await store.keys(hashes)) keys.set(entry.hash, entry);
  const answers = new Map<string, CaseState>();
  for (const [hash, entry] of keys) answers.set(hash, await stateAt(store, entry.caseId, entry.seq));
  await loadSerials(waiting, store, lastIds, city);
  return { ...(await loadCases(waiting, store, cache)), keys, answers };
}

async function loadCases(
  waiting: readonly Waiting[],
  store: EventStore,
  cache: StateCache<CountedCase>,
): Promise<Pick<LoadedGroup, 'states' | 'shares'>> {
  const states = new Map<CaseId, CaseState>();
  const shares = new Map<CaseId, readonly Share[]>();
  const missing = new Set<CaseId>();
  for (const { submission } of waiting) {
    if (submission.command.type === 'RegisterCase') continue;
    const { caseId } = submission.command;
    const cached = cache.get(caseId);
    if (cached === undefined) missing.add(caseId);
    else {
      states.set(caseId, cached.state);
      shares.set(caseId, cached.shares);
    }
  }
  if (missing.size === 0) return { states, shares };
  const ids = [...missing];
  for (const [id, state] of await store.cases(ids)) states.set(id, state);
  for (const row of await store.lastContributions(ids)) shares.set(row.caseId, row.shares);
  return { states, shares };
}

async function loadSerials(
  waiting: readonly Waiting[],
  store: EventStore,
  lastIds: Map<number, CaseId>,
  city: City,
): Promise<void> {
  for (const { submission, receivedAt } of waiting) {
    if (submission.command.type !== 'RegisterCase') continue;
    const day = city.calendar.dayOf(receivedAt).date;
    if (lastIds.has(day)) continue;
    const last = await store.lastCaseId(day);
    if (last !== undefined) lastIds.set(day, last);
  }
}

/** A case as it stood right after one of its events. */
async function stateAt(store: EventStore, id: CaseId, seq: number): Promise<CaseState> {
  let state: CaseState | undefined;
  for (const event of await store.history(id)) {
    if (event.seq > seq) break;
    state = evolve(state, event);
  }
  return must(state, `a caller's key leads to case ${id}, which has no history`);
}
