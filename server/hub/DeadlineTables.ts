import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import type { City } from '../../shared/domain/City.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { overdueRow, savableRow } from '../../shared/tables/deadlineRows.ts';
import type { Row } from '../../shared/tables/liveTable.ts';
import type { TableName } from '../../shared/tables/liveTables.ts';
import { overdue } from '../../shared/tables/overdue.ts';
import { savable, SAVABLE_MINUTES } from '../../shared/tables/savable.ts';
import type { Log } from '../Log.ts';
import type { EventStore } from '../store/EventStore.ts';
import type { Board } from './Board.ts';
import type { HubClock } from './HubClock.ts';
import type { OpenSet } from './OpenSet.ts';

/** How often the tables that change with time alone are looked at again, in real milliseconds. */
export const DEADLINE_TICK_MS = 1_000;

export interface DeadlineTablesDeps {
  readonly store: EventStore;
  readonly city: City;
  readonly clock: HubClock;
  readonly log: Log;
  readonly openSet: OpenSet;
  readonly board: Board;
}

/**
 * The tables `savable`, `overdue` and `deadlines`: which cases belong there changes as time passes, without any
 * event, so they are made anew from the open set. They only ever hold what is shown, and since each look
 * ranks all open cases, a row that leaves is followed by the one that stood behind it.
 */
export class DeadlineTables {
  readonly #deps: DeadlineTablesDeps;
  #cancel: () => void = () => {};
  #stopped = false;

  constructor(deps: DeadlineTablesDeps) {
    this.#deps = deps;
  }

  /** Looks once a second from now on; `touched` is called where a table has changed. */
  start(touched: () => void): void {
    const { clock, log } = this.#deps;
    this.#cancel = clock.after(DEADLINE_TICK_MS, () => {
      void this.look()
        .then((hasChanged) => hasChanged && touched())
        .catch((error: unknown) => log.error({ err: error }, 'deadlines could not be looked at this time'))
        .then(() => {
          if (!this.#stopped) this.start(touched);
        });
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  /** Brings the tables up to now; whether anything waits to be sent. */
  async look(): Promise<boolean> {
    const { store, city, clock, openSet, board } = this.#deps;
    const now = clock.now();
    const limit = Math.max(savable.limit, overdue.limit);
    const scan = openSet.scan(now, now + SAVABLE_MINUTES * 60_000, limit);
    const ids = [...new Set([...scan.savableIds, ...scan.overdueIds])];
    const states = ids.length === 0 ? new Map<CaseId, CaseState>() : await store.cases(ids);
    if (this.#stopped) return false;
    const told: readonly (readonly [TableName, readonly Row[]])[] = [
      ['savable', rowsOf(scan.savableIds, states, (state) => savableRow(state, city, now))],
      ['overdue', rowsOf(scan.overdueIds, states, (state) => overdueRow(state, city, now))],
      ['deadlines', [['city', scan.savable, scan.savableContact, scan.near, scan.overdue]]],
    ];
    for (const [name, rows] of told) board.table(name).become(rows);
    return told.some(([name]) => board.table(name).isDirty);
  }
}

/** A case that has moved on while it was read gives no row; the next look finds its successor. */
function rowsOf(
  ids: readonly CaseId[],
  states: ReadonlyMap<CaseId, CaseState>,
  rowOf: (state: CaseState) => Row | undefined,
): readonly Row[] {
  return ids.flatMap((id) => {
    const state = states.get(id);
    const row = state === undefined ? undefined : rowOf(state);
    return row === undefined ? [] : [row];
  });
}
