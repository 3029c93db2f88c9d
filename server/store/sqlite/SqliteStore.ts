import type Database from 'better-sqlite3';
import type { CaseEvent } from '../../../shared/domain/case/CaseEvent.ts';
import type { CaseState } from '../../../shared/domain/case/CaseState.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import type { HubEventKind, LogEvent } from '../../../shared/domain/LogEvent.ts';
import type { CountingRules } from '../../../shared/domain/rating/countingRules.ts';
import type { CounterTableName } from '../../../shared/tables/liveTables.ts';
import { assertEmpty, assertFits } from '../assertFits.ts';
import type {
  AppendGroup,
  CaseRange,
  ContributionRow,
  CounterKey,
  CounterRow,
  EventStore,
  KeyEntry,
  OpenRow,
  SealedText,
  StoreHead,
  SubjectHead,
  TextRange,
} from '../EventStore.ts';
import { openDatabase } from './openDatabase.ts';
import type { OpenOptions } from './openDatabase.ts';
import { recordGroup } from './recordGroup.ts';
import { StoreTables } from './StoreTables.ts';
import { WalValve } from './WalValve.ts';
import { WriteGuard } from './WriteGuard.ts';

export interface SqliteStoreOptions extends OpenOptions {
  /** When the write-ahead log passes this, an append waits until it is empty. 64 MB unless told. */
  readonly walLimitBytes?: number | undefined;
  /** Milliseconds between two checkpoints. */
  readonly checkpointEveryMs?: number | undefined;
}

const WAL_LIMIT_BYTES = 64 * 1024 * 1024;
const CHECKPOINT_EVERY_MS = 250;
/** Few enough that a page is gone again before the collector moves it to where collecting is dear. */
const OPEN_PAGE = 2_000;

/** The embedded store: one file, one writer, every group one synced transaction. */
export class SqliteStore implements EventStore {
  readonly #db: Database.Database;
  readonly #tables: StoreTables;
  readonly #guard = new WriteGuard();
  readonly #valve: WalValve;
  readonly #record: (group: AppendGroup) => void;
  readonly #known: (hashes: readonly string[]) => readonly KeyEntry[];
  readonly #probe: Database.Statement<[]>;
  #head: StoreHead;

  /** Creates or migrates the file at `path`. Throws StartError where it cannot be trusted or opened. */
  static open(path: string, options: SqliteStoreOptions = {}): SqliteStore {
    const db = openDatabase(path, options);
    try {
      return new SqliteStore(db, path, options);
    } catch (error) {
      db.close();
      throw error;
    }
  }

  /** Use `SqliteStore.open`. */
  constructor(db: Database.Database, path: string, options: SqliteStoreOptions) {
    this.#db = db;
    this.#tables = new StoreTables(db);
    this.#record = db.transaction((group: AppendGroup) => recordGroup(this.#tables, group)).immediate;
    // Without a transaction around them each probe would lock and unlock the log by itself.
    this.#known = db.transaction((hashes: readonly string[]) =>
      hashes.map((hash) => this.#tables.keys.get(hash)).filter((entry) => entry !== undefined),
    );
    this.#probe = db.prepare('UPDATE probe SET n = n + 1');
    this.#head = this.#guard.read(() => this.#tables.head.get());
    this.#valve = new WalValve({
      path,
      limitBytes: options.walLimitBytes ?? WAL_LIMIT_BYTES,
      everyMs: options.checkpointEveryMs ?? CHECKPOINT_EVERY_MS,
      onFailure: (error) => this.#guard.judge(error),
    });
  }

  get rowsRead(): number {
    return this.#tables.meter.rows;
  }

  /** How often an append had to wait for the write-ahead log to be emptied. */
  get valveClosed(): number {
    return this.#valve.closed;
  }

  async head(): Promise<StoreHead> {
    return this.#head;
  }

  async append(group: AppendGroup): Promise<void> {
    assertFits(this.#head, group);
    const passed = this.#valve.pass();
    if (passed !== undefined) {
      await passed.catch((error: unknown) => {
        throw this.#guard.judge(error);
      });
    }
    const restoreKeys = this.#tables.keys.remember();
    this.#guard.write(() => {
      try {
        this.#record(group);
      } catch (error) {
        restoreKeys();
        throw error;
      }
    });
    this.#head = group.head;
  }

  async cases(ids: readonly CaseId[]): Promise<ReadonlyMap<CaseId, CaseState>> {
    return this.#guard.read(() => {
      const found = new Map<CaseId, CaseState>();
      for (const id of ids) {
        const state = this.#tables.cases.get(id);
        if (state !== undefined) found.set(id, state);
      }
      return found;
    });
  }

  async newestCases(limit: number): Promise<readonly CaseState[]> {
    return this.#guard.read(() => this.#tables.cases.newest(limit));
  }

  async lastCaseId(day: number): Promise<CaseId | undefined> {
    return this.#guard.read(() => this.#tables.cases.lastId(day));
  }

  async *openRows(): AsyncIterable<readonly OpenRow[]> {
    for (let after = 0; ;) {
      const page = this.#guard.read(() => this.#tables.cases.openRows(after, OPEN_PAGE));
      if (page.length > 0) yield page;
      const last = page.at(-1);
      if (last === undefined || page.length < OPEN_PAGE) return;
      after = last.id;
    }
  }

  async counters(
    table: CounterTableName,
    descending: boolean,
    limit: number,
  ): Promise<readonly CounterRow[]> {
    return this.#guard.read(() => this.#tables.counters.first(table, descending, limit));
  }

  async counterRows(keys: readonly CounterKey[]): Promise<readonly CounterRow[]> {
    return this.#guard.read(() =>
      keys.map(({ table, key }) => this.#tables.counters.get(table, key)).filter((row) => row !== undefined),
    );
  }

  async countersUnder(table: CounterTableName, prefix: string): Promise<readonly CounterRow[]> {
    return this.#guard.read(() => this.#tables.counters.under(table, prefix));
  }

  async keys(hashes: readonly string[]): Promise<readonly KeyEntry[]> {
    return this.#guard.read(() => this.#known(hashes));
  }

  async history(id: CaseId): Promise<readonly CaseEvent[]> {
    return this.#guard.read(() => {
      const state = this.#tables.cases.get(id);
      return state === undefined ? [] : this.#tables.events.chain(id, state.seq);
    });
  }

  async events(after: number, limit: number): Promise<readonly LogEvent[]> {
    return this.#guard.read(() => this.#tables.events.after(after, limit));
  }

  async subjects(kind: HubEventKind): Promise<readonly SubjectHead[]> {
    return this.#guard.read(() => this.#tables.subjects.of(kind));
  }

  async origin(): Promise<CountingRules | undefined> {
    return this.#guard.read(() => this.#tables.origin.get());
  }

  async begin(rules: CountingRules): Promise<void> {
    assertEmpty(this.#head);
    this.#guard.write(() => this.#tables.origin.put(rules));
  }

  async texts(id: CaseId, range?: TextRange): Promise<readonly SealedText[]> {
    return this.#guard.read(() => this.#tables.texts.of(id, range));
  }

  async contributions(id: CaseId): Promise<readonly ContributionRow[]> {
    return this.#guard.read(() => this.#tables.contributions.of(id));
  }

  async lastContributions(ids: readonly CaseId[]): Promise<readonly ContributionRow[]> {
    return this.#guard.read(() =>
      ids.map((id) => this.#tables.contributions.last(id)).filter((row) => row !== undefined),
    );
  }

  async contributionsAt(seq: number, range: CaseRange): Promise<readonly ContributionRow[]> {
    return this.#guard.read(() => this.#tables.contributions.at(seq, range));
  }

  async touched(after: number, to: number, below: CaseId): Promise<readonly CaseId[]> {
    return this.#guard.read(() => this.#tables.events.subjects(after, to, below));
  }

  async pendingErasures(): Promise<readonly { readonly caseId: CaseId; readonly keySlot: number }[]> {
    const pending = this.#guard.read(() => this.#tables.erasures.all()).filter(({ done }) => !done);
    return pending.map(({ caseId, keySlot }) => ({ caseId, keySlot }));
  }

  /**
   * Freed pages are zeroed as they are freed (secure_delete); what is left is the log's older copies of them.
   * Scrubs first and marks after, so that a crash in between is made good at the next start.
   */
  async confirmErased(ids: readonly CaseId[]): Promise<boolean> {
    if (ids.length === 0) return true;
    this.#guard.assertWhole();
    const isClear = await this.#valve.empty().catch((error: unknown) => {
      throw this.#guard.judge(error);
    });
    if (isClear) this.#guard.write(() => this.#db.transaction(() => this.#markErased(ids)).immediate());
    return isClear;
  }

  async probe(): Promise<void> {
    this.#guard.write(() => this.#probe.run());
  }

  async close(): Promise<void> {
    await this.#valve.close();
    this.#db.close();
  }

  #markErased(ids: readonly CaseId[]): void {
    for (const id of ids) {
      const erasure = this.#tables.erasures.get(id);
      if (erasure !== undefined) this.#tables.erasures.put({ ...erasure, done: true });
    }
  }
}
