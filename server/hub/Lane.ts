import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import type { City } from '../../shared/domain/City.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import type { HubEvent } from '../../shared/domain/LogEvent.ts';
import { kindOf } from '../../shared/domain/LogEvent.ts';
import { refusal } from '../../shared/domain/refusals.ts';
import type { Refusal } from '../../shared/domain/refusals.ts';
import { InvariantError } from '../../shared/lib/assert.ts';
import { refuse } from '../../shared/lib/Result.ts';
import type { CounterTableName } from '../../shared/tables/liveTables.ts';
import type { Log } from '../Log.ts';
import { CorruptStoreError, StoreFullError } from '../store/EventStore.ts';
import type { AppendGroup, EventStore, StoreHead } from '../store/EventStore.ts';
import type { Vault } from '../store/vault/Vault.ts';
import { countRows } from './countRows.ts';
import type { Counts } from './countRows.ts';
import type { CountedCase } from './CountedCase.ts';
import { Group } from './Group.ts';
import { GroupSize } from './GroupSize.ts';
import type { HubClock } from './HubClock.ts';
import { KeyRetention } from './KeyRetention.ts';
import { loadGroup } from './loadGroup.ts';
import type { Waiting } from './loadGroup.ts';
import { nextTurn } from './nextTurn.ts';
import type { OwnWork } from './OwnWork.ts';
import { StateCache } from './StateCache.ts';
import type { Reply, Submission } from './Submission.ts';
import { Tally } from './Tally.ts';

/** How many states of lately touched cases stay in memory. */
const CACHED_STATES = 4_096;

export interface LaneDeps {
  readonly store: EventStore;
  readonly vault: Vault;
  readonly city: City;
  readonly clock: HubClock;
  readonly log: Log;
  readonly head: StoreHead;
  /** The instant of the log's last event; undefined of an empty log. */
  readonly lastAt: number | undefined;
  readonly holdBreaches: () => boolean;
  /** By how much hub time has moved since its clock was last trusted; absent where hub time follows no wall clock. */
  readonly offMs?: (() => number) | undefined;
  /** Whether no act may be stamped, since the clock does not go with the log. Absent where it always does. */
  readonly refusesActs?: (() => boolean) | undefined;
  /** A counter row's values where the board holds it. */
  readonly valuesOf: (table: CounterTableName, key: string) => readonly number[] | undefined;
  /** Called after each durable group, before its replies. */
  readonly onRecorded: (counts: Counts, states: ReadonlyMap<CaseId, CaseState>) => void;
  /** Called with erased cases whose keys are destroyed: ledger and old pages are still to be seen to. */
  readonly onErased: (erased: AppendGroup['erased']) => void;
}

interface QueuedWork extends OwnWork {
  readonly resolve: (event: HubEvent | undefined) => void;
  readonly reject: (error: unknown) => void;
}

interface Queued extends Waiting {
  readonly reply: (reply: Reply) => void;
}

/** A decided group; `record` is undefined where it changes nothing. */
interface Prepared {
  readonly group: Group;
  readonly replies: readonly Reply[];
  /** The touched cases with what each adds now. */
  readonly counted: readonly CountedCase[];
  readonly record: (AppendGroup & Counts) | undefined;
}

/**
 * The one path by which anything changes. Submissions wait in two queues, people's before bulk; a group of them
 * is loaded, decided on an overlay, appended in one transaction, and only then shown and answered. One append
 * is in flight; what arrives meanwhile makes the next group.
 */
export class Lane {
  readonly #deps: LaneDeps;
  readonly #people: Queued[] = [];
  readonly #bulk: Queued[] = [];
  readonly #own: QueuedWork[] = [];
  readonly #cache = new StateCache<CountedCase>(CACHED_STATES);
  readonly #size = new GroupSize();
  readonly #keys: KeyRetention;
  #lastIds = new Map<number, CaseId>();
  #head: StoreHead;
  #running: Promise<void> | undefined;
  #closed = false;
  groups = 0;
  commands = 0;
  failedGroups = 0;

  constructor(deps: LaneDeps) {
    this.#deps = deps;
    this.#head = deps.head;
    this.#keys = new KeyRetention(deps.city.calendar, deps.lastAt);
  }

  get seq(): number {
    return this.#head.seq;
  }

  get waiting(): number {
    return this.#people.length + this.#bulk.length;
  }

  submit(submission: Submission): Promise<Reply> {
    if (this.#closed) return Promise.resolve(refuse(refusal('shutting_down')));
    if (this.#deps.refusesActs?.() === true) return Promise.resolve(refuse(refusal('clock_in_doubt')));
    return new Promise((reply) => {
      const queue = submission.priority === 'people' ? this.#people : this.#bulk;
      const receivedAt = this.#deps.clock.now();
      const offMs = this.#deps.offMs?.() ?? 0;
      queue.push({ submission, receivedAt, offMs, reply });
      this.#running ??= this.#run();
    });
  }

  /**
   * Records what the hub itself has to say, between two groups. Undefined where nothing was recorded; rejects where
   * the store failed, and then nothing was changed.
   */
  record(work: OwnWork): Promise<HubEvent | undefined> {
    if (this.#closed) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      this.#own.push({ ...work, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Refuses what comes from now on, and resolves when all that was taken has been answered. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    // One turn of the loop lets everything that has arrived by now join the first group.
    await nextTurn();
    while (this.waiting > 0 || this.#own.length > 0) {
      if (this.waiting > 0) await this.#runGroup(this.#take());
      const work = this.#own.shift();
      if (work !== undefined) await this.#runOwn(work).then(work.resolve, work.reject);
      // Sockets, timers and ticks have their turn between groups, also when the store never waits.
      await nextTurn();
    }
    this.#running = undefined;
  }

  #take(): readonly Queued[] {
    const most = this.#size.most;
    const people = this.#people.splice(0, most);
    return people.length < most ? [...people, ...this.#bulk.splice(0, most - people.length)] : people;
  }

  async #runGroup(waiting: readonly Queued[]): Promise<void> {
    let prepared: Prepared;
    try {
      prepared = await this.#prepare(waiting);
    } catch (error) {
      if (waiting.length === 1 || isOutside(error)) return this.#fail(waiting, error, decidingFailure(error));
      // One command is at fault. It is found by halves, in order: the others are decided again without it.
      const half = waiting.length >> 1;
      await this.#runGroup(waiting.slice(0, half));
      return this.#runGroup(waiting.slice(half));
    }
    try {
      if (prepared.record !== undefined) await this.#record(prepared.record, prepared);
    } catch (error) {
      return this.#fail(waiting, error, recordingFailure(error));
    }
    this.groups++;
    this.commands += waiting.length;
    waiting.forEach(({ reply }, i) => reply(prepared.replies[i] ?? refuse(refusal('internal_fault'))));
  }

  #fail(waiting: readonly Queued[], error: unknown, refused: Refusal): void {
    this.failedGroups++;
    const types = [...new Set(waiting.map(({ submission }) => submission.command.type))];
    this.#deps.log.error(
      { err: error, commands: waiting.length, types },
      'a group was not recorded; nothing of it was kept',
    );
    for (const { reply } of waiting) reply(refuse(refused));
  }

  /** Reads and decides all of a group and writes nothing: where this throws, nothing has happened. */
  async #prepare(waiting: readonly Queued[]): Promise<Prepared> {
    const { store, vault, city, clock, holdBreaches, valuesOf } = this.#deps;
    const loaded = await loadGroup(waiting, store, this.#cache, this.#lastIds, city);
    const start = {
      city,
      vault,
      head: this.#head,
      holdBreaches: holdBreaches(),
      lastIds: this.#lastIds,
      ...loaded,
    };
    const group = new Group(start);
    const startedAt = clock.monotonic();
    const replies = waiting.map(({ submission, receivedAt, offMs }) =>
      group.take(submission, receivedAt, receivedAt - offMs),
    );
    this.#size.learn(waiting.length, clock.monotonic() - startedAt);
    if (!group.hasChanges) return { group, replies, counted: [], record: undefined };
    const tally = new Tally(city);
    const counted = [...group.states].map(([id, state]): CountedCase => {
      return { id, state, shares: tally.move(loaded.shares.get(id), state) };
    });
    const at = group.events[0]?.at ?? waiting[0]?.receivedAt ?? 0;
    const record: AppendGroup & Counts = {
      ...group.record,
      ...(await countRows(tally, store, valuesOf)),
      contributions: tally.contributions,
      day: city.calendar.dayOf(at).date,
      keepsKeys: this.#keys.keepsAll(at, start.holdBreaches),
    };
    return { group, replies, counted, record };
  }

  async #record(record: AppendGroup & Counts, { group, counted }: Prepared): Promise<void> {
    await this.#deps.store.append(record);
    this.#head = group.head;
    this.#lastIds = new Map(group.lastIds);
    for (const one of counted) this.#cache.put(one);
    this.#deps.onRecorded(record, group.states);
    if (record.erased.length > 0) this.#destroy(record.erased);
  }

  async #runOwn({ decide, settle }: OwnWork): Promise<HubEvent | undefined> {
    const { store, city, clock, valuesOf, onRecorded } = this.#deps;
    const tally = new Tally(city);
    const seq = this.#head.seq + 1;
    const decided = await decide(tally, seq);
    if (decided === undefined) return undefined;
    const kind = kindOf(decided.type);
    const before = (await store.subjects(kind)).find(({ subject }) => subject === decided.subject);
    const at = clock.now();
    const actor = { role: 'system', id: 'numbers' } as const;
    const event: HubEvent = { ...decided, kind, seq, prev: before?.seq ?? 0, at, actor };
    const counts = await countRows(tally, store, valuesOf);
    const head = { ...this.#head, seq };
    const { contributions } = tally;
    const day = city.calendar.dayOf(at).date;
    const nothing = { states: [], keys: [], texts: [], erased: [] };
    await store.append({ ...nothing, events: [event], ...counts, contributions, head, day, keepsKeys: true });
    this.#head = head;
    for (const { caseId, shares } of contributions) {
      const cached = this.#cache.get(caseId);
      if (cached !== undefined) this.#cache.put({ ...cached, shares });
    }
    onRecorded(counts, new Map());
    await settle(event);
    return event;
  }

  /**
   * After the commit, so that a group that fails has destroyed nothing. The group is durable by now, so a
   * failure here cannot take it back: the erasure stays pending and is finished at the next start.
   */
  #destroy(erased: AppendGroup['erased']): void {
    try {
      this.#deps.vault.destroy(erased.map(({ keySlot }) => keySlot));
      this.#deps.onErased(erased);
    } catch (error) {
      this.#deps.log.error(
        { err: error, cases: erased.length },
        'an erasure is recorded; its keys go at the next start',
      );
    }
  }
}

/** A store or a file that failed says why in `cause` or `code`: that is no single command's fault. */
function isOutside(error: unknown): boolean {
  return error instanceof Error && (error.cause !== undefined || 'code' in error);
}

function decidingFailure(error: unknown): Refusal {
  const isStored = error instanceof CorruptStoreError || error instanceof StoreFullError || isOutside(error);
  return isStored ? recordingFailure(error) : refusal('internal_fault');
}

function recordingFailure(error: unknown): Refusal {
  if (error instanceof StoreFullError) return refusal('storage_full');
  return refusal(error instanceof InvariantError ? 'internal_fault' : 'storage_failed');
}
