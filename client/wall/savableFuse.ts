import { severeAt } from '../../shared/domain/clock/colour.ts';
import type { Thresholds } from '../../shared/domain/clock/colour.ts';
import type { Row } from '../../shared/tables/liveTable.ts';
import type { savable } from '../../shared/tables/savable.ts';
import type { TableStore } from '../state/TableStore.svelte.ts';
import type { Fuse } from './fuseShare.ts';

type SavableStore = Pick<TableStore<(typeof savable)['columns']>, 'number'>;

/** The clock of a savable row, with when it turns which colour: also red, for a hub may fall silent before it does. */
export function savableFuse(store: SavableStore, row: Row): Fuse & Thresholds {
  const dueAt = store.number(row, 'dueAt');
  const budgetMs = store.number(row, 'budgetMs');
  return {
    startAt: store.number(row, 'startAt'),
    budgetMs,
    nearAt: store.number(row, 'nearAt'),
    soonAt: store.number(row, 'soonAt'),
    dueAt,
    severeAt: severeAt(dueAt, budgetMs),
  };
}
