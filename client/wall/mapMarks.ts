import { colourAt } from '../../shared/domain/clock/colour.ts';
import type { ClockColour } from '../../shared/domain/vocabulary.ts';
import type { cells } from '../../shared/tables/cells.ts';
import type { overdue } from '../../shared/tables/overdue.ts';
import type { savable } from '../../shared/tables/savable.ts';
import type { AreaMark } from '../map/AreaMark.ts';
import type { TableStore } from '../state/TableStore.svelte.ts';
import { savableFuse } from './savableFuse.ts';

interface Told {
  readonly cells: TableStore<(typeof cells)['columns']>;
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

/**
 * The mark of each area at an instant. Late is every area with an overdue case, however long the list is; near and
 * soon are those of the savable cases that are listed, as the legend says. `placeOf` tells where an area is drawn.
 */
export function mapMarks(
  { savable, overdue, cells }: Told,
  now: number,
  placeOf: (area: string) => string = (area) => area,
): ReadonlyMap<string, AreaMark> {
  const marks = new Map<string, AreaMark>();
  const add = (area: string, mark: AreaMark | undefined): void => {
    if (mark === undefined) return;
    const place = placeOf(area);
    const had = marks.get(place);
    if (had === undefined || GRAVITY.indexOf(mark) > GRAVITY.indexOf(had)) marks.set(place, mark);
  };
  for (const row of savable.unordered)
    add(savable.text(row, 'area'), MARK_OF[colourAt(savableFuse(savable, row), now)]);
  // Listed as soon as it is past due, counted in its area once that is recorded.
  for (const row of overdue.unordered) add(overdue.text(row, 'area'), 'late');
  for (const row of cells.unordered) if (cells.number(row, 'overdue') > 0) add(String(row[0]), 'late');
  return marks;
}
