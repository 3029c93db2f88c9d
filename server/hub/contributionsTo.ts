import type { City } from '../../shared/domain/City.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { caseIdOf, LAST_SERIAL } from '../../shared/domain/ids.ts';
import { DAY_MS, naturalMs } from '../../shared/domain/naturalMs.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import type { Period } from '../../shared/domain/rating/Period.ts';
import type { ContributionRow, EventStore } from '../store/EventStore.ts';
import { nextTurn } from './nextTurn.ts';
import { SKEW_MS, seqAt } from './seqAt.ts';

export interface Contributing {
  readonly store: EventStore;
  readonly city: City;
  readonly period: Period;
  /** As of which event. */
  readonly seq: number;
  /** Goes on after this case. */
  readonly after: CaseId;
}

/** Cases read in one turn of the loop: a few milliseconds. */
const PAGE = 500;
/** Events looked through in one turn. */
const EVENTS = 20_000;

/**
 * What every case that can have a part in a period added as of `seq`, by case id, in pages between which the loop
 * has its turn. Nothing is indexed by period; but a case adds to one only by something that happened to it in the
 * period, or by a clock that was started or resumed within its budget before. So those are read that were
 * registered from so long before the period to its end, and of the older ones those with an event in that time.
 */
export async function* contributionsTo(asked: Contributing): AsyncIterable<readonly ContributionRow[]> {
  const { store, city, period, seq, after } = asked;
  const since = period.startAt - reachMs(city.pack.policies);
  const floor = caseIdOf(city.calendar.dayOf(since).date, 1) - 1;
  const ceiling = caseIdOf(city.calendar.dayOf(period.endAt).date, LAST_SERIAL);
  for await (const ids of olderCases(asked, since, floor)) {
    const pages = ids.map((id) => store.contributionsAt(seq, { after: id - 1, to: id, limit: 1 }));
    yield (await Promise.all(pages)).flat();
  }
  for (let from = Math.max(after, floor); ;) {
    const page = await store.contributionsAt(seq, { after: from, to: ceiling, limit: PAGE });
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    from = last.caseId;
    await nextTurn();
  }
}

/** Ids up to `floor` of cases to which something happened in the time that counts. */
async function* olderCases(
  { store, period, seq, after }: Contributing,
  since: number,
  floor: CaseId,
): AsyncIterable<readonly CaseId[]> {
  if (after >= floor) return;
  const to = Math.min(seq, await seqAt(store, period.endAt + SKEW_MS));
  const older = new Set<CaseId>();
  for (let from = await seqAt(store, since); from < to; from += EVENTS) {
    for (const id of await store.touched(from, Math.min(from + EVENTS, to), floor + 1)) older.add(id);
    await nextTurn();
  }
  const ids = [...older].filter((id) => id > after).sort((a, b) => a - b);
  for (let from = 0; from < ids.length; from += PAGE) {
    yield ids.slice(from, from + PAGE);
    await nextTurn();
  }
}

/**
 * How long before its due time a clock may have been started, at most: the longest promise of any policy, and a
 * fortnight for holidays and for a last day that moves.
 */
function reachMs(policies: readonly Policy[]): number {
  const limits = policies.flatMap(({ budgets }) =>
    Object.values(budgets).flatMap((of) => Object.values(of ?? {})),
  );
  return Math.max(...limits.map(naturalMs)) + 15 * DAY_MS;
}
