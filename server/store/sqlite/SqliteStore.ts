import type Database from 'better-sqlite3';
import type { CaseEvent } from '../../../shared/domain/case/CaseEvent.ts';
import type { CaseState } from '../../../shared/domain/case/CaseState.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import type { HubEventKind, LogEvent } from '../../../shared/domain/LogEvent.ts';
import type { CountingRules } from '../../../shared/domain/rating/countingRules.ts';
import type { CounterTableName } from '../../../shared/tables/liveTables.ts';
import { assertEmpty } from '../assertFits.ts';
import type {
  AppendGroup,
  CaseRange,
  CaseRates,
  ContributionRow,
  CounterKey,
  CounterRow,
  EventStore,
  KeyEntry,
  OpenRow,
  PastCases,
  PastRates,
  RateSums,
  SealedText,
  StoreHead,
  SubjectHead,
  TextRange,
} from '../EventStore.ts';
import type { HeldFiles } from '../dir/HeldFiles.ts';
import { GroupWriter } from './GroupWriter.ts';
import type { WriterOptions } from './GroupWriter.ts';
import { lastLostId, lossesOf } from './losses.ts';
import type { Loss } from './losses.ts';
import { openDatabase } from './openDatabase.ts';
import type { OpenOptions } from './openDatabase.ts';
import { PastRateReader } from './PastRateReader.ts';
import { StoreTables } from './StoreTables.ts';
import { WalValve } from './WalValve.ts';
import { WriteGuard } from './WriteGuard.ts';

export interface SqliteStoreOptions extends OpenOptions, WriterOptions {
  /** The files that must stay what they are; the store's own join them. */
  readonly held?: HeldFiles | undefined;
  /** When the write-ahead log passes this, an append waits until it is empty. 64 MB unless told. */
  readonly walLimitBytes?: number | undefined;
  /** Milliseconds between two checkpoints. */
  readonly checkpointEveryMs?: number | undefined;
  /** Milliseconds without an append after which the write-ahead log is emptied. A second unless told. */
  readonly idleMs?: number | undefined;
}

const WAL_LIMIT_BYTES = 64 * 1024 * 1024;
const CHECKPOINT_EVERY_MS = 250;
/** Few enough that a page is gone again before the collector moves it to where collecting is dear. */
const OPEN_PAGE = 2_000;

/** The embedded store: one file, one writer, every group one synced transaction. */
export class SqliteStore implements EventStore {
  readonly #db: Database.Database;
  readonly #tables: StoreTables;
  readonly #guard: WriteGuard;
  readonly #writer: GroupWriter;
  readonly #valve: WalValve;
  readonly #losses: readonly Loss[];
  readonly #mark: WriterOptions['mark'];
  readonly #pastRates: PastRateReader;

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
    const { held } = options;
    this.#db = db;
    this.#mark = options.mark;
    this.#tables = new StoreTables(db);
    this.#guard = new WriteGuard(() => held?.assertKept());
    this.#losses = this.#guard.read(() => lossesOf(db));
    this.#writer = new GroupWriter({ ...options, db, tables: this.#tables, guard: this.#guard });
    this.#pastRates = new PastRateReader(path);
    this.#valve = new WalValve({
      path,
      limitBytes: options.walLimitBytes ?? WAL_LIMIT_BYTES,
      everyMs: options.checkpointEveryMs ?? CHECKPOINT_EVERY_MS,
      idleMs: options.idleMs,
      onFailure: (error) => this.#guard.judge(error),
    });
    for (const file of [path, `${path}-shm`]) held?.hold(file);
    held?.hold(`${path}-wal`, { leastBytes: () => this.#valve.leastBytes });
  }

  get rowsRead(): number {
    return this.#tables.meter.rows;
  }

  /** How often an append had to wait for the write-ahead log to be emptied. */
  get valveClosed(): number {
    return this.#valve.closed;
  }

  async head(): Promise<StoreHead> {
    return this.#writer.head;
  }

  async append(group: AppendGroup): Promise<void> {
    this.#writer.assertFits(group);
    const passed = this.#valve.pass();
    if (passed !== undefined) {
      await passed.catch((error: unknown) => {
        throw this.#guard.judge(error);
      });
    }
    await this.#writer.write(group);
    this.#valve.grown();
  }

  async cases(ids: readonly CaseId[]): Promise<ReadonlyMap<CaseId, CaseState>> {
    const found = this.#guard.read(() => ids.flatMap((id) => this.#tables.cases.get(id) ?? []));
    return new Map(found.map((state) => [state.id, state]));
  }

  async newestCases(limit: number): Promise<readonly CaseState[]> {
    return this.#guard.read(() => this.#tables.cases.newest(limit));
  }

  async lastCaseId(day: number): Promise<CaseId | undefined> {
    const lost = lastLostId(this.#losses, day);
    const last = this.#guard.read(() => this.#tables.cases.lastId(day));
    return lost === undefined ? last : Math.max(lost, last ?? 0);
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
    const { counters } = this.#tables;
    return this.#guard.read(() => keys.flatMap(({ table, key }) => counters.get(table, key) ?? []));
  }

  async countersUnder(table: CounterTableName, prefix: string): Promise<readonly CounterRow[]> {
    return this.#guard.read(() => this.#tables.counters.under(table, prefix));
  }

  async keys(hashes: readonly string[]): Promise<readonly KeyEntry[]> {
    return this.#guard.read(() => this.#tables.keys.known(hashes));
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
    assertEmpty(this.#writer.head);
    this.#guard.write(() => this.#tables.origin.put(rules));
  }

  async texts(id: CaseId, range?: TextRange): Promise<readonly SealedText[]> {
    return this.#guard.read(() => this.#tables.texts.of(id, range));
  }

  async contributions(id: CaseId): Promise<readonly ContributionRow[]> {
    return this.#guard.read(() => this.#tables.contributions.of(id));
  }

  async lastContributions(ids: readonly CaseId[]): Promise<readonly ContributionRow[]> {
    return this.#guard.read(() => ids.flatMap((id) => this.#tables.contributions.last(id) ?? []));
  }

  async contributionsAt(seq: number, range: CaseRange): Promise<readonly ContributionRow[]> {
    return this.#guard.read(() => this.#tables.contributions.at(seq, range));
  }

  async touched(after: number, to: number, below: CaseId): Promise<readonly CaseId[]> {
    return this.#guard.read(() => this.#tables.events.subjects(after, to, below));
  }

  async rateSumsAt(asked: PastRates, signal: AbortSignal): Promise<readonly RateSums[]> {
    return this.#pastRates.sums(asked, signal);
  }

  async rateCasesAt(asked: PastCases, signal: AbortSignal): Promise<readonly CaseRates[]> {
    return this.#pastRates.cases(asked, signal);
  }

  async pendingErasures(): Promise<readonly { readonly caseId: CaseId; readonly keySlot: number }[]> {
    return this.#guard.read(() => this.#tables.erasures.pending());
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
    const mark = this.#db.transaction(() => this.#tables.erasures.markDone(ids));
    if (isClear) this.#guard.write(() => mark.immediate());
    return isClear;
  }

  async probe(): Promise<void> {
    this.#writer.probe();
  }

  async close(): Promise<void> {
    await this.#pastRates.close();
    await this.#valve.close();
    this.#db.close();
    this.#mark?.close();
  }
}
