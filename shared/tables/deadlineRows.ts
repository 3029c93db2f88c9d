import type { CaseState } from '../domain/case/CaseState.ts';
import { deadlinesOf, overdueClock, savableClock } from '../domain/case/deadlines.ts';
import type { City } from '../domain/City.ts';
import type { Clock } from '../domain/clock/Clock.ts';
import { thresholds } from '../domain/clock/colour.ts';
import { isOfUnit } from '../domain/clock/isOfUnit.ts';
import { formatCaseNo } from '../domain/ids.ts';
import type { Cell, Row } from './liveTable.ts';
import { shownMatter } from './shownMatter.ts';

/** The row of a case in the `savable` table; undefined where no clock of the unit's can be kept any more. */
export function savableRow(state: CaseState, city: City, now: number): Row | undefined {
  const clock = savableClock(state, now);
  if (clock === undefined) return undefined;
  const { nearAt, soonAt, dueAt } = thresholds(clock);
  return [
    caseNo(state, city),
    dueAt,
    clock.kind,
    nearAt,
    soonAt,
    ...whatAndWho(state, clock, city),
    clock.startAt,
    clock.budgetMs,
  ];
}

/** The row of a case in the `overdue` table; undefined where it is not overdue. */
export function overdueRow(state: CaseState, city: City, now: number): Row | undefined {
  const clock = overdueClock(state, now);
  if (clock === undefined) return undefined;
  const { rank } = deadlinesOf(state);
  const { dueAt, severeAt } = thresholds(clock);
  return [caseNo(state, city), rank, dueAt, severeAt, clock.kind, ...whatAndWho(state, clock, city)];
}

function caseNo({ id }: CaseState, city: City): string {
  return formatCaseNo(city.pack.caseNoPrefix, id);
}

/** The unit is the one that must act before the clock falls due; none stands for the centre. */
function whatAndWho(state: CaseState, { kind }: Clock, city: City): readonly Cell[] {
  const { category, area, unit } = shownMatter(state, city);
  return [state.level, category, area, isOfUnit(kind) ? unit : null];
}
