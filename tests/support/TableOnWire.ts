import { tableChecksum } from '../../shared/contract/checksum.ts';
import type { Patch, Snapshot } from '../../shared/contract/sync.ts';
import type { Cell, Row } from '../../shared/tables/liveTable.ts';

/** A hub's side of one small table, by hand: what it would say at each revision. Columns `code, open`. */
export class TableOnWire {
  readonly table: string;
  epoch = 'epoch-1';
  rev = 0;
  readonly #rows = new Map<Cell, Row>();

  constructor(table: string) {
    this.table = table;
  }

  get rows(): readonly Row[] {
    return [...this.#rows.values()];
  }

  get checksum(): number {
    return tableChecksum(this.rows);
  }

  snapshot(seq = this.rev): Snapshot {
    const { table, epoch, rev, checksum } = this;
    const rows = this.rows.map((row) => [...row]);
    return { table, scope: 'city', epoch, rev, seq, columns: ['code', 'open'], key: 'code', rows, checksum };
  }

  patch(put: readonly Row[], del: readonly Cell[] = []): Patch {
    for (const key of del) this.#rows.delete(key);
    for (const row of put) this.#rows.set(row[0] ?? null, row);
    this.rev++;
    const { table, rev, checksum } = this;
    return { table, scope: 'city', rev, put: put.map((row) => [...row]), del: [...del], checksum };
  }
}
