import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { evolve } from '../../shared/domain/case/evolve.ts';
import type { City } from '../../shared/domain/City.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { must } from '../../shared/lib/assert.ts';
import type { EventStore, KeyEntry } from '../store/EventStore.ts';
import type { GroupStart } from './Group.ts';
import type { StateCache } from './StateCache.ts';
import type { Submission } from './Submission.ts';

/** A submission on its way, with the hub's time at its receipt. */
export interface Waiting {
  readonly submission: Submission;
  readonly receivedAt: number;
}

/** What is read before a group is decided: its subjects, the keys it names, the last serials of its days. */
export async function loadGroup(
  waiting: readonly Waiting[],
  store: EventStore,
  cache: StateCache,
  lastIds: Map<number, CaseId>,
  city: City,
): Promise<Pick<GroupStart, 'states' | 'keys' | 'answers'>> {
  const hashes = waiting.flatMap(({ submission }) => submission.keys.map((key) => key.hash));
  const keys = new Map<string, KeyEntry>();
  if (hashes.length > 0) for (const entry of await store.keys(hashes)) keys.set(entry.hash, entry);
  const answers = new Map<string, CaseState>();
  for (const [hash, entry] of keys) answers.set(hash, await stateAt(store, entry.caseId, entry.seq));
  await loadSerials(waiting, store, lastIds, city);
  return { states: await loadStates(waiting, store, cache), keys, answers };
}

async function loadStates(
  waiting: readonly Waiting[],
  store: EventStore,
  cache: StateCache,
): Promise<ReadonlyMap<CaseId, CaseState>> {
  const states = new Map<CaseId, CaseState>();
  const missing = new Set<CaseId>();
  for (const { submission } of waiting) {
    if (submission.command.type === 'RegisterCase') continue;
    const { caseId } = submission.command;
    const cached = cache.get(caseId);
    if (cached === undefined) missing.add(caseId);
    else states.set(caseId, cached);
  }
  if (missing.size > 0) for (const [id, state] of await store.cases([...missing])) states.set(id, state);
  return states;
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
