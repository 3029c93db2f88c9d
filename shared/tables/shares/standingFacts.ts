import type { CaseState } from '../../domain/case/CaseState.ts';
import { isEnded, isOverdue } from '../../domain/case/CaseState.ts';
import { flag } from './Share.ts';

/** How a case stands now, in the columns that most tables of loads have. */
export function standingFacts(state: CaseState) {
  const ended = isEnded(state);
  return {
    received: 1,
    waiting: flag(state.state === 'accepted'),
    open: flag(!ended),
    overdue: flag(isOverdue(state)),
    closed: flag(ended),
  };
}
