import type Database from 'better-sqlite3';
import { assertFits } from '../assertFits.ts';
import { EMPTY_END } from '../dir/EndMark.ts';
import type { EndMark, LogEnd } from '../dir/EndMark.ts';
import { ForeignWriterError } from '../EventStore.ts';
import type { AppendGroup, StoreHead } from '../EventStore.ts';
import { recordGroup } from './recordGroup.ts';
import type { StoreTables } from './StoreTables.ts';
import type { WriteGuard } from './WriteGuard.ts';

export interface WriterOptions {
  /** Where each acknowledged end of the log is noted outside the database. */
  readonly mark?: EndMark | undefined;
  /** Called at once where another program wrote to the log, with the sentence that says so. */
  readonly onForeign?: ((sentence: string) => void) | undefined;
}

interface WriterDeps extends WriterOptions {
  readonly db: Database.Database;
  readonly tables: StoreTables;
  readonly guard: WriteGuard;
}

/** Pages that even a small group touches, in bytes. */
const LEAST_ROOM = 64 * 1024;

/** Writes the groups of one store: alone, in order, and noted in the end mark before anybody is answered. */
export class GroupWriter {
  readonly #deps: WriterDeps;
  readonly #record: (group: AppendGroup) => LogEnd;
  readonly #probe: Database.Statement<[]>;
  #head: StoreHead;
  /** Bytes of the last group that was not written; 0 once there is room for as many. */
  #refusedBytes = 0;

  constructor(deps: WriterDeps) {
    const { db, tables, guard } = deps;
    this.#deps = deps;
    this.#head = guard.read(() => tables.head.get());
    this.#record = db.transaction((group: AppendGroup) => {
      this.#assertAlone();
      return recordGroup(tables, group, deps.mark?.end ?? EMPTY_END);
    }).immediate;
    this.#probe = db.prepare('UPDATE probe SET n = n + 1');
  }

  get head(): StoreHead {
    return this.#head;
  }

  assertFits(group: AppendGroup): void {
    assertFits(this.#head, group);
  }

  async write(group: AppendGroup): Promise<void> {
    const end = this.#commit(group);
    await this.#deps.mark?.advance(end).catch((error: unknown) => {
      throw this.#deps.guard.end(
        new Error('The end mark cannot be written: the last group is recorded, but not acknowledged.', {
          cause: error,
        }),
      );
    });
    this.#head = group.head;
    this.#refusedBytes = 0;
  }

  /** Writes and syncs a byte, or after a group that was not written as many bytes as that one has. */
  probe(): void {
    const { db, guard } = this.#deps;
    const bytes = this.#refusedBytes;
    if (bytes === 0) guard.write(() => this.#probe.run());
    else {
      guard.write(() => db.prepare('INSERT OR REPLACE INTO probe_room VALUES (1, zeroblob(?))').run(bytes));
      guard.write(() => db.prepare('DELETE FROM probe_room').run());
    }
    this.#refusedBytes = 0;
  }

  #commit(group: AppendGroup): LogEnd {
    const { tables, guard, onForeign } = this.#deps;
    const restoreKeys = tables.keys.remember();
    try {
      return guard.write(() => this.#record(group));
    } catch (error) {
      restoreKeys();
      this.#refusedBytes = bytesOf(group);
      if (error instanceof ForeignWriterError) onForeign?.(error.message);
      throw error;
    }
  }

  #assertAlone(): void {
    const { seq, keySlots } = this.#deps.tables.head.peek();
    if (seq === this.#head.seq && keySlots === this.#head.keySlots) return;
    throw new ForeignWriterError(
      `Another program wrote to the log: it ends at event ${seq}, where this hub wrote ${this.#head.seq}; this hub ` +
        `stops, what it acknowledged is kept, and only one hub may be started on this data directory.`,
    );
  }
}

/** About what a group needs on the disk. */
function bytesOf({ texts, ...rows }: AppendGroup): number {
  const sealed = texts.reduce((sum, text) => sum + text.sealed.length, 0);
  return LEAST_ROOM + 2 * (sealed + JSON.stringify(rows).length);
}
