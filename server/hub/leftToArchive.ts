import type { CaseEventType } from '../../shared/domain/case/CaseEvent.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { isVerdictOwed } from '../../shared/domain/clock/Clock.ts';
import type { Submission } from './Submission.ts';

/**
 * What is left to do about a case whose time to be archived has come; undefined where nothing is. A case that takes
 * no archiving any more may still owe a verdict that was put off before a crash (K9).
 */
export function leftToArchive(state: CaseState | undefined, now: number): Submission['command'] | undefined {
  if (state === undefined) return undefined;
  const { id, clocks, erasedAt } = state;
  if (state.state !== 'archived' && erasedAt === undefined)
    return { type: 'Archive', caseId: id, payload: {} };
  if (clocks.some(isVerdictOwed)) return { type: 'FireClocks', caseId: id, payload: { until: now } };
  return undefined;
}

/** The same after one of the events that end cases: of a case that was erased after its end, once. */
export function leftAfter(
  end: CaseEventType,
  state: CaseState | undefined,
  now: number,
): Submission['command'] | undefined {
  return end === 'CaseErased' && state?.state !== 'erased' ? undefined : leftToArchive(state, now);
}
