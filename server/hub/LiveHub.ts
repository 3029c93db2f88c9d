import type { CaseEvent } from '../../shared/domain/case/CaseEvent.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import type { PersonalText } from '../../shared/domain/case/PersonalText.ts';
import type { City } from '../../shared/domain/City.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import type { Mode } from '../../shared/domain/vocabulary.ts';
import type { Row, Surface } from '../../shared/tables/liveTable.ts';
import type { Log } from '../Log.ts';
import type { EventStore, StoreHead, TextRange } from '../store/EventStore.ts';
import type { ErasureLedger } from '../store/vault/ErasureLedger.ts';
import type { Vault } from '../store/vault/Vault.ts';
import { ArchiveSweep } from './ArchiveSweep.ts';
import { ArchiveTurns } from './ArchiveTurns.ts';
import type { Board } from './Board.ts';
import { ClockKeeper } from './ClockKeeper.ts';
import type { DeadlineTables } from './DeadlineTables.ts';
import type { ErasureScrub } from './ErasureScrub.ts';
import { FrameTicker } from './FrameTicker.ts';
import type { Hub, HubHealth, HubLoad } from './Hub.ts';
import type { HubClock } from './HubClock.ts';
import type { Counts } from './countRows.ts';
import type { FrozenPeriods } from './FrozenPeriods.ts';
import { Lane } from './Lane.ts';
import type { OpenSet } from './OpenSet.ts';
import type { RecountPlace } from './countingAtStart.ts';
import { RateReader } from './RateReader.ts';
import { PeriodFreezer } from './PeriodFreezer.ts';
import { Recount } from './Recount.ts';
import type { Room } from './Room.ts';
import { Rooms } from './Rooms.ts';
import { storeFault } from './storeFault.ts';
import type { Reply, Submission } from './Submission.ts';
import { allOf } from './TimedWork.ts';
import type { TimedWork } from './TimedWork.ts';

export interface HubDeps {
  readonly store: EventStore;
  readonly vault: Vault;
  /** Where erasures are told to outside the data directory; without one a restore may bring them back. */
  readonly ledger?: ErasureLedger | undefined;
  readonly city: City;
  readonly clock: HubClock;
  readonly mode: Mode;
  readonly epoch: string;
  readonly log: Log;
  /** Whether the machine's clock is in doubt (K8). */
  readonly holdBreaches: () => boolean;
  /** By how much hub time has moved since its clock was last trusted; absent where hub time follows no wall clock. */
  readonly offMs?: (() => number) | undefined;
  /** Whether no act may be stamped, since the clock does not go with the log; never where absent. */
  readonly refusesActs?: (() => boolean) | undefined;
  /** Cases counted anew in one step after a change of the pack; 250 unless told. */
  readonly recountStep?: number | undefined;
  /** A feed moves hub time and gives all timed work its turn; the hub looks for none by itself. */
  readonly isTimeFed?: boolean;
}

/** What was read from the store before the hub could be. */
interface Loaded {
  readonly board: Board;
  readonly openSet: OpenSet;
  readonly deadlines: DeadlineTables;
  readonly scrub: ErasureScrub;
  readonly head: StoreHead;
  /** Where cases are left to be counted anew. */
  readonly recountPlace: RecountPlace | undefined;
  readonly frozen: FrozenPeriods;
}

/** The hub's parts at work on one store; made by `openHub`. */
export class LiveHub implements Hub {
  readonly city: City;
  readonly clock: HubClock;
  readonly mode: Mode;
  readonly epoch: string;
  readonly rowsReadAtStart: number;
  readonly rates: RateReader;
  readonly counted: Promise<void>;
  readonly timedWork: TimedWork;
  readonly #deps: HubDeps;
  readonly #board: Board;
  readonly #openSet: OpenSet;
  readonly #lane: Lane;
  readonly #rooms: Rooms;
  readonly #ticker: FrameTicker;
  readonly #keeper: ClockKeeper;
  readonly #deadlines: DeadlineTables;
  readonly #scrub: ErasureScrub;
  readonly #sweep: ArchiveSweep;
  readonly #recount: Recount;
  readonly #freezer: PeriodFreezer;

  constructor(deps: HubDeps, { board, openSet, deadlines, scrub, head, recountPlace, frozen }: Loaded) {
    const { store, city, clock, mode, epoch } = deps;
    this.city = city;
    this.clock = clock;
    this.mode = mode;
    this.epoch = epoch;
    this.rowsReadAtStart = store.rowsRead;
    this.rates = new RateReader({ ...deps, frozen, freeze: () => this.#freezeDue() });
    this.#deps = deps;
    this.#board = board;
    this.#openSet = openSet;
    const valuesOf: Board['valuesOf'] = (table, key) => board.valuesOf(table, key);
    this.#scrub = scrub;
    this.#lane = new Lane({
      ...deps,
      head,
      valuesOf,
      onRecorded: (counts, states) => this.#show(counts, states),
      onErased: (erased) => scrub.add(erased),
    });
    this.#rooms = new Rooms(board.tables, epoch, () => this.seq);
    this.#ticker = new FrameTicker({
      clock,
      screens: () => this.#rooms.screens,
      flush: () => this.#rooms.flush(),
    });
    const submit = (submission: Submission): Promise<Reply> => this.submit(submission);
    this.#keeper = new ClockKeeper({ ...deps, openSet, submit, cases: (ids) => store.cases(ids) });
    this.#deadlines = deadlines;
    deadlines.start(() => this.#ticker.touch());
    this.#sweep = new ArchiveSweep({ ...deps, submit, lastSeq: head.seq });
    this.#recount = this.#makeRecount(recountPlace);
    this.counted = this.#recount.run();
    this.#freezer = this.#makeFreezer(frozen);
    this.timedWork = allOf([this.#keeper, new ArchiveTurns(store, city, head.seq), this.#freezer]);
    if (deps.isTimeFed === true) return;
    this.#keeper.start();
    this.#sweep.start();
    this.#freezer.start();
  }

  get seq(): number {
    return this.#lane.seq;
  }

  submit(submission: Submission): Promise<Reply> {
    return this.#lane.submit(submission);
  }

  async caseOf(id: CaseId): Promise<CaseState | undefined> {
    return (await this.#deps.store.cases([id])).get(id);
  }

  history(id: CaseId): Promise<readonly CaseEvent[]> {
    return this.#deps.store.history(id);
  }

  async texts(state: CaseState, range?: TextRange): Promise<readonly PersonalText[]> {
    const { store, vault } = this.#deps;
    const sealed = await store.texts(state.id, range);
    return sealed.flatMap(
      ({ part, sealed: bytes }) => vault.open(state.keySlot, state.id, part, bytes) ?? [],
    );
  }

  room(surface: Surface): Room {
    return this.#rooms.room(surface);
  }

  setRow(table: 'feed' | 'screens', row: Row): void {
    this.#board.table(table).put(row);
    this.#ticker.touch();
  }

  deleteRow(table: 'feed' | 'screens', key: string): void {
    this.#board.table(table).delete(key);
    this.#ticker.touch();
  }

  async fireDue(): Promise<void> {
    await this.#keeper.drain();
    await this.#freezer.look();
  }

  load(): HubLoad {
    const { waiting, groups, commands, failedGroups } = this.#lane;
    return { waiting, groups, commands, failedGroups, openCases: this.#openSet.size };
  }

  async health(): Promise<HubHealth> {
    const fault = await storeFault(this.#deps.store, this.#deps.vault);
    const storeWrites = fault === undefined;
    const clockSane = !this.#deps.holdBreaches();
    return { storeWrites, clockSane, ready: storeWrites && clockSane, fault };
  }

  async close(): Promise<void> {
    this.rates.stop();
    this.#keeper.stop();
    this.#deadlines.stop();
    this.#sweep.stop();
    this.#recount.stop();
    this.#freezer.stop();
    this.#ticker.stop();
    await this.#lane.close();
    await this.#scrub.stop();
    this.#deps.vault.close();
    await this.#deps.store.close();
  }

  /** Where a feed moves hub time, a period is frozen in its turn and not because somebody asks. */
  #freezeDue(): Promise<void> {
    return this.#deps.isTimeFed === true ? Promise.resolve() : this.#freezer.look();
  }

  #makeRecount(place: RecountPlace | undefined): Recount {
    const deps = this.#deps;
    return new Recount(
      {
        ...deps,
        record: (work) => this.#lane.record(work),
        settle: () => this.#board.reload(deps.store),
      },
      place,
    );
  }

  #makeFreezer(frozen: FrozenPeriods): PeriodFreezer {
    return new PeriodFreezer({
      ...this.#deps,
      frozen,
      isCounted: () => this.#recount.isDone,
      sumsOf: (period, seq) => this.rates.sumsOf(period, seq),
      record: (work) => this.#lane.record(work),
      show: (period) => this.#board.freeze(period),
    });
  }

  #show({ counters, emptied }: Counts, states: ReadonlyMap<CaseId, CaseState>): void {
    this.#board.apply(counters, states.values(), emptied);
    this.#openSet.apply([...states.values()]);
    this.#ticker.touch();
  }
}
