import type { CaseEvent } from '../../../shared/domain/case/CaseEvent.ts';
import type { CaseState } from '../../../shared/domain/case/CaseState.ts';
import { isStillTimed } from '../../../shared/domain/case/CaseState.ts';
import { deadlinesOf } from '../../../shared/domain/case/deadlines.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { dayOfCaseId } from '../../../shared/domain/ids.ts';
import type { HubEventKind, LogEvent } from '../../../shared/domain/LogEvent.ts';
import { isCaseEvent } from '../../../shared/domain/LogEvent.ts';
import type { CountingRules } from '../../../shared/domain/rating/countingRules.ts';
import { assert, must } from '../../../shared/lib/assert.ts';
import type { CounterTableName } from '../../../shared/tables/liveTables.ts';
import { assertEmpty, assertFits } from '../assertFits.ts';
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
import { ALL_TEXTS } from '../EventStore.ts';
import { oldestKeyDay } from '../oldestKeyDay.ts';
import { casesIn, inForce, sumsIn } from './pastRates.ts';

export interface MemoryStoreOptions {
  /** Called with each group before anything of it is recorded; what it throws fails the append. */
  readonly beforeAppend?: (group: AppendGroup) => void;
}

const PAGE = 20_000;

/** The log in memory, gone with the process: for tests of everything that stands on a store. */
export class MemoryStore implements EventStore {
  readonly #beforeAppend: (group: AppendGroup) => void;
  #head: StoreHead = { seq: 0, keySlots: 0 };
  #rowsRead = 0;
  readonly #events: LogEvent[] = [];
  readonly #subjects = new Map<string, SubjectHead & { readonly kind: HubEventKind }>();
  #origin: CountingRules | undefined;
  readonly #cases = new Map<CaseId, CaseState>();
  readonly #counters = new Map<string, CounterRow>();
  readonly #contributions = new Map<CaseId, ContributionRow[]>();
  readonly #keys = new Map<number, Map<string, KeyEntry>>();
  readonly #texts = new Map<CaseId, Map<number, SealedText>>();
  readonly #erasures = new Map<CaseId, number>();

  constructor({ beforeAppend }: MemoryStoreOptions = {}) {
    this.#beforeAppend = beforeAppend ?? (() => {});
  }

  get rowsRead(): number {
    return this.#rowsRead;
  }

  async head(): Promise<StoreHead> {
    return this.#head;
  }

  async append(group: AppendGroup): Promise<void> {
    assertFits(this.#head, group);
    this.#beforeAppend(group);
    for (const event of group.events) this.#pushEvent(event);
    for (const state of group.states) this.#cases.set(state.id, state);
    for (const row of group.counters) this.#counters.set(counterId(row), row);
    for (const row of group.emptied ?? []) this.#counters.delete(counterId(row));
    for (const row of group.contributions) listOf(this.#contributions, row.caseId).push(row);
    this.#recordKeys(group);
    for (const text of group.texts) {
      const parts = this.#texts.get(text.caseId) ?? new Map<number, SealedText>();
      this.#texts.set(text.caseId, parts.set(text.part, text));
    }
    for (const { caseId, keySlot } of group.erased) {
      this.#texts.delete(caseId);
      this.#erasures.set(caseId, keySlot);
    }
    this.#head = group.head;
  }

  async cases(ids: readonly CaseId[]): Promise<ReadonlyMap<CaseId, CaseState>> {
    const found = ids.flatMap((id) => this.#cases.get(id) ?? []);
    return new Map(this.#counted(found).map((state) => [state.id, state]));
  }

  async newestCases(limit: number): Promise<readonly CaseState[]> {
    return this.#counted([...this.#cases.values()].sort((a, b) => b.id - a.id).slice(0, limit));
  }

  async lastCaseId(day: number): Promise<CaseId | undefined> {
    const ids = [...this.#cases.keys()].filter((id) => dayOfCaseId(id) === day);
    return ids.length === 0 ? undefined : Math.max(...this.#counted(ids));
  }

  async *openRows(): AsyncIterable<readonly OpenRow[]> {
    const open = [...this.#cases.values()].filter(isStillTimed).sort((a, b) => a.id - b.id);
    for (let from = 0; from < open.length; from += PAGE) {
      const page = this.#counted(open.slice(from, from + PAGE));
      yield page.map((state) => ({ id: state.id, ...deadlinesOf(state) }));
    }
  }

  async counters(
    table: CounterTableName,
    descending: boolean,
    limit: number,
  ): Promise<readonly CounterRow[]> {
    const rows = this.#ascending(table);
    return this.#counted((descending ? rows.reverse() : rows).slice(0, limit));
  }

  async countersUnder(table: CounterTableName, prefix: string): Promise<readonly CounterRow[]> {
    return this.#counted(this.#ascending(table).filter(({ key }) => key.startsWith(prefix)));
  }

  async counterRows(keys: readonly CounterKey[]): Promise<readonly CounterRow[]> {
    return this.#counted(keys.flatMap((key) => this.#counters.get(counterId(key)) ?? []));
  }

  async keys(hashes: readonly string[]): Promise<readonly KeyEntry[]> {
    const days = [...this.#keys].sort(([a], [b]) => b - a).map(([, entries]) => entries);
    return this.#counted(hashes.flatMap((hash) => days.find((of) => of.has(hash))?.get(hash) ?? []));
  }

  async history(id: CaseId): Promise<readonly CaseEvent[]> {
    const history: CaseEvent[] = [];
    let seq = this.#cases.get(id)?.seq ?? 0;
    while (seq > 0) {
      const event = must(this.#events[seq - 1], `event ${seq} is missing`);
      assert(isCaseEvent(event), `event ${seq} is of no case`);
      history.push(event);
      seq = event.prev;
    }
    return this.#counted(history.reverse());
  }

  async events(after: number, limit: number): Promise<readonly LogEvent[]> {
    return this.#counted(this.#events.slice(after, after + limit));
  }

  async subjects(kind: HubEventKind): Promise<readonly SubjectHead[]> {
    const heads = [...this.#subjects.values()].filter((head) => head.kind === kind);
    const told = heads.map(({ subject, seq }) => ({ subject, seq }));
    return this.#counted(told.sort((a, b) => a.subject - b.subject));
  }

  async origin(): Promise<CountingRules | undefined> {
    return this.#origin;
  }

  async begin(rules: CountingRules): Promise<void> {
    assertEmpty(this.#head);
    this.#origin = rules;
  }

  async texts(id: CaseId, { first, last, maxBytes }: TextRange = ALL_TEXTS): Promise<readonly SealedText[]> {
    const all = [...(this.#texts.get(id)?.values() ?? [])].sort((a, b) => a.part - b.part);
    const asked = all.filter(({ part }) => part >= first && part <= last);
    let bytes = 0;
    const isTooMuch = ({ sealed }: SealedText, i: number) => (bytes += sealed.length) > maxBytes && i > 0;
    const end = asked.findIndex(isTooMuch);
    return this.#counted(end === -1 ? asked : asked.slice(0, end));
  }

  async contributions(id: CaseId): Promise<readonly ContributionRow[]> {
    return this.#counted([...(this.#contributions.get(id) ?? [])]);
  }

  async lastContributions(ids: readonly CaseId[]): Promise<readonly ContributionRow[]> {
    return this.#counted(ids.flatMap((id) => this.#contributions.get(id)?.at(-1) ?? []));
  }

  async contributionsAt(seq: number, { after, to, limit }: CaseRange): Promise<readonly ContributionRow[]> {
    const inRange = [...inForce(this.#contributions, seq)].filter(
      ({ caseId }) => caseId > after && caseId <= to,
    );
    return this.#counted(inRange.sort((a, b) => a.caseId - b.caseId).slice(0, limit));
  }

  async touched(after: number, to: number, below: CaseId): Promise<readonly CaseId[]> {
    const ids = this.#events.slice(after, to).flatMap((event) => (isCaseEvent(event) ? event.caseId : []));
    return this.#counted([...new Set(ids)].filter((id) => id < below).sort((a, b) => a - b));
  }

  async rateSumsAt(asked: PastRates, signal: AbortSignal): Promise<readonly RateSums[]> {
    signal.throwIfAborted();
    return this.#counted(sumsIn(inForce(this.#contributions, asked.seq), asked));
  }

  async rateCasesAt(asked: PastCases, signal: AbortSignal): Promise<readonly CaseRates[]> {
    signal.throwIfAborted();
    return this.#counted(casesIn(inForce(this.#contributions, asked.seq), asked));
  }

  async pendingErasures(): Promise<readonly { readonly caseId: CaseId; readonly keySlot: number }[]> {
    return this.#counted([...this.#erasures].map(([caseId, keySlot]) => ({ caseId, keySlot })));
  }

  async confirmErased(ids: readonly CaseId[]): Promise<boolean> {
    for (const id of ids) this.#erasures.delete(id);
    return true;
  }

  async probe(): Promise<void> {}

  async close(): Promise<void> {}

  #pushEvent(event: LogEvent): void {
    this.#events.push(event);
    if (!isCaseEvent(event)) this.#subjects.set(`${event.kind} ${event.subject}`, event);
  }

  /** By bytes, as a database orders text, not by UTF-16 units. */
  #ascending(table: CounterTableName): CounterRow[] {
    const rows = [...this.#counters.values()].filter((row) => row.table === table);
    return rows.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
  }

  #recordKeys({ day, keys, keepsKeys = false }: AppendGroup): void {
    const oldest = keepsKeys ? 0 : oldestKeyDay(this.#keys.keys(), day);
    for (const old of this.#keys.keys()) if (old < oldest) this.#keys.delete(old);
    const entries = this.#keys.get(day) ?? new Map<string, KeyEntry>();
    for (const entry of keys) entries.set(entry.hash, entry);
    if (entries.size > 0) this.#keys.set(day, entries);
  }

  #counted<T>(rows: T[]): T[] {
    this.#rowsRead += rows.length;
    return rows;
  }
}

function counterId({ table, key }: CounterKey): string {
  return `${table} ${key}`;
}

function listOf<K, V>(lists: Map<K, V[]>, key: K): V[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}
