import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openHub } from '../../server/hub/openHub.ts';
import type { PeriodCounts } from '../../server/hub/RateReader.ts';
import { rebuild } from '../../server/ops/rebuild.ts';
import { verify } from '../../server/ops/verify.ts';
import { DataDir } from '../../server/store/dir/DataDir.ts';
import { MIGRATIONS } from '../../server/store/sqlite/migrations.ts';
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

  it.each([
    [
      'UPDATE rate_part SET rates = rates + 1 WHERE from_seq = (SELECT max(from_seq) FROM rate_part)',
      /rate_part/,
    ],
    [
      'DELETE FROM rate_part WHERE from_seq = (SELECT max(from_seq) FROM rate_part)',
      /is not what it contributed/,
    ],
    ["INSERT INTO rate_part VALUES ('2026-12 E1', 1, 1, 1, 0, 0)", /There are \d+ parts of rates/],
  ])('[OPS320] a part of the rates that is not what its case contributed is named: %s', async (sql, told) => {
    const path = tempDir();
    await withHub(path, (hub) => ratedLife(53, { hub, clock }, 120));
    const db = new Database(`${path}/whistleboard.db`);
    expect(db.prepare(sql).run().changes).toBeGreaterThan(0);
    db.close();
    expect(verify({ dataDir: path, cityOf }).told.join(' ')).toMatch(told);
    rebuild({ dataDir: path, cityOf });
    expect(verify({ dataDir: path, cityOf })).toMatchObject({ faults: 0, told: [] });
  });

  it('[STO321] of a directory from before are made when it is opened', async () => {
    const path = tempDir();
    const period = must(city.periods.at(clock.now()), 'no period');
    let seq = 0;
    const read = (hub: Awaited<ReturnType<typeof openHub>>) => hub.rates.countsOf(period, seq);
    const before = await withHub(path, async (hub) => {
      await ratedLife(54, { hub, clock }, 160);
      seq = hub.seq - 1;
      return read(hub);
    });
    expect(before.rates.size).toBeGreaterThan(1);
    const db = new Database(`${path}/whistleboard.db`);
    const step = MIGRATIONS.findIndex((one) => String(one).includes('CREATE TABLE rate_part'));
    db.exec(`DROP TABLE rate_part; DELETE FROM schema_version WHERE version > ${step}`);
    db.close();
    expect(await withHub(path, read)).toEqual(before);
    expect(verify({ dataDir: path, cityOf })).toMatchObject({ faults: 0, told: [] });
  });
});
