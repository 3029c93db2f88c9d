import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openHub } from '../../server/hub/openHub.ts';
import { rebuild } from '../../server/ops/rebuild.ts';
import { verify } from '../../server/ops/verify.ts';
import { DataDir } from '../../server/store/dir/DataDir.ts';
import { SqliteStore } from '../../server/store/sqlite/SqliteStore.ts';
import { StoreTables } from '../../server/store/sqlite/StoreTables.ts';
import { FileVault } from '../../server/store/vault/FileVault.ts';
import type { LogEvent } from '../../shared/domain/LogEvent.ts';
import { asHubEvent } from '../../shared/domain/LogEvent.ts';
import { must } from '../../shared/lib/assert.ts';
import { FakeClock } from '../support/FakeClock.ts';
import { quietLog } from '../support/quietLog.ts';
import { ratedCity } from '../support/ratedCity.ts';
import { ratedLife, timePasses } from '../support/ratedLife.ts';
import { tempDir } from '../support/tempDir.ts';

const city = ratedCity();
const cityOf = () => city;

/** A directory in which the period 2026-12 is frozen. */
async function frozenDir(): Promise<string> {
  const path = tempDir();
  const clock = new FakeClock();
  const dir = DataDir.open({ path, city: 'sample', mode: 'live', createdAt: clock.now() });
  const store = SqliteStore.open(dir.layout.database);
  const vault = FileVault.open(dir.layout.keys, 0);
  const rest = { mode: 'live', epoch: 'e', log: quietLog(), holdBreaches: () => false } as const;
  const hub = await openHub({ store, vault, city, clock, ...rest });
  await ratedLife(81, { hub, clock }, 40);
  await timePasses({ hub, clock }, Date.parse('2026-12-29T00:05:00+08:00') - clock.now());
  await hub.rates.countsOf(must(city.periods.named('2026-12'), 'no period'));
  await ratedLife(82, { hub, clock }, 20);
  await hub.close();
  dir.close();
  return path;
}

/** Writes the event of the freezing anew, with a right checksum, as a hand that knows the program could. */
function forge(path: string, change: (event: LogEvent) => void): void {
  const db = new Database(join(path, 'whistleboard.db'));
  const tables = new StoreTables(db);
  const [head] = tables.subjects.of('period');
  const event = must(tables.events.get(must(head, 'nothing is frozen').seq), 'no event');
  change(event);
  db.prepare('DELETE FROM event WHERE seq = ?').run(event.seq);
  tables.events.insert(event);
  db.close();
}

it('[OPS300] a frozen period stands the check, also after a rebuild, and a forged one does not', async () => {
  const path = await frozenDir();
  expect(verify({ dataDir: path, cityOf })).toMatchObject({ faults: 0, told: [] });
  rebuild({ dataDir: path, cityOf });
  expect(verify({ dataDir: path, cityOf })).toMatchObject({ faults: 0, told: [] });
  forge(path, (event) => {
    const data = must(asHubEvent(event, 'PeriodFrozen'), 'not frozen').data;
    Object.assign(data, { rates: data.rates.slice(1) });
  });
  const told = verify({ dataDir: path, cityOf }).told.join('\n');
  expect(told).toContain('The numbers of the frozen period 2026-12 are not those that its hash was made of.');
  expect(told).toContain('The numbers of the frozen period 2026-12 are not what the cases add up to');
});
