import { refuse } from '../../lib/Result.ts';
import { refusal } from '../refusals.ts';
import type { ImportedEnd } from '../vocabulary.ts';
import type { CaseState } from './CaseState.ts';
import { isEnded } from './CaseState.ts';
import type { NewCaseEvent } from './CaseEvent.ts';
import { happened } from './outcome.ts';
import type { Outcome } from './outcome.ts';

/** A duplicate and a case that others took over were nobody's work here: neither open nor closed (办结). */
const ENDS: Readonly<Record<ImportedEnd, NewCaseEvent>> = {
  closed: { type: 'CaseClosed', data: { reason: 'imported' } },
  duplicate: { type: 'CaseDismissed', data: { reason: 'duplicate' } },
  transferred: { type: 'CaseTransferred', data: { target: 'unknown' } },
};

/** Ends an open case as its source says, in whatever state it is, dispatched or not. */
export function importedEnd(state: CaseState, how: ImportedEnd): Outcome {
  if (isEnded(state)) return refuse(refusal('invalid_state', { state: state.state }));
  return happened(ENDS[how]);
}
