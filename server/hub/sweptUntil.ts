import type { City } from '../../shared/domain/City.ts';
import type { EventStore } from '../store/EventStore.ts';
import { endsIn } from './endsIn.ts';
import { leftToArchive } from './leftToArchive.ts';
import { nextTurn } from './nextTurn.ts';
import { seqAt } from './seqAt.ts';

const DAY_MS = 86_400_000;
const PAGE = 250;

/** From which instant on an ended case is too young to be archived at `now`, under the policy of that day. */
export function youngFrom(city: City, now: number): number {
  return now - city.policyAt(now).archiveAfterDays * DAY_MS;
}

/**
 * Up to which event the log was swept by the hubs before this one, of which `head` was the last event: every case
 * that ended by then is archived or takes no archiving. Nothing is written down about it, since the log tells: a
 * sweep goes along the ends in their order, so where `run` of them in a row have nothing left, all before have
 * nothing left. Usually that is where the last event had its look back; a hub that was killed while it caught up
 * had not come so far, and then the place is found by halving.
 */
export async function sweptUntil(store: EventStore, city: City, head: number, run: number): Promise<number> {
  const [last] = head === 0 ? [] : await store.events(head - 1, 1);
  if (last === undefined) return 0;
  let beyond = await seqAt(store, youngFrom(city, last.at));
  if (await isSwept(store, 0, beyond, run)) return beyond;
  let swept = 0;
  while (beyond - swept > PAGE) {
    const middle = Math.floor((swept + beyond) / 2);
    if (await isSwept(store, swept, middle, run)) swept = middle;
    else beyond = middle;
  }
  return swept;
}

/** Whether the last `run` cases that ended after `from`, up to `until`, have nothing left to do. */
async function isSwept(store: EventStore, from: number, until: number, run: number): Promise<boolean> {
  let left = run;
  for (let to = until; to > from && left > 0; to -= PAGE) {
    const begin = Math.max(from, to - PAGE);
    const ends = endsIn(await store.events(begin, to - begin)).slice(-left);
    const states = await store.cases(ends.map(({ caseId }) => caseId));
    if ([...states.values()].some((state) => leftToArchive(state, 0) !== undefined)) return false;
    left -= ends.length;
    await nextTurn();
  }
  return true;
}
