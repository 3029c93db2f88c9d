import { tableChecksum } from '../../shared/contract/checksum.ts';
import { CONTRACT_VERSION } from '../../shared/contract/contractVersion.ts';
import { must } from '../../shared/lib/assert.ts';
import type { Row } from '../../shared/tables/liveTable.ts';
import { LIVE_TABLES } from '../../shared/tables/liveTables.ts';
import type { TableName } from '../../shared/tables/liveTables.ts';
import { Language } from '../../client/i18n/Language.svelte.ts';
import { browserFrames } from '../../client/link/browserFrames.ts';
import { frameBatcher } from '../../client/link/frameBatcher.ts';
import { Screen } from '../../client/link/Screen.ts';
import type { Pictures } from '../../client/wall/WallState.ts';
import { WallState } from '../../client/wall/WallState.ts';
import { CATEGORIES, UNITS, areaCode, benchCity, categoryCode, unitCode } from './benchCity.ts';
import { DAY, MIDNIGHT, NOON, PERIOD, QUARTER_MS, caseRow, fullTables } from './fullTables.ts';

const ignore = (): void => undefined;

/** A wall of a city of 343 units with every table full, fed without a socket and without chance. */
export class BusyWall {
  readonly state: WallState;
  readonly #screen: Screen;
  /** As the wall has it: what comes goes to the components when the batcher says so. */
  readonly #batcher = frameBatcher(() => this.state.publish(this.#screen), browserFrames);
  readonly #rows = new Map<TableName, Map<string, Row>>();
  readonly #revs = new Map<TableName, number>();
  #seq = 1;
  #events = 0;

  constructor(monotonic: () => number, pictures: Pictures) {
    const language = new Language({ query: '?lang=zh', storage: { getItem: () => null, setItem: ignore } });
    this.state = new WallState(language, monotonic, pictures);
    const tables = this.state.tables.map(({ spec }) => spec.name);
    const listener = { changed: ignore, greeted: ignore, refused: ignore, beat: ignore };
    this.#screen = new Screen({ surface: 'wall', scope: 'city', tables }, { hello: ignore }, listener);
    const granted = tables.map((table) => ({ table, scope: 'city' }));
    const hub = { contractVersion: CONTRACT_VERSION, epoch: 'bench', hubTime: NOON, rate: 1 } as const;
    this.state.greeted({ ok: true, ...hub, mode: 'simulate', city: 'bench', screen: 'A', granted });
    this.beat(NOON);
    this.state.city.load(benchCity());
    for (const [table, rows] of fullTables()) this.#snapshot(table, rows);
    this.state.publish(this.#screen);
  }

  beat(hubTime: number): void {
    this.state.beat({ seq: this.#seq, hubTime, rate: 1 });
  }

  /** One frame with what so many events change; a case's life has eight events, and one of them is a callback. */
  frame(events: number): void {
    const puts = new Map<TableName, Map<string, Row>>();
    const put = (table: TableName, row: Row): void => {
      const key = String(row[0]);
      this.#of(table).set(key, row);
      puts.set(table, (puts.get(table) ?? new Map<string, Row>()).set(key, row));
    };
    for (let i = 0; i < events; i++) this.#event(++this.#events, put);
    const tables = [...puts].map(([table, rows]) => ({
      table,
      scope: 'city',
      rev: this.#nextRev(table),
      put: [...rows.values()].map((row) => [...row]),
      del: this.#crowded(table),
    }));
    this.#screen.frame({ seq: (this.#seq += events), tables });
    this.#batcher.mark();
  }

  /** One frame in which so many units had a callback, handed on at once. */
  callbacks(units: number): void {
    const put: Row[] = [];
    for (let i = 0; i < units; i++) {
      const key = `${PERIOD} ${unitCode((++this.#events * 7) % UNITS)}`;
      const row = this.#counted(
        'rates',
        key,
        ['cases', 'valid', 'contacted', 'rated', 'satisfied'],
        1 + (i % 9),
      );
      this.#of('rates').set(key, row);
      put.push(row);
    }
    const patch = { table: 'rates', scope: 'city', rev: this.#nextRev('rates'), del: [] };
    this.#screen.frame({ seq: ++this.#seq, tables: [{ ...patch, put: put.map((row) => [...row]) }] });
    this.state.publish(this.#screen);
  }

  #event(n: number, put: (table: TableName, row: Row) => void): void {
    const unit = unitCode((n * 7) % UNITS);
    const isNew = n % 8 === 0;
    const bump = (table: TableName, key: string, columns: readonly string[]): void =>
      put(table, this.#counted(table, key, columns, 1));
    bump('kpi', 'all', isNew ? ['received', 'open'] : ['closed']);
    bump('kpi', DAY, isNew ? ['received', 'open'] : ['closed']);
    bump('units', unit, isNew ? ['received', 'open'] : ['closed']);
    bump('cells', areaCode((n * 11) % UNITS), isNew ? ['received', 'open'] : ['closed']);
    bump('trend', String(MIDNIGHT + 48 * QUARTER_MS), isNew ? ['received'] : ['closed']);
    if (n % 8 === 1)
      bump('rates', `${PERIOD} ${unit}`, ['cases', 'valid', 'contacted', 'solved', 'rated', 'satisfied']);
    if (!isNew) return;
    bump('categories', `${DAY} ${categoryCode(n % CATEGORIES)}`, ['received', 'open']);
    bump('channels', `${DAY} phone`, ['received']);
    put('intake', caseRow(n, NOON + n * 40, unit));
  }

  /** A row with some of its counters raised. */
  #counted(table: TableName, key: string, raised: readonly string[], by: number): Row {
    const columns: readonly string[] = LIVE_TABLES[table].columns;
    const row = this.#of(table).get(key) ?? columns.map((_, i) => (i === 0 ? key : 0));
    return row.map((cell, i) => (raised.includes(columns[i] ?? '') ? Number(cell) + by : cell));
  }

  /** The keys of the oldest rows of the newest cases, where there are too many. */
  #crowded(table: TableName): string[] {
    if (table !== 'intake') return [];
    const rows = this.#of(table);
    const gone = [...rows.keys()].sort().slice(0, Math.max(0, rows.size - LIVE_TABLES.intake.limit));
    for (const key of gone) rows.delete(key);
    return gone;
  }

  #snapshot(table: TableName, rows: readonly Row[]): void {
    this.#rows.set(table, new Map(rows.map((row) => [String(row[0]), row])));
    const columns = [...LIVE_TABLES[table].columns];
    this.#screen.snapshot({
      table,
      scope: 'city',
      epoch: 'bench',
      rev: this.#nextRev(table),
      seq: this.#seq,
      columns,
      key: must(columns[0], 'a table has columns'),
      rows: rows.map((row) => [...row]),
      checksum: tableChecksum(rows),
    });
  }

  #of(table: TableName): Map<string, Row> {
    return must(this.#rows.get(table), `${table} was filled`);
  }

  #nextRev(table: TableName): number {
    const rev = (this.#revs.get(table) ?? 0) + 1;
    this.#revs.set(table, rev);
    return rev;
  }
}
