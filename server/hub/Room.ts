import type { Frame, Patch, Snapshot } from '../../shared/contract/sync.ts';
import type { Surface, Scope } from '../../shared/tables/liveTable.ts';
import type { LiveTable } from './LiveTable.ts';

/** What a room needs to know of the log it shows. */
export interface RoomLog {
  readonly epoch: string;
  readonly seq: () => number;
  /** Flushes every room of the hub. */
  readonly flush: () => void;
  /** As `Room` tells it. */
  readonly shownSeq: () => number;
}

/** What a screen says it already holds of one table. */
export interface Held {
  readonly table: string;
  readonly scope: string;
  readonly epoch?: string | undefined;
  readonly rev?: number | undefined;
}

/** What brings one table of a screen up to date: the frames it missed, or the whole table. */
export type CatchUp =
  | { readonly kind: 'frames'; readonly frames: readonly Frame[] }
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot; readonly text: string };

/**
 * All tables that one kind of screen sees in one scope; tables are shared with the other rooms that see
 * them. `flush` gathers what changed into one frame a room and hands it to the room's one listener. A join is one synchronous turn: `flush`, add the screen to the room,
 * send `catchUp` of each table; then nothing can fall between the snapshot and the frames that follow.
 */
export class Room {
  readonly surface: Surface;
  readonly scope: Scope;
  readonly #tables: ReadonlyMap<string, LiveTable>;
  readonly #epoch: string;
  readonly #seq: () => number;
  readonly #flushAll: () => void;
  readonly #shownSeq: () => number;
  readonly #cached = new Map<
    string,
    { readonly rev: number; readonly snapshot: Snapshot; readonly text: string }
  >();
  #listener: (frame: Frame) => void = () => {};
  #audience: () => number = () => 0;

  constructor(surface: Surface, scope: Scope, tables: readonly LiveTable[], log: RoomLog) {
    this.surface = surface;
    this.scope = scope;
    this.#tables = new Map(tables.map((table) => [table.spec.name, table]));
    this.#epoch = log.epoch;
    this.#seq = log.seq;
    this.#flushAll = log.flush;
    this.#shownSeq = log.shownSeq;
  }

  get name(): string {
    return `${this.surface}:${this.scope}`;
  }

  /** How many screens its frames go to: what the tick goes by. */
  get screens(): number {
    return this.#audience();
  }

  /** The latest `seq` of whose changes none waits for a flush: what a beat may say without sending a frame first. */
  get shownSeq(): number {
    return this.#shownSeq();
  }

  /** `audience` tells how many screens the listener sends to. */
  onFrame(listener: (frame: Frame) => void, audience?: () => number): void {
    this.#listener = listener;
    if (audience !== undefined) this.#audience = audience;
  }

  has(table: string, scope: string): boolean {
    return scope === this.scope && this.#tables.has(table);
  }

  /** Sends what has changed since the last flush, to this room and to every other; nothing where nothing has. */
  flush(): void {
    this.#flushAll();
  }

  /** Hands the room's share of a flush to its listener. */
  deliver(patches: readonly Patch[]): void {
    const tables = patches.filter((patch) => this.#tables.has(patch.table) && patch.scope === this.scope);
    if (tables.length === 0) return;
    this.#listener({ seq: this.#seq(), tables });
  }

  /** What a screen needs for one table it may see; call right after `flush`. */
  catchUp(held: Held): CatchUp | undefined {
    const table = this.#tables.get(held.table);
    if (table === undefined || held.scope !== this.scope) return undefined;
    const missed = held.epoch === this.#epoch && held.rev !== undefined ? table.since(held.rev) : undefined;
    if (missed === undefined) return { kind: 'snapshot', ...this.#snapshot(table) };
    return { kind: 'frames', frames: missed.map((patch) => ({ seq: this.#seq(), tables: [patch] })) };
  }

  /** The table as `sync:snapshot` tells it, flushed first; undefined where the room has no such table. */
  snapshotOf(name: string): { readonly snapshot: Snapshot; readonly text: string } | undefined {
    const table = this.#tables.get(name);
    if (table === undefined) return undefined;
    this.flush();
    return this.#snapshot(table);
  }

  /** Built once for a revision and shared by all who join at it. */
  #snapshot(table: LiveTable): { readonly snapshot: Snapshot; readonly text: string } {
    const { name } = table.spec;
    const cached = this.#cached.get(name);
    if (cached?.rev === table.rev) return cached;
    const snapshot = table.snapshot(this.#epoch, this.#seq());
    const built = { rev: table.rev, snapshot, text: JSON.stringify(snapshot) };
    this.#cached.set(name, built);
    return built;
  }
}
