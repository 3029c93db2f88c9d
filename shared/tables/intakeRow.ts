import type { CaseState } from '../domain/case/CaseState.ts';
import type { City } from '../domain/City.ts';
import { formatCaseNo } from '../domain/ids.ts';
import { UNKNOWN } from '../domain/vocabulary.ts';
import type { Row } from './liveTable.ts';
import { shownMatter } from './shownMatter.ts';

/** The row of a case in the `intake` table. */
export function intakeRow(state: CaseState, city: City): Row {
  const { category, area, unit } = shownMatter(state, city);
  return [
    formatCaseNo(city.pack.caseNoPrefix, state.id),
    state.registeredAt,
    // A log of before channels were a list may hold any word.
    city.channelOf(state.channel) ?? UNKNOWN,
    state.kind,
    state.level,
    category,
    area,
    unit,
    state.state,
  ];
}
