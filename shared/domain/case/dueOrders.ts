import { isOpen } from '../clock/Clock.ts';
import type { CaseOrder } from './CaseCommand.ts';
import type { CaseState } from './CaseState.ts';

/**
 * What the hub's clock does about a case that it has just looked at, as further commands for the same group: a
 * feedback that nobody reviewed in time passes by itself (C21). Asks for a breach that is recorded, so nothing happens
 * while the machine's clock is in doubt, and what happened is not done again.
 */
export function dueOrders({ id, state, clocks }: CaseState): readonly CaseOrder[] {
  const isOverdue = clocks.some(
    (clock) => clock.kind === 'review' && clock.breachedAt !== undefined && isOpen(clock),
  );
  if (state !== 'feedback' || !isOverdue) return [];
  return [{ type: 'PassFeedback', caseId: id, payload: {} }];
}
