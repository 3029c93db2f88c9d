import type { City } from '../City.ts';
import type { CaseEvent } from './CaseEvent.ts';
import type { CaseOrder } from './CaseCommand.ts';
import type { CaseState } from './CaseState.ts';

/**
 * What follows by rule from an event, as further commands for the same group: an intake is accepted at
 * once, praise is recorded as praise, and an accepted case goes to the unit that is known to be
 * responsible, the one named by its source before the one named by a dispatch rule. A case for which
 * neither names one waits (待派单).
 */
export function react(event: CaseEvent, state: CaseState, city: City): readonly CaseOrder[] {
  const caseId = state.id;
  if (event.type === 'CaseRegistered') {
    if (state.kind === 'praise') return [{ type: 'RecordPraise', caseId, payload: {} }];
    return [{ type: 'AcceptCase', caseId, payload: {} }];
  }
  if (event.type !== 'CaseAccepted') return [];
  const hostUnitCode =
    state.namedUnitCode ?? city.responsibleUnit(state.categoryCode, state.areaCode, event.at);
  if (hostUnitCode === undefined) return [];
  return [{ type: 'Dispatch', caseId, payload: { hostUnitCode, coUnitCodes: [] } }];
}
