import type { ClockColour } from '../../shared/domain/vocabulary.ts';
import { CLOCK_KINDS, LEVELS } from '../../shared/domain/vocabulary.ts';
import type { Row } from '../../shared/tables/liveTable.ts';
import type { TableStore } from '../state/TableStore.svelte.ts';
import { widthOf } from '../i18n/widthOf.ts';
import type { WallState } from './WallState.ts';

/** So wide, in Latin characters, area and unit still stand on one line. */
const BOTH_FIT = 27;

interface CaseWords {
  readonly what: string;
  readonly level: string;
  readonly where: string;
  readonly says: string;
}

type CaseColumns = readonly ('clock' | 'level' | 'category' | 'area' | 'unit')[];

/** What a line says of a case in the page's language: never more than its category, its area and its unit. */
export function caseWords(
  { city, language }: Pick<WallState, 'city' | 'language'>,
  store: Pick<TableStore<CaseColumns>, 'text'>,
  row: Row,
  colour: ClockColour,
): CaseWords {
  const { words } = language;
  const level = LEVELS.find((known) => known === store.text(row, 'level'));
  const clock = CLOCK_KINDS.find((known) => known === store.text(row, 'clock'));
  const area = city.area(store.text(row, 'area'));
  const unitCode = store.text(row, 'unit');
  // No unit must act: it is for the centre to dispatch, to call back, to see the whole done.
  const unit = unitCode === '' ? words.centre : city.unitWithin(unitCode, BOTH_FIT);
  const both = area === unit ? unit : `${area} · ${unit}`;
  return {
    what: city.category(store.text(row, 'category')),
    level: level === undefined ? words.unknown : words.levels[level],
    // Who must act is worth more than where: the map shows that, under the line's number.
    where: widthOf(both) > BOTH_FIT ? unit : both,
    says: `${clock === undefined ? '' : words.clocks[clock]} ${words.colours[colour]}`.trim(),
  };
}
