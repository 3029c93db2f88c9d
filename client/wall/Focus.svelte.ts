import type { Row } from '../../shared/tables/liveTable.ts';
import type { CityStore } from '../state/CityStore.svelte.ts';
import type { TableStore } from '../state/TableStore.svelte.ts';
import type { overdue } from '../../shared/tables/overdue.ts';
import type { savable } from '../../shared/tables/savable.ts';
import { overdueInSight } from './overdueInSight.ts';

/** A place on the map that a line of the wall points at: both bear the same label, `1` to `9`. */
export interface FocusMark {
  readonly caseNo: string;
  readonly areaCode: string;
  readonly label: string;
  readonly list: 'savable' | 'overdue';
}

/** How many lines of each list point at the map: so many are in sight on the narrowest wall. */
const SAVABLE_MARKS = 5;
export const OVERDUE_MARKS = 4;

/** What leads the eye from an alert to its place: the first lines of both lists and the areas of their cases. */
export class Focus {
  readonly #savable: TableStore<(typeof savable)['columns']>;
  readonly #overdue: TableStore<(typeof overdue)['columns']>;
  readonly #city: CityStore;
  /** As text: two lists of equal marks are then one and the same to whoever draws them. */
  readonly #text = $derived.by(() => JSON.stringify(this.#read()));
  readonly #marks = $derived(JSON.parse(this.#text) as readonly FocusMark[]);

  constructor(
    savableCases: TableStore<(typeof savable)['columns']>,
    overdueCases: TableStore<(typeof overdue)['columns']>,
    city: CityStore,
  ) {
    this.#savable = savableCases;
    this.#overdue = overdueCases;
    this.#city = city;
  }

  /** At most nine, those to be saved first; a new list only where one of them changed. */
  get marks(): readonly FocusMark[] {
    return this.#marks;
  }

  /** The label that a case's line bears; undefined where it points at no place. */
  labelOf(list: FocusMark['list'], caseNo: string): string | undefined {
    return this.#marks.find((mark) => mark.list === list && mark.caseNo === caseNo)?.label;
  }

  /** A line whose area nobody knows, or nobody may know, keeps its number so that the others keep theirs. */
  #read(): readonly FocusMark[] {
    const areas = new Set(this.#city.city?.areas.map(({ code }) => code));
    const mark = (list: FocusMark['list'], first: number, areaOf: (row: Row) => string) => {
      return (row: Row, index: number): FocusMark => ({
        caseNo: String(row[0]),
        areaCode: areaOf(row),
        label: String(first + index),
        list,
      });
    };
    const savableMark = mark('savable', 1, (row) => this.#savable.text(row, 'area'));
    const overdueMark = mark('overdue', 1 + SAVABLE_MARKS, (row) => this.#overdue.text(row, 'area'));
    const dueAt = (row: Row): number => this.#overdue.number(row, 'dueAt');
    return [
      ...this.#savable.rows.slice(0, SAVABLE_MARKS).map(savableMark),
      ...overdueInSight(this.#overdue.rows, dueAt, OVERDUE_MARKS).map(overdueMark),
    ].filter(({ areaCode }) => areas.has(areaCode));
  }
}
