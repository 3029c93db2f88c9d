import type { CaseEvent } from '../../shared/domain/case/CaseEvent.ts';
import type { Deadlines } from '../../shared/domain/case/deadlines.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import type { HubEventKind, LogEvent } from '../../shared/domain/LogEvent.ts';
import type { CountingRules } from '../../shared/domain/rating/countingRules.ts';
import type { Share } from '../../shared/tables/shares/Share.ts';
import type { CounterTableName } from '../../shared/tables/liveTables.ts';

/** Where the log ends. `keySlots` is how many slots of the key file are taken. */
export interface StoreHead {
  readonly seq: number;
  readonly keySlots: number;
}

/** What the hub keeps in memory of a case that its clock has to look at. */
export interface OpenRow extends Deadlines {
  readonly id: CaseId;
}

/** Which row of a counter table. */
export interface CounterKey {
  readonly table: CounterTableName;
  readonly key: string;
}

/** One row of a counter table, whole: `values` are the cells after the key. */
export interface CounterRow extends CounterKey {
  readonly values: readonly number[];
}

/**
 * A caller's key and what it led to. `hash` and `bodyMac` are keyed MACs in hex: the store can tell two
 * apart and say nothing about either. The answer is the case's history folded up to `seq`.
 */
export interface KeyEntry {
  readonly hash: string;
  readonly bodyMac: string;
  readonly caseId: CaseId;
  readonly seq: number;
}

/** A typed text under its case's own key. */
export interface SealedText {
  readonly caseId: CaseId;
  readonly part: number;
  readonly sealed: Uint8Array;
}

/** Some of a case's texts: the parts `first` to `last`, as many of them as come to `maxBytes`, at least one. */
export interface TextRange {
  readonly first: number;
  readonly last: number;
  readonly maxBytes: number;
}

export const ALL_TEXTS: TextRange = { first: 1, last: Number.MAX_SAFE_INTEGER, maxBytes: Infinity };

/** What a case adds to the tables from `fromSeq` until the case's next contribution. */
export interface ContributionRow {
  readonly caseId: CaseId;
  readonly fromSeq: number;
  readonly shares: readonly Share[];
}

/** The last event of a subject that is no case. */
export interface SubjectHead {
  readonly subject: number;
  readonly seq: number;
}

/** Cases with `after < id ≤ to`, the first `limit` of them. */
export interface CaseRange {
  readonly after: CaseId;
  readonly to: CaseId;
  readonly limit: number;
}

/** Whose rates are read: all rows of `rates` under `prefix`, or those of `units`, as of an event. */
export interface PastRates {
  /** A period's label and a space, as keys of `rates` begin. */
  readonly prefix: string;
  readonly units: readonly string[] | undefined;
  readonly seq: number;
}

/** Which cases of such rates: the first `limit` after one, by id, that count in one of the columns of `rates`. */
export interface PastCases extends PastRates {
  readonly after: CaseId;
  readonly columns: readonly number[];
  readonly limit: number;
}

/** What all cases together had added to the rows of `rates` and `durations` under one key. */
export interface RateSums {
  readonly key: string;
  readonly rates: readonly number[];
  readonly durations: readonly number[];
}

/** What a case had added to one row of `rates`. */
export interface CaseRates {
  readonly caseId: CaseId;
  readonly counts: readonly number[];
}

/** Everything one group of commands changes: recorded whole or not at all. */
export interface AppendGroup {
  /** In `seq` order, dense from the head's `seq + 1`. */
  readonly events: readonly LogEvent[];
  /** Each touched case once, as it stands after the group; ended ones move to the closed cases once no verdict on them is owed. */
  readonly states: readonly CaseState[];
  /** Absolute values after the group. */
  readonly counters: readonly CounterRow[];
  /** Counter rows that no case adds to any more. */
  readonly emptied?: readonly CounterKey[];
  readonly contributions: readonly ContributionRow[];
  readonly keys: readonly KeyEntry[];
  readonly texts: readonly SealedText[];
  /** Cases whose texts go, with the slot of the key that must be destroyed after the commit. */
  readonly erased: readonly { readonly caseId: CaseId; readonly keySlot: number }[];
  readonly head: StoreHead;
  /** Local day (`YYYYMMDD`) of the group: which day's table takes its keys. */
  readonly day: number;
  /** No day's keys go with this group: whether that day is over is in doubt. */
  readonly keepsKeys?: boolean;
}

/** A row whose checksum is wrong, a chain that is broken: the store cannot be trusted and says where. */
export class CorruptStoreError extends Error {
  override readonly name = 'CorruptStoreError';
}

/** Another program wrote to the log. Nothing of the group was written, and nothing may be from here on. */
export class ForeignWriterError extends Error {
  override readonly name = 'ForeignWriterError';
}

/** Something could not be read, and nothing says that it is damaged: the next try may succeed. */
export class StoreReadError extends Error {
  override readonly name = 'StoreReadError';
}

/** There is no room left for the group. Nothing of it was written; later groups may fit again. */
export class StoreFullError extends Error {
  override readonly name = 'StoreFullError';
}

/**
 * The log and what is derived from it. Asynchronous, so that a maker may live behind a socket.
 *
 * Guarantees every maker gives, held by one contract suite: `append` resolves only after the group is on
 * stable storage; it is all or nothing; groups are in order; one append is in flight at a time (the caller
 * sees to that); reads see every append that has resolved. Every row carries a checksum that is verified
 * when the row is read, and a wrong one throws CorruptStoreError. Any other failure throws with its `cause`.
 */
export interface EventStore {
  head(): Promise<StoreHead>;
  append(group: AppendGroup): Promise<void>;

  /** States by id, open or closed; ids that do not exist are missing from the map. By primary key only. */
  cases(ids: readonly CaseId[]): Promise<ReadonlyMap<CaseId, CaseState>>;
  /** The cases with the greatest ids, greatest first. */
  newestCases(limit: number): Promise<readonly CaseState[]>;
  /** The greatest id of a local day, which tells the next serial. */
  lastCaseId(day: number): Promise<CaseId | undefined>;
  /** All cases that the hub's clock has to look at: open ones, and ended ones on which a verdict is owed. In pages. */
  openRows(): AsyncIterable<readonly OpenRow[]>;

  /** The first `limit` rows of a table by key, descending or ascending. */
  counters(table: CounterTableName, descending: boolean, limit: number): Promise<readonly CounterRow[]>;
  counterRows(keys: readonly CounterKey[]): Promise<readonly CounterRow[]>;
  /** The rows of a table whose keys begin with `prefix`, ascending. */
  countersUnder(table: CounterTableName, prefix: string): Promise<readonly CounterRow[]>;

  /** The entries that exist for these hashes. Entries live as `oldestKeyDay` says. */
  keys(hashes: readonly string[]): Promise<readonly KeyEntry[]>;

  /** A case's events, oldest first, read backwards along `prev`. Empty where the case does not exist. */
  history(id: CaseId): Promise<readonly CaseEvent[]>;
  /** Events with `seq > after`, ascending. */
  events(after: number, limit: number): Promise<readonly LogEvent[]>;
  /** The last event of each subject of a kind other than cases, by subject. */
  subjects(kind: HubEventKind): Promise<readonly SubjectHead[]>;
  /** A case's texts by part, all of them where no range is told. */
  texts(id: CaseId, range?: TextRange): Promise<readonly SealedText[]>;
  /** Contributions of a case, oldest first. */
  contributions(id: CaseId): Promise<readonly ContributionRow[]>;
  /** What each of these cases adds now; a case that does not exist is missing. */
  lastContributions(ids: readonly CaseId[]): Promise<readonly ContributionRow[]>;
  /** What each case of a range added as of `seq`, by id; a case that did not exist then is missing. By primary key only. */
  contributionsAt(seq: number, range: CaseRange): Promise<readonly ContributionRow[]>;
  /** Ids below `below` that have an event with `after < seq ≤ to`, ascending: ids alone, so not verified. */
  touched(after: number, to: number, below: CaseId): Promise<readonly CaseId[]>;
  /**
   * What cases had added to rates as of an event: their sums, and the cases themselves. The cost grows with the
   * cases read, so neither holds up the caller's thread, and both end with `signal`: they reject with its reason.
   * Throws StoreReadError where the read failed and may be tried again.
   */
  rateSumsAt(asked: PastRates, signal: AbortSignal): Promise<readonly RateSums[]>;
  rateCasesAt(asked: PastCases, signal: AbortSignal): Promise<readonly CaseRates[]>;

  /** The rules by which cases were counted when the log began; undefined in a log of an earlier release. */
  origin(): Promise<CountingRules | undefined>;
  /** Says by which rules cases are counted from the first one on; only while the log is empty. */
  begin(rules: CountingRules): Promise<void>;

  /** Erasures whose key may still exist: recorded, not yet confirmed with `confirmErased`. */
  pendingErasures(): Promise<readonly { readonly caseId: CaseId; readonly keySlot: number }[]>;
  /**
   * Overwrites every page and log that still holds the texts, and marks the erasures as done. False, with nothing
   * marked, where another program's read stands in the way: ask again later. Does not wait for readers.
   */
  confirmErased(ids: readonly CaseId[]): Promise<boolean>;

  /**
   * Writes and syncs a byte of its own, or after an append that failed as much as that one, to tell whether the
   * store can take what it is given. Throws where it cannot.
   */
  probe(): Promise<void>;
  /** Rows read since the store was opened: what a start costs. */
  readonly rowsRead: number;
  close(): Promise<void>;
}
