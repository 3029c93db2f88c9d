import type { CaseCommand, CaseOrder, FireClocks } from '../../shared/domain/case/CaseCommand.ts';
import type { CaseEvent, NewCaseEvent } from '../../shared/domain/case/CaseEvent.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import type { DecideContext, Decision } from '../../shared/domain/case/Decision.ts';
import { decide } from '../../shared/domain/case/decide.ts';
import { dueOrders } from '../../shared/domain/case/dueOrders.ts';
import { evolve } from '../../shared/domain/case/evolve.ts';
import { react } from '../../shared/domain/case/react.ts';
import type { City } from '../../shared/domain/City.ts';
import { nextCaseId } from '../../shared/domain/ids.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { refusal } from '../../shared/domain/refusals.ts';
import type { Refusal } from '../../shared/domain/refusals.ts';
import type { Actor } from '../../shared/domain/vocabulary.ts';
import { must } from '../../shared/lib/assert.ts';
import type { Result } from '../../shared/lib/Result.ts';
import { ok, refuse } from '../../shared/lib/Result.ts';
import type { AppendGroup, KeyEntry, SealedText, StoreHead } from '../store/EventStore.ts';
import type { Vault } from '../store/vault/Vault.ts';
import type { Reply, Submission } from './Submission.ts';

/** What a group starts from: the head of the log and what was read for its subjects before it was decided. */
export interface GroupStart {
  readonly city: City;
  readonly vault: Vault;
  readonly head: StoreHead;
  readonly holdBreaches: boolean;
  readonly states: ReadonlyMap<CaseId, CaseState>;
  readonly keys: ReadonlyMap<string, KeyEntry>;
  /** For each known key: the case as it stood when the key was first answered. */
  readonly answers: ReadonlyMap<string, CaseState>;
  /** The last id taken on a local day. */
  readonly lastIds: ReadonlyMap<number, CaseId>;
}

/** A caller's key with the case as it stood when the key was first answered. */
interface KnownKey {
  readonly entry: KeyEntry;
  readonly state: CaseState;
}

/** The hub's time at receipt, and what it would be had its clock not moved since it was last trusted. */
type When = Pick<DecideContext, 'now' | 'estimatedAt'>;

const RULE: Actor = { role: 'system', id: 'rule' };

/**
 * One group of commands, decided in order on an overlay: each sees what those before it did. Nothing outside
 * is touched, so a group whose append fails is simply dropped.
 */
export class Group {
  readonly #start: GroupStart;
  readonly #overlay = new Map<CaseId, CaseState>();
  readonly #lastIds: Map<number, CaseId>;
  readonly #keys = new Map<string, KnownKey>();
  readonly #texts = new Map<CaseId, SealedText[]>();
  readonly #erased = new Map<CaseId, number>();
  readonly events: CaseEvent[] = [];
  #seq: number;
  #keySlots: number;

  constructor(start: GroupStart) {
    this.#start = start;
    this.#lastIds = new Map(start.lastIds);
    this.#seq = start.head.seq;
    this.#keySlots = start.head.keySlots;
  }

  /** The touched cases as they stand after the group. */
  get states(): ReadonlyMap<CaseId, CaseState> {
    return this.#overlay;
  }

  /** Whether there is anything to record: an event, or a key that came with a repetition. */
  get hasChanges(): boolean {
    return this.events.length > 0 || this.#keys.size > 0;
  }

  get lastIds(): ReadonlyMap<number, CaseId> {
    return this.#lastIds;
  }

  get head(): StoreHead {
    return { seq: this.#seq, keySlots: this.#keySlots };
  }

  /** Everything but the counters, which the caller works out from the states. */
  get record(): Omit<AppendGroup, 'counters' | 'contributions' | 'day'> {
    return {
      events: this.events,
      states: [...this.#overlay.values()],
      keys: [...this.#keys.values()].map(({ entry }) => entry),
      texts: [...this.#texts.values()].flat(),
      erased: [...this.#erased].map(([caseId, keySlot]) => ({ caseId, keySlot })),
      head: this.head,
    };
  }

  /** Decides one submission. `now` is the hub's time at its receipt. */
  take(submission: Submission, now: number, estimatedAt = now): Reply {
    const repeated = this.#repeated(submission);
    if (repeated !== undefined) return repeated;
    const command = this.#addressed(submission, now);
    if (command === undefined) return refuse(refusal('day_full'));
    const before = this.#state(command.caseId);
    const { expectedVersion, actor } = submission;
    if (before !== undefined && expectedVersion !== undefined && expectedVersion !== before.version) {
      return refuse(refusal('stale', { version: before.version, state: before.state }));
    }
    const outcome = this.#perform(command, { now, estimatedAt }, actor);
    if (!outcome.ok) return outcome;
    const state = must(this.#state(command.caseId), 'a decided case is gone');
    this.#keep(submission.keys, state, state.seq);
    return ok({ state, seq: state.seq, repeated: false });
  }

  /** A key that came beside a known one is kept as well: either is answered the same later on. */
  #repeated({ keys }: Submission): Reply | undefined {
    let known: KnownKey | undefined;
    for (const { hash, bodyMac } of keys) {
      const found = this.#known(hash);
      if (found === undefined) continue;
      if (found.entry.bodyMac !== bodyMac) return refuse(refusal('key_reused'));
      known ??= found;
    }
    if (known === undefined) return undefined;
    const { state, entry } = known;
    this.#keep(keys, state, entry.seq);
    return ok({ state, seq: entry.seq, repeated: true });
  }

  #known(hash: string): KnownKey | undefined {
    const here = this.#keys.get(hash);
    if (here !== undefined) return here;
    const entry = this.#start.keys.get(hash);
    if (entry === undefined) return undefined;
    return { entry, state: must(this.#start.answers.get(hash), 'a known key has no answer') };
  }

  #keep(keys: Submission['keys'], state: CaseState, seq: number): void {
    for (const { hash, bodyMac } of keys) {
      if (this.#known(hash) !== undefined) continue;
      this.#keys.set(hash, { entry: { hash, bodyMac, caseId: state.id, seq }, state });
    }
  }

  /** An intake under the next number of its day; undefined where the day has none left. */
  #addressed({ command }: Submission, now: number): CaseCommand | undefined {
    if (command.type !== 'RegisterCase') return command;
    const day = this.#start.city.calendar.dayOf(now).date;
    const caseId = nextCaseId(day, this.#lastIds.get(day));
    if (caseId === undefined) return undefined;
    return { type: 'RegisterCase', caseId, payload: { keySlot: this.#keySlots, ...command.payload } };
  }

  #perform(command: CaseCommand, when: When, actor: Actor): Result<undefined, Refusal> {
    const { now } = when;
    const { city, holdBreaches } = this.#start;
    const context: DecideContext = { ...when, city, actor, holdBreaches };
    const before = this.#state(command.caseId);
    const decision = decide(before, command, context);
    if (!decision.ok) return decision;
    const follow = this.#record(command, before, decision.value, context);
    // A rule that cannot act leaves the case waiting where people see it; the command itself stands.
    for (const order of follow) this.#perform(order, when, RULE);
    if (!isFire(command) || holdBreaches) return ok(undefined);
    const fired = this.#state(command.caseId);
    for (const order of fired === undefined ? [] : dueOrders(fired, now)) this.#perform(order, when, actor);
    return ok(undefined);
  }

  #record(
    command: CaseCommand,
    before: CaseState | undefined,
    { events, texts, erases }: Decision,
    context: DecideContext,
  ): readonly CaseOrder[] {
    if (events.length === 0) return [];
    const version = (before?.version ?? 0) + (isFire(command) ? 0 : 1);
    const follow: CaseOrder[] = [];
    let state = before;
    for (const decided of events) {
      state = this.#happen(decided, command.caseId, state, version, context);
      follow.push(...react(must(this.events.at(-1), 'no event happened'), state, context.city));
    }
    const after = must(state, 'a case with events has no state');
    if (command.type === 'RegisterCase') this.#taken(after.id, context.now);
    this.#overlay.set(after.id, after);
    this.#seal(after, (before?.texts ?? 0) + 1, texts);
    if (erases) this.#erase(after);
    return follow;
  }

  #happen(
    decided: NewCaseEvent,
    caseId: CaseId,
    state: CaseState | undefined,
    version: number,
    { now, estimatedAt, actor }: DecideContext,
  ): CaseState {
    const { type, data } = decided;
    // Field by field: there are three events an intake, and a spread with fields after it is slow.
    const event = {
      seq: ++this.#seq,
      prev: state?.seq ?? 0,
      caseId,
      at: now,
      actor,
      version,
      type,
      data,
    } as CaseEvent;
    if (estimatedAt !== undefined && estimatedAt !== now) Object.assign(event, { estimatedAt });
    this.events.push(event);
    return evolve(state, event);
  }

  /** From here on the id and the key slot are used, though only if the group is recorded. */
  #taken(caseId: CaseId, now: number): void {
    this.#lastIds.set(this.#start.city.calendar.dayOf(now).date, caseId);
    this.#keySlots++;
    this.#start.vault.reserve(this.#keySlots);
  }

  #seal(state: CaseState, firstPart: number, texts: Decision['texts']): void {
    if (texts.length === 0) return;
    const { id, keySlot } = state;
    const sealed = texts.map((text, i) => {
      const part = firstPart + i;
      return { caseId: id, part, sealed: this.#start.vault.seal(keySlot, id, part, text) };
    });
    this.#texts.set(id, [...(this.#texts.get(id) ?? []), ...sealed]);
  }

  #erase(state: CaseState): void {
    this.#texts.delete(state.id);
    this.#erased.set(state.id, state.keySlot);
  }

  #state(id: CaseId): CaseState | undefined {
    return this.#overlay.get(id) ?? this.#start.states.get(id);
  }
}

function isFire(command: CaseCommand): command is FireClocks {
  return command.type === 'FireClocks';
}
