import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openHub } from '../../server/hub/openHub.ts';
import type { PeriodCounts } from '../../server/hub/RateReader.ts';
import { rebuild } from '../../server/ops/rebuild.ts';
import { verify } from '../../server/ops/verify.ts';
import { DataDir } from '../../server/store/dir/DataDir.ts';
import { SqliteStore } from '../../server/store/sqlite/SqliteStore.ts';
import { FileVault } from '../../server/store/vault/FileVault.ts';
import { must } from '../../shared/lib/assert.ts';
import { FakeClock } from '../support/FakeClock.ts';
import { quietLog } from '../support/quietLog.ts';
import { ratedCity } from '../support/ratedCity.ts';
import { ratedLife } from '../support/ratedLife.ts';
import { tempDir } from '../support/tempDir.ts';

const city = ratedCity();
const cityOf = () => city;
const clock = new FakeClock();

/** Some weeks of the rated city on a real store, or what is there already; closed again when `use` is done. */
async function withHub<T>(
  path: string,
  use: (hub: Awaited<ReturnType<typeof openHub>>) => Promise<T>,
): Promise<T> {
  const dir = DataDir.open({ path, city: 'sample', mode: 'live', createdAt: clock.now() });
  const store = SqliteStore.open(dir.layout.database);
  const vault = FileVault.open(dir.layout.keys, (await store.head()).keySlots);
  const rest = { mode: 'live', epoch: 'e', log: quietLog(), holdBreaches: () => false } as const;
  const hub = await openHub({ store, vault, city, clock, ...rest });
  const result = await use(hub);
  await hub.close();
  dir.close();
  return result;
}

describe('the rates of a data directory', () => {
  it('[OPS30] stand the check, and the rebuilt ones are the same, now and as of an earlier event', async () => {
    const path = tempDir();
    const seqs = await withHub(path, (hub) => ratedLife(51, { hub, clock }, 160));
    const middle = seqs[Math.floor(seqs.length / 2)] ?? 0;
    const told = (): Promise<readonly PeriodCounts[]> =>
      withHub(path, async (hub) => {
        const period = must(city.periods.named('2026-12'), 'no period');
        return [await hub.rates.countsOf(period, hub.seq), await hub.rates.countsOf(period, middle)];
      });
    expect(verify({ dataDir: path, cityOf })).toMatchObject({ faults: 0, told: [] });
    const before = await told();
    expect(Math.min(...before.map(({ rates }) => rates.size))).toBeGreaterThan(1);
    rebuild({ dataDir: path, cityOf });
    expect(verify({ dataDir: path, cityOf })).toMatchObject({ faults: 0, told: [] });
    expect(await told()).toEqual(before);
  });

  it.each(['rates', 'durations'])(
    '[OPS30] a row of %s that is gone is told of and made again',
    async (table) => {
      const path = tempDir();
      await withHub(path, (hub) => ratedLife(52, { hub, clock }, 160));
      const db = new Database(`${path}/whistleboard.db`);
      expect(db.prepare('DELETE FROM counter WHERE tbl = ?').run(table).changes).toBeGreaterThan(0);
      db.close();
      const { told } = verify({ dataDir: path, cityOf });
      expect(told.join(' ')).toMatch(new RegExp(`Counter ${table} 20\\d\\d-\\d\\d \\w+ is missing`));
      rebuild({ dataDir: path, cityOf });
      expect(verify({ dataDir: path, cityOf }).faults).toBe(0);
    },
  );
});
