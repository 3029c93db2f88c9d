import type { CaseState } from '../../domain/case/CaseState.ts';
import { isClosed, isEnded } from '../../domain/case/CaseState.ts';
import type { City } from '../../domain/City.ts';
import type { MetricProfile } from '../../domain/rating/metricProfile.ts';
import type { Period } from '../../domain/rating/Period.ts';
import { UNASSIGNED } from '../rates.ts';

/**
 * Whether a case was anybody's work: one that was dismissed, handed to another service or withdrawn was not.
 * Archiving changes nothing, and neither does erasing: what was counted of a case tells of no person.
 */
export function isWork(state: CaseState): boolean {
  return !isEnded(state) || isClosed(state) || state.state === 'erased';
}

/** Whether a case is assessed (domain.md §2.6): somebody's work, and of a kind that the city scores. */
export function isAssessed(state: CaseState, city: City): boolean {
  return isWork(state) && city.pack.scoredKinds.includes(state.kind);
}

/**
 * The period a case belongs to, by the instant that the profile names: the profile of the period in which the case
 * was accepted, so that a change of profile never counts it twice. Undefined until that instant is known.
 */
export function periodOfCase(state: CaseState, city: City): Period | undefined {
  const accepted = state.acceptedAt === undefined ? undefined : city.periods.at(state.acceptedAt);
  const at = accepted === undefined ? undefined : instantOf(state, accepted.profile.attribution);
  return at === undefined ? undefined : city.periods.at(at);
}

/** The first try and not the one that counts: which one that is depends on the period. */
function instantOf(state: CaseState, attribution: MetricProfile['attribution']): number | undefined {
  return attribution === 'callbackAt' ? state.callbacks[0]?.at : state[attribution];
}

/** Who answers for a case: whose feedback passed (E5), else who has it, else nobody yet (E22). Never a co-unit (E7). */
export function answeringUnit(state: CaseState): string {
  return state.scoringUnitCode ?? state.hostUnitCode ?? UNASSIGNED;
}
