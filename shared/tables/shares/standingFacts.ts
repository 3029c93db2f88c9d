import type { CaseState } from '../../domain/case/CaseState.ts';
import { isClosed, isEnded, isOverdue } from '../../domain/case/CaseState.ts';
import { isOfUnit } from '../../domain/clock/isOfUnit.ts';
import { flag } from './Share.ts';

/** How a case stands now, in the columns that most tables of loads have. What ended otherwise is neither open nor closed. */
export function standingFacts(state: CaseState) {
  return {
    received: 1,
    waiting: flag(state.state === 'accepted'),
    open: flag(!isEnded(state)),
    overdue: flag(isOverdue(state)),
    closed: flag(isClosed(state)),
  };
}

/** The same at its host unit, which is late with its own clocks only, not with those of the centre. */
export function standingAtUnit(state: CaseState) {
  return {
    ...standingFacts(state),
    unsigned: flag(state.state === 'dispatched'),
    overdue: flag(isOverdue(state, isOfUnit)),
  };
}
