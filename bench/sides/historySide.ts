import { rmSync } from 'node:fs';
import { loadCity } from '../../server/loadCity.ts';
import { DataDir } from '../../server/store/dir/DataDir.ts';
import { layoutOf } from '../../server/store/dir/layout.ts';
import { SqliteStore } from '../../server/store/sqlite/SqliteStore.ts';
import { openStore } from '../../server/store/openStore.ts';
import { FileVault } from '../../server/store/vault/FileVault.ts';
import { BusyMonth } from '../data/BusyMonth.ts';
import { ContributionScan } from '../data/ContributionScan.ts';
import { History } from '../data/History.ts';

const CASES_A_DAY = 2_000;
const CASES_A_GROUP = 500;
const DAY_MS = 86_400_000;

const city = loadCity('nyc');

export interface AppendRates {
  readonly long: number;
  readonly empty: number;
}

let appends: { readonly long: Appending; readonly empty: Appending } | undefined;
let emptyPath = '';

interface Appending {
  readonly store: SqliteStore;
  readonly history: History;
}

/** Makes long logs without a hub, and appends to them. */
export const historySide = {
  /** A data directory of `cases` closed cases, 10 events each, that a hub can be started on. */
  async build(path: string, cases: number): Promise<void> {
    const dataDir = DataDir.open({ path, city: 'nyc', mode: 'live' });
    const store = await openStore(dataDir);
    const vault = FileVault.open(dataDir.layout.keys, 0);
    vault.reserve(cases);
    const days = Math.ceil(cases / CASES_A_DAY) + 1;
    const startAt = Date.now() - days * DAY_MS;
    const history = new History({ city, head: await store.head(), casesADay: CASES_A_DAY, startAt, vault });
    for (let done = 0; done < cases; done += CASES_A_GROUP) {
      await store.append(history.group(Math.min(CASES_A_GROUP, cases - done), true));
    }
    vault.close();
    await store.close();
    dataDir.close();
  },
  /** A data directory of Beijing of which `cases` lie in the period that begins at `startAt`. */
  async buildPeriod(path: string, startAt: number, cases: number): Promise<void> {
    const dataDir = DataDir.open({ path, city: 'beijing', mode: 'live' });
    const store = await openStore(dataDir);
    const vault = FileVault.open(dataDir.layout.keys, 0);
    vault.reserve(cases);
    const month = new BusyMonth(loadCity('beijing'), vault, startAt, cases);
    for (let done = 0; done < cases; done += CASES_A_GROUP) {
      await store.append(month.intakes(Math.min(CASES_A_GROUP, cases - done)));
      await store.append(month.answers());
    }
    vault.close();
    await store.close();
    dataDir.close();
  },
  /** Milliseconds of one scan of all contributions for the rates of a period as of an event, and the cases it found. */
  scan(path: string, period: string, seq: number): { readonly ms: number; readonly cases: number } {
    const scan = new ContributionScan(layoutOf(path).database);
    const startedAt = performance.now();
    const cases = scan.casesIn(period, seq);
    const ms = performance.now() - startedAt;
    scan.close();
    return { ms, cases };
  },
  /** Opens the log of a data directory and a new one beside it, for `cases` cases more. */
  async open(path: string, cases: number): Promise<void> {
    const { database, keys } = layoutOf(path);
    emptyPath = `${database}.empty`;
    const long = SqliteStore.open(database);
    const empty = SqliteStore.open(emptyPath);
    const { keySlots } = await long.head();
    const vault = FileVault.open(keys, keySlots);
    vault.reserve(keySlots + cases);
    vault.close();
    appends = { long: await appendingTo(long), empty: await appendingTo(empty) };
  },
  /** One round: intakes appended to the one log and to the other, group by group in turn; cases a second. */
  async append(groups: number, size: number): Promise<AppendRates> {
    if (appends === undefined) throw new Error('no log is open');
    const ms = { long: 0, empty: 0 };
    for (let n = 0; n < groups; n++) {
      for (const side of ['long', 'empty'] as const) {
        const group = appends[side].history.group(size, false);
        const startedAt = performance.now();
        await appends[side].store.append(group);
        ms[side] += performance.now() - startedAt;
      }
    }
    const cases = groups * size * 1_000;
    return { long: cases / ms.long, empty: cases / ms.empty };
  },
  async close(): Promise<void> {
    await appends?.long.store.close();
    await appends?.empty.store.close();
    for (const end of ['', '-wal', '-shm']) rmSync(`${emptyPath}${end}`, { force: true });
  },
};

async function appendingTo(store: SqliteStore): Promise<Appending> {
  const head = await store.head();
  return { store, history: new History({ city, head, casesADay: 500_000, startAt: Date.now() + DAY_MS }) };
}
