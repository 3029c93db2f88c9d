import type { EventStore } from '../../server/store/EventStore.ts';
import type { CaseEvent } from '../../shared/domain/case/CaseEvent.ts';
import { isCaseEvent } from '../../shared/domain/LogEvent.ts';

/** What happened to cases, of everything that a store's log holds. */
export async function caseEventsOf(store: EventStore, after = 0): Promise<readonly CaseEvent[]> {
  return (await store.events(after, 1_000_000)).filter(isCaseEvent);
}
