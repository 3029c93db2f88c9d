import { isOpen } from '../clock/Clock.ts';
import { settlesAt } from './deadlines.ts';
import type { CaseOrder } from './CaseCommand.ts';
import type { CaseState } from './CaseState.ts';

/**
 * What the hub's clock does about a case that it has just looked at, as further commands for the same group: a
 * feedback that nobody reviewed in time passes by itself (C21), and an answer by `ai` that no person overruled in time
 * closes the case (E15). Not to be asked while the machine's clock is in doubt. What happened is not done again.
 */
export function dueOrders(one: CaseState, now: number): readonly CaseOrder[] {
  const { id, state, clocks } = one;
  if (settlesAt(one) < now) return [{ type: 'CloseSolved', caseId: id, payload: {} }];
  const isOverdue = clocks.some(
    (clock) => clock.kind === 'review' && clock.breachedAt !== undefined && isOpen(clock),
  );
  if (state !== 'feedback' || !isOverdue) return [];
  return [{ type: 'PassFeedback', caseId: id, payload: {} }];
}
