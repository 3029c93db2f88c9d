import { asHubEvent } from '../../shared/domain/LogEvent.ts';
import type { EventStore } from '../store/EventStore.ts';
import { nextTurn } from './nextTurn.ts';
import { seqAt } from './seqAt.ts';

const PAGE = 1_000;
/** Pages looked through from the end: some hours of a very large city. */
const PAGES = 200;

/**
 * The event as of which a period is frozen: the last one that was received by its cutoff. Looked for from the end of
 * the log, since clocks that were wrong leave later events before earlier ones; far from the end by halving. Never in
 * the middle of counting anew, where some cases count by other rules than the rest.
 */
export async function cutoffSeq(store: EventStore, cutoffAt: number): Promise<number> {
  const seq = (await fromTheEnd(store, cutoffAt)) ?? (await seqAt(store, cutoffAt));
  const [numbers] = await store.subjects('numbers');
  const [last] = numbers === undefined ? [] : await store.events(numbers.seq - 1, 1);
  const step = asHubEvent(last, 'CasesRecounted');
  return step !== undefined && seq >= step.data.rules && seq < step.seq ? step.seq : seq;
}

async function fromTheEnd(store: EventStore, cutoffAt: number): Promise<number | undefined> {
  let { seq: to } = await store.head();
  for (let page = 0; page < PAGES && to > 0; page++) {
    const from = Math.max(0, to - PAGE);
    const found = (await store.events(from, to - from)).findLast(({ at }) => at <= cutoffAt);
    if (found !== undefined) return found.seq;
    to = from;
    await nextTurn();
  }
  return to === 0 ? 0 : undefined;
}
