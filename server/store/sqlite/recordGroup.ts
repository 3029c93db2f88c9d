import type { CaseId } from '../../../shared/domain/ids.ts';
import { isCaseEvent } from '../../../shared/domain/LogEvent.ts';
import type { LogEnd } from '../dir/EndMark.ts';
import type { AppendGroup } from '../EventStore.ts';
import { linkOf } from './logEnd.ts';
import type { StoreTables } from './StoreTables.ts';

/**
 * Writes a group's rows and gives the log's new end; the caller holds the transaction. Texts go in before erased
 * cases' texts go out.
 */
export function recordGroup(tables: StoreTables, group: AppendGroup, before: LogEnd): LogEnd {
  const fresh = new Set<CaseId>();
  let { check, chain, lastCaseId } = before;
  for (const event of group.events) {
    check = tables.events.insert(event);
    chain = linkOf(chain, event.seq, check);
    if (!isCaseEvent(event)) tables.subjects.put(event.kind, event);
    else if (event.prev === 0) {
      fresh.add(event.caseId);
      lastCaseId = Math.max(lastCaseId, event.caseId);
    }
  }
  for (const state of group.states) tables.cases.put(state, fresh.has(state.id));
  for (const row of group.counters) tables.counters.put(row);
  tables.counters.delete(group.emptied ?? []);
  for (const row of group.contributions) tables.contributions.insert(row, fresh.has(row.caseId));
  tables.keys.record(group.day, group.keys, group.keepsKeys);
  for (const text of group.texts) tables.texts.insert(text);
  for (const { caseId, keySlot } of group.erased) {
    tables.texts.delete(caseId);
    tables.erasures.put({ caseId, keySlot, done: false });
  }
  tables.head.put(group.head);
  return { ...before, ...group.head, check, chain, lastCaseId };
}
