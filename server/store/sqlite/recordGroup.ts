import type { CaseId } from '../../../shared/domain/ids.ts';
import { isCaseEvent } from '../../../shared/domain/LogEvent.ts';
import type { AppendGroup } from '../EventStore.ts';
import type { StoreTables } from './StoreTables.ts';

/** Writes a group's rows; the caller holds the transaction. Texts go in before erased cases' texts go out. */
export function recordGroup(tables: StoreTables, group: AppendGroup): void {
  const fresh = new Set<CaseId>();
  for (const event of group.events) {
    tables.events.insert(event);
    if (!isCaseEvent(event)) tables.subjects.put(event.kind, event);
    else if (event.prev === 0) fresh.add(event.caseId);
  }
  for (const state of group.states) tables.cases.put(state, fresh.has(state.id));
  for (const row of group.counters) tables.counters.put(row);
  tables.counters.delete(group.emptied ?? []);
  for (const row of group.contributions) tables.contributions.insert(row);
  tables.keys.record(group.day, group.keys, group.keepsKeys);
  for (const text of group.texts) tables.texts.insert(text);
  for (const { caseId, keySlot } of group.erased) {
    tables.texts.delete(caseId);
    tables.erasures.put({ caseId, keySlot, done: false });
  }
  tables.head.put(group.head);
}
