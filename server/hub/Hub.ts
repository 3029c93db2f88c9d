import type { CaseEvent } from '../../shared/domain/case/CaseEvent.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import type { PersonalText } from '../../shared/domain/case/PersonalText.ts';
import type { City } from '../../shared/domain/City.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import type { Mode } from '../../shared/domain/vocabulary.ts';
import type { Row, Surface } from '../../shared/tables/liveTable.ts';
import type { TextRange } from '../store/EventStore.ts';
import type { HubClock } from './HubClock.ts';
import type { RateReader } from './RateReader.ts';
import type { Room } from './Room.ts';
import type { Reply, Submission } from './Submission.ts';
import type { TimedWork } from './TimedWork.ts';

/** What the lane is doing, for metrics and for back-pressure. */
export interface HubLoad {
  /** Submissions waiting for a group. */
  readonly waiting: number;
  readonly groups: number;
  readonly commands: number;
  readonly failedGroups: number;
  readonly openCases: number;
}

/** Whether the hub can do its work; `ready` is all of it. */
export interface HubHealth {
  readonly storeWrites: boolean;
  readonly clockSane: boolean;
  readonly ready: boolean;
  /** Why the store takes nothing, in one sentence; undefined where it does. */
  readonly fault?: string | undefined;
}

/**
 * The live hub as everything around it sees it: HTTP, sockets, feeds and tests. It knows neither Express nor
 * Socket.IO nor a store's maker.
 */
export interface Hub {
  readonly city: City;
  readonly clock: HubClock;
  readonly mode: Mode;
  /** Names this log as served by this process; another log, process or restore has another one. */
  readonly epoch: string;
  /** What the start cost: rows read from the store before the hub could serve. */
  readonly rowsReadAtStart: number;
  /** `seq` of the last group that is durable and on the tables. */
  readonly seq: number;
  /**
   * Decides and records one command. Resolves only when the outcome is on stable storage; a refusal changed
   * nothing. Never rejects: a store that fails is the refusal `storage_failed` or `storage_full`.
   */
  submit(submission: Submission): Promise<Reply>;
  caseOf(id: CaseId): Promise<CaseState | undefined>;
  history(id: CaseId): Promise<readonly CaseEvent[]>;
  /** What was typed about a case, by part from the range's first on; empty once erased. Opens nothing else. */
  texts(state: CaseState, range?: TextRange): Promise<readonly PersonalText[]>;
  /** The counts behind the rates, now and at any earlier moment. */
  readonly rates: RateReader;
  /** Resolves when every case is counted as the city pack says now; at once where nothing has changed. */
  readonly counted: Promise<void>;
  room(surface: Surface): Room;
  /** Rows that tell of the hub itself rather than of cases. */
  setRow(table: 'feed' | 'screens', row: Row): void;
  deleteRow(table: 'feed' | 'screens', key: string): void;
  /** What hub time alone brings about, for a feed that moves hub time. */
  readonly timedWork: TimedWork;
  /** Fires every clock that is due by now, without waiting for the next tick; resolves when that is recorded. */
  fireDue(): Promise<void>;
  load(): HubLoad;
  health(): Promise<HubHealth>;
  /** Takes no more commands, finishes the group in flight, closes store and vault. */
  close(): Promise<void>;
}
