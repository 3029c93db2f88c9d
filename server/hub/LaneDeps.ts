import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import type { City } from '../../shared/domain/City.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import type { CounterTableName } from '../../shared/tables/liveTables.ts';
import type { Log } from '../Log.ts';
import type { AppendGroup, EventStore, StoreHead } from '../store/EventStore.ts';
import type { Vault } from '../store/vault/Vault.ts';
import type { Counts } from './countRows.ts';
import type { HubClock } from './HubClock.ts';

/** What the lane works with. */
export interface LaneDeps {
  readonly store: EventStore;
  readonly vault: Vault;
  readonly city: City;
  readonly clock: HubClock;
  readonly log: Log;
  readonly head: StoreHead;
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
