import type { Snapshot } from '../../shared/contract/sync.ts';
import type { Numbers } from './independentFold.ts';

/**
 * Where a table says something else than the fold: one sentence for each cell. A counter that the fold never
 * touched is 0.
 */
export function differencesFromFold(
  snapshot: Pick<Snapshot, 'table' | 'columns' | 'rows'>,
  numbers: Numbers,
): string[] {
  const { table, columns, rows } = snapshot;
  return rows.flatMap(([key, ...cells]) => {
    const folded = numbers[table]?.[String(key)];
    return columns.slice(1).flatMap((column, i) => {
      const cell = cells[i];
      const other = folded !== undefined && column in folded ? folded[column] : 0;
      return other === cell
        ? []
        : [`${table} ${String(key)} ${column}: shown ${String(cell)}, folded ${String(other)}`];
    });
  });
}
