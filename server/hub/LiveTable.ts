import { addChecksum, rowChecksum, subtractChecksum } from '../../shared/contract/checksum.ts';
import type { Patch, Snapshot } from '../../shared/contract/sync.ts';
import { compareRows } from '../../shared/tables/compareRows.ts';
import type { RowOrder } from '../../shared/tables/compareRows.ts';
import type { Cell, Row, Scope, TableSpec } from '../../shared/tables/liveTable.ts';
import { must } from '../../shared/lib/assert.ts';

interface Held {
  readonly row: Row;
  readonly text: string;
  readonly sum: number;
}

/** How many past patches are kept for screens that are a little behind. */
const RING = 64;

/**
 * The hub's copy of one table in one scope. Changes gather until `flush` turns them into one patch and
 * moves `rev` on. A full table drops its last row by order for one that stands before it, and takes no notice
 * of one that would stand after it. A put that changes nothing is no change.
 */
export class LiveTable {
  readonly spec: TableSpec;
  readonly scope: Scope;
  #rev = 0;
  #sum = 0;
  #rows = new Map<Cell, Held>();
  #put = new Set<Cell>();
  #del = new Set<Cell>();
  #ring: Patch[] = [];
  readonly #order: RowOrder;

  constructor(spec: TableSpec, scope: Scope) {
    this.spec = spec;
    this.scope = scope;
    this.#order = { by: spec.columns.indexOf(spec.order.by), key: 0, descending: spec.order.descending };
  }

  get rev(): number {
    return this.#rev;
  }

  get checksum(): number {
    return this.#sum;
  }

  get isDirty(): boolean {
    return this.#put.size > 0 || this.#del.size > 0;
  }

  get size(): number {
    return this.#rows.size;
  }

  get(key: Cell): Row | undefined {
    return this.#rows.get(key)?.row;
  }

  rows(): readonly Row[] {
    return [...this.#rows.values()].map((held) => held.row).sort((a, b) => this.#compare(a, b));
  }

  put(row: Row): void {
    const key = must(row[0], 'a row has no key');
    const text = JSON.stringify(row);
    const before = this.#rows.get(key);
    if (before?.text === text) return;
    if (before === undefined && this.#rows.size >= this.spec.limit && !this.#makeRoomFor(row)) return;
    const sum = rowChecksum(row);
    this.#sum = addChecksum(before === undefined ? this.#sum : subtractChecksum(this.#sum, before.sum), sum);
    this.#rows.set(key, { row, text, sum });
    this.#put.add(key);
    this.#del.delete(key);
  }

  delete(key: Cell): void {
    const before = this.#rows.get(key);
    if (before === undefined) return;
    this.#sum = subtractChecksum(this.#sum, before.sum);
    this.#rows.delete(key);
    this.#put.delete(key);
    this.#del.add(key);
  }

  /** Makes the table hold these rows and no others; what stays the same is no change. */
  become(rows: readonly Row[]): void {
    const keys = new Set(rows.map((row) => row[0]));
    for (const key of [...this.#rows.keys()]) if (!keys.has(key)) this.delete(key);
    for (const row of rows) this.put(row);
  }

  /** The changes since the last flush as the next patch, or undefined where there are none. */
  flush(): Patch | undefined {
    if (!this.isDirty) return undefined;
    this.#rev++;
    const patch: Patch = {
      table: this.spec.name,
      scope: this.scope,
      rev: this.#rev,
      put: [...this.#put].map((key) => [...must(this.#rows.get(key), 'a changed row is gone').row]),
      del: [...this.#del],
      checksum: this.#sum,
    };
    this.#put.clear();
    this.#del.clear();
    this.#ring.push(patch);
    if (this.#ring.length > RING) this.#ring.shift();
    return patch;
  }

  /** The patches after `rev`, or undefined where the ring no longer reaches back that far. */
  since(rev: number): readonly Patch[] | undefined {
    if (rev > this.#rev) return undefined;
    const missed = this.#rev - rev;
    return missed > this.#ring.length ? undefined : this.#ring.slice(this.#ring.length - missed);
  }

  /** The whole table at its last flushed revision; call only when nothing is waiting to be flushed. */
  snapshot(epoch: string, seq: number): Snapshot {
    return {
      table: this.spec.name,
      scope: this.scope,
      epoch,
      rev: this.#rev,
      seq,
      columns: [...this.spec.columns],
      key: must(this.spec.columns[0], 'a table has no columns'),
      rows: this.rows().map((row) => [...row]),
      checksum: this.#sum,
    };
  }

  /** Drops the last row by order, unless the new one would stand after it. */
  #makeRoomFor(row: Row): boolean {
    let last: Row | undefined;
    for (const held of this.#rows.values()) {
      if (last === undefined || this.#compare(held.row, last) > 0) last = held.row;
    }
    if (last === undefined || this.#compare(row, last) > 0) return false;
    this.delete(must(last[0], 'a row has no key'));
    return true;
  }

  #compare(a: Row, b: Row): number {
    return compareRows(a, b, this.#order);
  }
}
