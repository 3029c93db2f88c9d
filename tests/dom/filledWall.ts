import { DEFAULT_CHANNELS } from '../../shared/domain/defaultChannels.ts';
import { CONTRACT_VERSION } from '../../shared/contract/contractVersion.ts';
import { tableChecksum } from '../../shared/contract/checksum.ts';
import type { HelloReply } from '../../shared/contract/sync.ts';
import type { Row } from '../../shared/tables/liveTable.ts';
import { LIVE_TABLES } from '../../shared/tables/liveTables.ts';
import type { TableName } from '../../shared/tables/liveTables.ts';
import { Language } from '../../client/i18n/Language.svelte.ts';
import { Screen } from '../../client/link/Screen.ts';
import type { PublicCity } from '../../client/state/PublicCity.ts';
import type { Pictures } from '../../client/wall/WallState.ts';
import { WallState } from '../../client/wall/WallState.ts';

/** Noon in New York, 27 June 2026. */
export const NOON = Date.parse('2026-06-27T12:00:00-04:00');

export const CITY: PublicCity = {
  id: 'nyc',
  names: { zh: '纽约市', en: 'New York City' },
  timeZone: 'America/New_York',
  languages: ['en', 'zh'],
  bounds: [-74.27, 40.48, -73.68, 40.93],
  units: [
    {
      code: 'NYPD',
      names: { zh: '纽约市警察局', en: 'New York City Police Department' },
      kind: 'department',
    },
    {
      code: 'DHS',
      names: { zh: '无家可归者服务局', en: 'Department of Homeless Services' },
      kind: 'department',
    },
  ],
  tiers: [],
  profiles: [],
  areas: [
    { code: 'QUEENS', names: { zh: '皇后', en: 'Queens' } },
    { code: 'BRONX', names: { zh: '布朗克斯', en: 'Bronx' } },
  ],
  channels: DEFAULT_CHANNELS,
  categories: [{ code: '010101', names: { zh: '居民住宅噪声', en: 'Residential noise' } }],
};

export const ROWS: Readonly<Partial<Record<TableName, readonly Row[]>>> = {
  kpi: [
    ['all', 10_000, 3, 4_148, 0, 5_852, 114, 0, 6, 0, 0],
    ['20260627', 9_000, 3, 4_000, 0, 5_000, 100, 0, 5, 0, 0],
  ],
  units: [
    ['DHS', 138, 1, 20, 0, 118],
    ['NYPD', 6_692, 7, 900, 2, 5_792],
  ],
  cells: [
    ['QUEENS', 3_177, 1_000, 1, 2_177],
    ['unknown', 6, 6, 0, 0],
  ],
  intake: [
    ['NYC20260627000001', NOON, 'web', 'help', 'L3', '010101', 'QUEENS', 'NYPD', 'dispatched'],
    ['NYC20260627000002', NOON, 'web', 'report', 'L3', 'withheld', 'withheld', null, 'accepted'],
    ['NYC20260627000003', NOON, 'web', 'help', 'L3', '999999', 'unknown', 'NYPD', 'closed'],
  ],
  trend: [[String(NOON - 900_000), 10, 4]],
  deadlines: [['city', 4, 3, 2, 0]],
  savable: [],
  overdue: [],
  channels: [
    ['20260627 web', 6_000],
    ['20260627 phone', 3_000],
    ['20260626 phone', 9_000],
  ],
  categories: [['20260627 010101', 9_000, 4_000, 0, 5_000]],
  feed: [['nyc-311', 'csv', 'running', 10, 20, 1]],
};

/** Neither map nor chart: a test's window draws none. */
export const NO_PICTURES: Pictures = {
  chart: () => new Promise(() => undefined),
  map: () => new Promise(() => undefined),
};

export interface FilledWall {
  readonly state: WallState;
  readonly screen: Screen;
  /** Moves the monotonic clock on by so many milliseconds, as the ticker sees it. */
  readonly pass: (ms: number) => void;
  /** The hub says that it is there; without it the wall turns amber after three seconds. */
  readonly beat: () => void;
  /** Shows a table's rows as a snapshot of the next revision. */
  readonly show: (table: TableName, rows: readonly Row[], seq: number) => void;
}

/** A wall that was greeted at noon and holds `ROWS`, without any socket, in the language asked for. */
export function filledWall(
  mode: HelloReply['mode'] = 'live',
  lang = 'en',
  city: PublicCity = CITY,
): FilledWall {
  let monotonic = 0;
  const storage = { getItem: () => null, setItem: () => undefined };
  const state = new WallState(
    new Language({ query: `?lang=${lang}`, storage }),
    () => monotonic,
    NO_PICTURES,
  );
  const tables = state.tables.map((table) => table.spec.name);
  const ignore = () => undefined;
  const listener = { changed: ignore, greeted: ignore, refused: ignore, beat: ignore };
  const screen = new Screen({ surface: 'wall', scope: 'city', tables }, { hello: ignore }, listener);
  let rev = 0;
  const show = (table: TableName, rows: readonly Row[], seq: number) => {
    const columns = [...LIVE_TABLES[table].columns];
    const told = { table, scope: 'city', epoch: 'e1', rev: ++rev, seq, columns, key: columns[0] ?? '' };
    screen.snapshot({ ...told, rows: rows.map((row) => [...row]), checksum: tableChecksum(rows) });
    state.publish(screen);
  };
  const granted = tables.map((table) => ({ table, scope: 'city' }));
  const hub = { contractVersion: CONTRACT_VERSION, epoch: 'e1', hubTime: NOON, rate: 1, mode };
  state.greeted({ ok: true, ...hub, city: 'nyc', screen: 'A-03', granted });
  const beat = () => state.beat({ seq: screen.seq, hubTime: NOON + monotonic, rate: 1 });
  beat();
  state.city.load(city);
  for (const [table, rows] of Object.entries(ROWS)) show(table as TableName, rows, 1_234);
  const pass = (ms: number) => {
    monotonic += ms;
    state.tick();
  };
  return { state, screen, pass, beat, show };
}
