import { addChecksum, rowChecksum, subtractChecksum, tableChecksum } from '../../shared/contract/checksum.ts';
import type { Patch, Snapshot } from '../../shared/contract/sync.ts';
import type { Cell, Row } from '../../shared/tables/liveTable.ts';

/**
 * What became of a snapshot or a patch. `gap`: something before it is missing. `epoch`: it belongs to another
 * log or hub than the rows held. `checksum`: the rows are not the hub's. `duplicate`: known already, ignored.
 */
export type Verdict = 'applied' | 'gap' | 'epoch' | 'checksum' | 'duplicate';

interface Held {
  readonly row: Row;
  readonly sum: number;
}

/**
 * A screen's copy of one table in one scope. It knows no business: a snapshot replaces all rows, a patch
 * applies only at `rev + 1` of the same epoch. After a wrong checksum the rows stay (a screen is never blank)
 * but `rev` is given up, so that the next hello asks for the whole table.
 */
export class TableReplica {
  readonly table: string;
  readonly scope: string;
  #epoch: string | undefined;
  #rev: number | undefined;
  #columns: readonly string[] = [];
  #keyIndex = 0;
  #sum = 0;
  #changes = 0;
  #rows = new Map<Cell, Held>();

  constructor(table: string, scope: string) {
    this.table = table;
    this.scope = scope;
  }

  /** The epoch of the rows held; undefined before the first snapshot. */
  get epoch(): string | undefined {
    return this.#epoch;
  }

  /** The revision of the rows held; undefined before the first snapshot and after a wrong checksum. */
  get rev(): number | undefined {
    return this.#rev;
  }

  get checksum(): number {
    return this.#sum;
  }

  get size(): number {
    return this.#rows.size;
  }

  /** Goes up with everything that touched the rows: who draws them compares it with what was drawn last. */
  get changes(): number {
    return this.#changes;
  }

  /** The cells' names, in order, as the last snapshot told them. */
  get columns(): readonly string[] {
    return this.#columns;
  }

  get(key: Cell): Row | undefined {
    return this.#rows.get(key)?.row;
  }

  /** Every row, in no promised order. */
  *rows(): IterableIterator<Row> {
    for (const held of this.#rows.values()) yield held.row;
  }

  /** Takes the whole table; an older revision of the same epoch is a duplicate. */
  applySnapshot(snapshot: Snapshot): Verdict {
    const isSameLog = snapshot.epoch === this.#epoch;
    if (isSameLog && this.#rev !== undefined && snapshot.rev < this.#rev) return 'duplicate';
    this.#changes++;
    this.#columns = snapshot.columns;
    this.#keyIndex = Math.max(0, snapshot.columns.indexOf(snapshot.key));
    this.#rows.clear();
    this.#sum = 0;
    for (const row of snapshot.rows) this.#put(row);
    this.#epoch = snapshot.epoch;
    this.#rev = snapshot.rev;
    return this.#sum === snapshot.checksum ? 'applied' : this.#giveUp();
  }

  /** `epoch` is the one that the hub named in its last hello reply: frames themselves do not carry it. */
  applyPatch(patch: Patch, epoch: string): Verdict {
    if (this.#rev === undefined) return 'gap';
    if (epoch !== this.#epoch) return 'epoch';
    if (patch.rev <= this.#rev) return 'duplicate';
    if (patch.rev !== this.#rev + 1) return 'gap';
    this.#changes++;
    for (const key of patch.del) this.#delete(key);
    for (const row of patch.put) this.#put(row);
    this.#rev = patch.rev;
    const isWrong = patch.checksum !== undefined && patch.checksum !== this.#sum;
    return isWrong ? this.#giveUp() : 'applied';
  }

  /**
   * Adds up the rows themselves and compares with the running sum, which the hub has confirmed: a field that
   * changed in memory is noticed here. True where they agree or where nothing is held to be checked.
   */
  audit(): boolean {
    if (this.#rev === undefined) return true;
    if (tableChecksum(this.rows()) === this.#sum) return true;
    this.#giveUp();
    return false;
  }

  #giveUp(): 'checksum' {
    this.#rev = undefined;
    return 'checksum';
  }

  #put(row: Row): void {
    const key = row[this.#keyIndex] ?? null;
    this.#delete(key);
    const sum = rowChecksum(row);
    this.#rows.set(key, { row, sum });
    this.#sum = addChecksum(this.#sum, sum);
  }

  #delete(key: Cell): void {
    const before = this.#rows.get(key);
    if (before === undefined) return;
    this.#rows.delete(key);
    this.#sum = subtractChecksum(this.#sum, before.sum);
  }
}
