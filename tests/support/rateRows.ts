import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import type { City } from '../../shared/domain/City.ts';
import { RATE_COLUMNS } from '../../shared/domain/rating/rateCounts.ts';
import { contribute } from '../../shared/tables/contribute.ts';

/** What a case adds to the rates: by `YYYY-MM unit` the counts by name, those that are 0 left out. */
export function rateRows(state: CaseState, city: City): Readonly<Record<string, Record<string, number>>> {
  const rows = contribute(state, city)
    .filter(({ table }) => table === 'rates')
    .map(({ key, adds }) => {
      const counts = RATE_COLUMNS.map((column, i) => [column, adds[i] ?? 0] as const);
      return [key, Object.fromEntries(counts.filter(([, count]) => count !== 0))] as const;
    });
  return Object.fromEntries(rows);
}
