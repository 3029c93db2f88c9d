import { LiveClock } from '../../server/clock/LiveClock.ts';
import { FrameTicker } from '../../server/hub/FrameTicker.ts';
import type { Hub } from '../../server/hub/Hub.ts';
import { LiveTable } from '../../server/hub/LiveTable.ts';
import { RateReader } from '../../server/hub/RateReader.ts';
import { Rooms } from '../../server/hub/Rooms.ts';
import type { Reply } from '../../server/hub/Submission.ts';
import { allOf } from '../../server/hub/TimedWork.ts';
import { loadCity } from '../../server/loadCity.ts';
import { MemoryStore } from '../../server/store/memory/MemoryStore.ts';
import type { Row } from '../../shared/tables/liveTable.ts';
import { LIVE_TABLES } from '../../shared/tables/liveTables.ts';
import type { TableName } from '../../shared/tables/liveTables.ts';
import { must } from '../../shared/lib/assert.ts';
import { rowsOfEvent, UNITS } from './busyRows.ts';

/**
 * The hub from its live tables outwards: real tables, rooms and tick, but no lane and no store, so that what
 * is measured at its sockets is what sending costs.
 */
export class BoardHub implements Hub {
  readonly city = loadCity('nyc');
  readonly clock = new LiveClock();
  readonly mode = 'live';
  readonly epoch = 'bench.1';
  readonly rowsReadAtStart = 0;
  readonly rates = new RateReader({ store: new MemoryStore(), city: this.city, clock: this.clock });
  readonly counted = Promise.resolve();
  seq = 0;
  readonly #tables = new Map(
    Object.values(LIVE_TABLES).map((spec): [TableName, LiveTable] => [
      spec.name,
      new LiveTable(spec, 'city'),
    ]),
  );
  readonly #rooms = new Rooms([...this.#tables.values()], this.epoch, () => this.seq);
  readonly #ticker = new FrameTicker({
    clock: this.clock,
    screens: () => this.#rooms.screens,
    flush: () => this.#rooms.flush(),
  });

  /** One event of a busy city changes its rows. */
  event(): void {
    for (const { table, row } of rowsOfEvent(this.seq++)) this.#table(table).put(row);
  }

  /** Changes so much that the next frame has about 18 KB: every unit, and all of the newest cases. */
  fullFrame(): void {
    for (let i = 0; i < UNITS; i++) this.event();
  }

  touch(): void {
    this.#ticker.touch();
  }

  flush(): void {
    this.#rooms.flush();
  }

  room(surface: Parameters<Hub['room']>[0]) {
    return this.#rooms.room(surface);
  }

  setRow(table: 'feed' | 'screens', row: Row): void {
    this.#table(table).put(row);
    this.touch();
  }

  deleteRow(table: 'feed' | 'screens', key: string): void {
    this.#table(table).delete(key);
    this.touch();
  }

  load() {
    return { waiting: 0, groups: 0, commands: 0, failedGroups: 0, openCases: 0 };
  }

  readonly timedWork = allOf([]);

  fireDue() {
    return Promise.resolve();
  }

  health() {
    return Promise.resolve({ storeWrites: true, clockSane: true, ready: true });
  }

  submit(): Promise<Reply> {
    return Promise.resolve({ ok: false, refusal: { code: 'not_built_yet' } });
  }

  caseOf() {
    return Promise.resolve(undefined);
  }

  history() {
    return Promise.resolve([]);
  }

  texts() {
    return Promise.resolve([]);
  }

  close() {
    this.#ticker.stop();
    return Promise.resolve();
  }

  #table(name: TableName): LiveTable {
    return must(this.#tables.get(name), `there is no table ${name}`);
  }
}
