import type { CaseEvent, CaseEventType } from '../../shared/domain/case/CaseEvent.ts';
import { isCaseEvent } from '../../shared/domain/LogEvent.ts';
import type { LogEvent } from '../../shared/domain/LogEvent.ts';

/** The events that end a case; erasing one that has ended is a second one. */
const ENDS: ReadonlySet<CaseEventType> = new Set([
  'CaseClosed',
  'CaseDismissed',
  'CaseTransferred',
  'CaseWithdrawn',
  'CasePraiseRecorded',
  'CaseErased',
]);

/** The ends of cases among some events, in their order. */
export function endsIn(events: readonly LogEvent[]): readonly CaseEvent[] {
  return events.filter(isCaseEvent).filter(({ type }) => ENDS.has(type));
}
