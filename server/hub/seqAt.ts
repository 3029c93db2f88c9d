import type { EventStore } from '../store/EventStore.ts';

/**
 * By so much the events of one stretch may be out of order in time: people's commands go before bulk that was
 * received earlier, and a group waits for the one before it.
 */
export const SKEW_MS = 60_000;
const PAGE = 1_000;

/**
 * The last event at or before an instant, 0 where there is none: found by halving the log, by primary key. Whoever
 * asks later, with a longer log, is told the same, as long as no clock was wrong by more than that.
 */
export async function seqAt(store: EventStore, instant: number): Promise<number> {
  const { seq: head } = await store.head();
  let reached = 0;
  for (let beyond = head + 1; beyond - reached > 1;) {
    const middle = Math.floor((reached + beyond) / 2);
    const [event] = await store.events(middle - 1, 1);
    if (event !== undefined && event.at <= instant + SKEW_MS) reached = middle;
    else beyond = middle;
  }
  for (let to = reached; to > 0; to -= PAGE) {
    const from = Math.max(0, to - PAGE);
    const found = (await store.events(from, to - from)).findLast(({ at }) => at <= instant);
    if (found !== undefined) return found.seq;
  }
  return 0;
}
