import { isCaseEvent } from '../shared/domain/LogEvent.ts';
import type { EventStore } from './store/EventStore.ts';

/** The instant of the last event, of one stamped in doubt the estimate of it; undefined of an empty log. */
export async function lastAtOf(store: EventStore): Promise<number | undefined> {
  const { seq } = await store.head();
  const [last] = seq === 0 ? [] : await store.events(seq - 1, 1);
  if (last === undefined) return undefined;
  return isCaseEvent(last) ? (last.estimatedAt ?? last.at) : last.at;
}
