import { colourAt } from '../../shared/domain/clock/colour.ts';
import type { ClockColour } from '../../shared/domain/vocabulary.ts';
import type { overdue } from '../../shared/tables/overdue.ts';
import type { savable } from '../../shared/tables/savable.ts';
import type { AreaMark } from '../map/AreaMark.ts';
import type { TableStore } from '../state/TableStore.svelte.ts';

interface Lists {
  readonly savable: TableStore<(typeof savable)['columns']>;
  readonly overdue: TableStore<(typeof overdue)['columns']>;
}

/** Severe cases bear the mark of late ones: beside a mark there is no room for the word that tells them apart. */
const MARK_OF: Readonly<Record<ClockColour, AreaMark | undefined>> = {
  green: undefined,
  yellow: 'near',
  orange: 'soon',
  red: 'late',
  darkRed: 'late',
};
const GRAVITY: readonly AreaMark[] = ['near', 'soon', 'late'];

/** The mark of each area at an instant: that of the gravest of its cases in the two lists. */
export function mapMarks(lists: Lists, now: number): ReadonlyMap<string, AreaMark> {
  const marks = new Map<string, AreaMark>();
  const add = (area: string, mark: AreaMark | undefined): void => {
    const had = marks.get(area);
    if (mark === undefined) return;
    if (had === undefined || GRAVITY.indexOf(mark) > GRAVITY.indexOf(had)) marks.set(area, mark);
  };
  for (const row of lists.savable.unordered) {
    const at = (column: 'nearAt' | 'soonAt' | 'dueAt'): number => lists.savable.number(row, column);
    const thresholds = { nearAt: at('nearAt'), soonAt: at('soonAt'), dueAt: at('dueAt'), severeAt: Infinity };
    add(lists.savable.text(row, 'area'), MARK_OF[colourAt(thresholds, now)]);
  }
  for (const row of lists.overdue.unordered) add(lists.overdue.text(row, 'area'), 'late');
  return marks;
}
