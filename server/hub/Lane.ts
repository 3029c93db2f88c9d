import type { CaseId } from '../../shared/domain/ids.ts';
import type { HubEvent } from '../../shared/domain/LogEvent.ts';
import { refusal } from '../../shared/domain/refusals.ts';
import type { Refusal } from '../../shared/domain/refusals.ts';
import { refuse } from '../../shared/lib/Result.ts';
import type { AppendGroup, StoreHead } from '../store/EventStore.ts';
import { countGroup } from './countGroup.ts';
import type { Counts } from './countRows.ts';
import type { CountedCase } from './CountedCase.ts';
import { Group } from './Group.ts';
import { GroupSize } from './GroupSize.ts';
import type { LaneDeps } from './LaneDeps.ts';
import { decidingFailure, isOutside, recordingFailure } from './laneFailures.ts';
import { loadGroup } from './loadGroup.ts';
import type { Waiting } from './loadGroup.ts';
import { nextTurn } from './nextTurn.ts';
import type { OwnWork } from './OwnWork.ts';
import { prepareOwn } from './prepareOwn.ts';
import { StateCache } from './StateCache.ts';
import type { Reply, Submission } from './Submission.ts';

/** How many states of lately touched cases stay in memory. */
const CACHED_STATES = 4_096;

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
    const { store, vault, city, clock, holdBreaches } = this.#deps;
    const loaded = await loadGroup(waiting, store, this.#cache, this.#lastIds, city);
    const lastIds = this.#lastIds;
    const start = { ...loaded, city, vault, head: this.#head, holdBreaches: holdBreaches(), lastIds };
    const group = new Group(start);
    const startedAt = clock.monotonic();
    const replies = waiting.map(({ submission, receivedAt, offMs }) =>
      group.take(submission, receivedAt, receivedAt - offMs),
    );
    this.#size.learn(waiting.length, clock.monotonic() - startedAt);
    if (!group.hasChanges) return { group, replies, counted: [], record: undefined };
    const at = group.events[0]?.at ?? waiting[0]?.receivedAt ?? 0;
    const { counted, counts } = await countGroup(group, loaded.shares, this.#deps);
    const record: AppendGroup & Counts = {
      ...group.record,
      ...counts,
      day: city.calendar.dayOf(at).date,
      keepsKeys: start.holdBreaches,
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
    const prepared = await prepareOwn(decide, this.#deps, this.#head);
    if (prepared === undefined) return undefined;
    const { event, record } = prepared;
    await this.#deps.store.append(record);
    this.#head = record.head;
    for (const { caseId, shares } of record.contributions) {
      const cached = this.#cache.get(caseId);
      if (cached !== undefined) this.#cache.put({ ...cached, shares });
    }
    this.#deps.onRecorded(record, new Map());
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
