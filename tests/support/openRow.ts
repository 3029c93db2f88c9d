import type { OpenRow } from '../../server/store/EventStore.ts';
import type { CaseId } from '../../shared/domain/ids.ts';

/** An open case of which only these deadlines are known. */
export function openRow(id: CaseId, known: Partial<OpenRow> = {}): OpenRow {
  const never = {
    dueAt: Infinity,
    signAt: Infinity,
    contactAt: Infinity,
    workAt: Infinity,
    nearAt: Infinity,
    rank: Infinity,
  };
  return { id, ...never, ...known };
}
