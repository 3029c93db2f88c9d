import type { CaseState } from '../domain/case/CaseState.ts';
import type { City } from '../domain/City.ts';
import { formatCaseNo } from '../domain/ids.ts';
import { WITHHELD } from './intake.ts';
import type { Row } from './liveTable.ts';

/** The row of a case in the `intake` table. */
export function intakeRow(state: CaseState, city: City): Row {
  const withheld = state.confidential || state.kind === 'report';
  return [
    formatCaseNo(city.pack.caseNoPrefix, state.id),
    state.registeredAt,
    state.channel,
    state.kind,
    state.level,
    withheld ? WITHHELD : state.categoryCode,
    withheld ? WITHHELD : state.areaCode,
    state.hostUnitCode ?? null,
    state.state,
  ];
}
