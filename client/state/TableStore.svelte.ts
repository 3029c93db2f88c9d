import type { Cell, Row, TableSpec } from '../../shared/tables/liveTable.ts';
import type { TableReplica } from '../link/TableReplica.ts';
import { compareRows } from '../../shared/tables/compareRows.ts';

/**
 * One live table as components read it. `publish` reassigns the rows only when the replica changed, at most
 * once a frame, so that whoever reads them is told once; rows themselves are never edited. Order and look-up are
 * worked out where somebody asks: a trend of four weeks is not sorted anew for each case.
 */
export class TableStore<Columns extends readonly string[] = readonly string[]> {
  readonly spec: TableSpec<string, Columns>;
  #unordered = $state.raw<readonly Row[]>([]);
  #columns = $state.raw<readonly string[]>([]);
  #changes = -1;
  #behindSince = $state.raw<number | undefined>(undefined);
  readonly #rows = $derived(this.#inOrder(this.#unordered));
  readonly #byKey = $derived(byKey(this.#unordered));

  constructor(spec: TableSpec<string, Columns>) {
    this.spec = spec;
  }

  /** In the table's own order; empty before the first snapshot. */
  get rows(): readonly Row[] {
    return this.#rows;
  }

  /** The same rows in no promised order. */
  get unordered(): readonly Row[] {
    return this.#unordered;
  }

  /** False until the first snapshot: an empty table and no table are not the same on a screen. */
  get isFilled(): boolean {
    return this.#columns.length > 0;
  }

  /** The hub's time as of which the rows stand while some that were missed are on their way; undefined mostly. */
  get behindSince(): number | undefined {
    return this.#behindSince;
  }

  /** Tells whether the rows are the hub's as of `asOf`, or it waits for some. */
  confirm(isCurrent: boolean, asOf: number | undefined): void {
    if (isCurrent) this.#behindSince = undefined;
    else this.#behindSince ??= asOf;
  }

  /** Whether there was anything new. */
  publish(replica: TableReplica): boolean {
    if (replica.changes === this.#changes || replica.columns.length === 0) return false;
    this.#changes = replica.changes;
    this.#columns = replica.columns;
    this.#unordered = [...replica.rows()];
    return true;
  }

  row(key: Cell): Row | undefined {
    return this.#byKey.get(key);
  }

  /** One cell of a row; null where the hub's table has no such column. */
  cell(row: Row, column: Columns[number]): Cell {
    return row[this.#columns.indexOf(column)] ?? null;
  }

  number(row: Row, column: Columns[number]): number {
    const cell = this.cell(row, column);
    return typeof cell === 'number' ? cell : 0;
  }

  text(row: Row, column: Columns[number]): string {
    return String(this.cell(row, column) ?? '');
  }

  /**
   * A counter by its key: zero where the table is there and has no such row, for nothing was counted under it;
   * undefined before the table is there.
   */
  count(key: Cell, column: Columns[number]): number | undefined {
    if (!this.isFilled) return undefined;
    const row = this.row(key);
    return row === undefined ? 0 : this.number(row, column);
  }

  #inOrder(rows: readonly Row[]): readonly Row[] {
    const { order } = this.spec;
    const by = this.#columns.indexOf(order.by);
    return [...rows].sort((a, b) => compareRows(a, b, { by, key: 0, descending: order.descending }));
  }
}

function byKey(rows: readonly Row[]): ReadonlyMap<Cell, Row> {
  return new Map(rows.map((row) => [row[0] ?? null, row]));
}
