import type { City } from '../City.ts';
import { answerOf, isGoodEnough } from './Callback.ts';
import type { CaseEvent } from './CaseEvent.ts';
import type { CaseOrder } from './CaseCommand.ts';
import type { CaseState } from './CaseState.ts';

/**
 * What follows by rule from an event, as further commands for the same group: an intake is accepted at
 * once, praise is recorded as praise, and an accepted case goes to the unit that is known to be
 * responsible, the one named by its source before the one named by a dispatch rule. A case for which
 * neither names one waits (待派单), and so does one whose kind the hotline answers itself. A requester who says that
 * it is solved and is not dissatisfied ends the case (C23); anything else is for people to decide.
 */
export function react(event: CaseEvent, state: CaseState, city: City): readonly CaseOrder[] {
  const caseId = state.id;
  if (event.type === 'CaseRegistered') {
    if (state.kind === 'praise') return [{ type: 'RecordPraise', caseId, payload: {} }];
    return [{ type: 'AcceptCase', caseId, payload: {} }];
  }
  if (event.type === 'CaseCallbackRecorded') return afterCallback(state, city, event.at);
  if (event.type !== 'CaseAccepted') return [];
  if (city.policyAt(event.at).answeredByHotline.includes(state.kind)) return [];
  const hostUnitCode =
    state.namedUnitCode ?? city.responsibleUnit(state.categoryCode, state.areaCode, event.at);
  if (hostUnitCode === undefined) return [];
  return [{ type: 'Dispatch', caseId, payload: { hostUnitCode, coUnitCodes: [] } }];
}

function afterCallback(state: CaseState, city: City, at: number): readonly CaseOrder[] {
  const answer = answerOf(state.callbacks, state.attempt);
  if (state.state !== 'callback' || answer === undefined || !isGoodEnough(answer, city.policyAt(at)))
    return [];
  // A person may still say otherwise (E15); the hub's clock closes the case when that time is over.
  if (answer.settlesAt !== undefined && at < answer.settlesAt) return [];
  return [{ type: 'CloseSolved', caseId: state.id, payload: {} }];
}
