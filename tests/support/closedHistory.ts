import { History } from '../../bench/data/History.ts';
import { loadCity } from '../../server/loadCity.ts';
import { DataDir } from '../../server/store/dir/DataDir.ts';
import { openStore } from '../../server/store/openStore.ts';
import { FileVault } from '../../server/store/vault/FileVault.ts';

/** Few enough that the smaller history, too, fills every table up to its limit. */
const CASES_A_DAY = 24;
const CASES_A_GROUP = 500;
const DAY_MS = 86_400_000;

/** Makes a live data directory whose log holds the whole lives of so many closed cases, the last one yesterday. */
export async function closedHistory(path: string, cases: number): Promise<void> {
  const city = loadCity('nyc');
  const dataDir = DataDir.open({ path, city: 'nyc', mode: 'live' });
  const store = await openStore(dataDir);
  const vault = FileVault.open(dataDir.layout.keys, 0);
  vault.reserve(cases);
  const startAt = Date.now() - (cases / CASES_A_DAY + 1) * DAY_MS;
  const history = new History({ city, head: await store.head(), casesADay: CASES_A_DAY, startAt, vault });
  for (let done = 0; done < cases; done += CASES_A_GROUP) {
    await store.append(history.group(Math.min(CASES_A_GROUP, cases - done), true));
  }
  vault.close();
  await store.close();
  dataDir.close();
}
