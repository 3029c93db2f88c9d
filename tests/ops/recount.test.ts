import { describe, expect, it } from 'vitest';
import { openHub } from '../../server/hub/openHub.ts';
import { rebuild } from '../../server/ops/rebuild.ts';
import { verify } from '../../server/ops/verify.ts';
import { DataDir } from '../../server/store/dir/DataDir.ts';
import { SqliteStore } from '../../server/store/sqlite/SqliteStore.ts';
import { FileVault } from '../../server/store/vault/FileVault.ts';
import type { City } from '../../shared/domain/City.ts';
import { must } from '../../shared/lib/assert.ts';
import { FakeClock } from '../support/FakeClock.ts';
import { quietLog } from '../support/quietLog.ts';
import { ratedCity } from '../support/ratedCity.ts';
import { ratedLife } from '../support/ratedLife.ts';
import { tempDir } from '../support/tempDir.ts';

const before = ratedCity();
const after = ratedCity(
  { periodStartDay: 10 },
  { pack: { scoredKinds: [...before.pack.scoredKinds, 'consult'] } },
);
const clock = new FakeClock();

/** A hub on a directory with one pack; closed again when `use` is done and all cases are counted. */
async function withHub<T>(
  path: string,
  city: City,
  use: (hub: Awaited<ReturnType<typeof openHub>>, lines: readonly string[]) => Promise<T>,
): Promise<T> {
  const dir = DataDir.open({ path, city: 'sample', mode: 'live', createdAt: clock.now() });
  const store = SqliteStore.open(dir.layout.database);
  const vault = FileVault.open(dir.layout.keys, (await store.head()).keySlots);
  const log = quietLog();
  const rest = { mode: 'live', epoch: 'e', log, holdBreaches: () => false, recountStep: 7 } as const;
  const hub = await openHub({ store, vault, city, clock, ...rest });
  const result = await use(hub, log.lines);
  await hub.counted;
  await hub.close();
  dir.close();
  return result;
}

describe('a directory whose pack has changed', () => {
  it('[CTB302] is told in one line what changed, keeps every earlier answer, and stands the check and a rebuild', async () => {
    const path = tempDir();
    const seqs = await withHub(path, before, (hub) => ratedLife(61, { hub, clock }, 120));
    const [middle, last] = [must(seqs[60], 'too short'), must(seqs.at(-1), 'no seqs')];
    const period = must(before.periods.named('2026-12'), 'no period');
    const asked = (city: City) =>
      withHub(path, city, async (hub) => {
        await hub.counted;
        const counts = [await hub.rates.countsOf(period, middle), await hub.rates.countsOf(period, last)];
        return counts.map(({ seq, rates, durations }) => ({ seq, rates, durations }));
      });
    const told = await asked(before);
    const lines = await withHub(path, after, async (hub, said) => {
      await ratedLife(62, { hub, clock }, 30);
      return said;
    });
    expect(lines.filter((line) => line.includes('counts cases otherwise'))).toHaveLength(1);
    expect(lines.join('\n')).toMatch(/"changed":\["scoredKinds","profiles"\]/);
    expect(lines.join('\n')).toContain('every case is counted as the city pack says now');
    expect(await asked(after)).toEqual(told);
    for (const city of [after, before]) {
      const report = verify({ dataDir: path, cityOf: () => city });
      expect(report).toMatchObject({ faults: 0, told: [] });
    }
    rebuild({ dataDir: path, cityOf: () => after });
    expect(verify({ dataDir: path, cityOf: () => after })).toMatchObject({ faults: 0, told: [] });
    expect(await asked(after)).toEqual(told);
    const again = await withHub(path, after, async (_hub, said) => said);
    expect(again.filter((line) => line.includes('counts cases otherwise'))).toEqual([]);
  });

  it('[CTB303] other budgets, weights, names, units and areas count nothing anew', async () => {
    const path = tempDir();
    await withHub(path, before, (hub) => ratedLife(63, { hub, clock }, 30));
    const { seq } = verify({ dataDir: path, cityOf: () => before });
    const [profile] = before.pack.profiles;
    const other = ratedCity(
      { weights: { response: 300, solve: 350, satisfaction: 350 }, minSample: 9, basicFactor: 800 },
      {
        policy: { archiveAfterDays: 3_000, feedbackMinChars: 9 },
        pack: {
          tiers: [{ code: 'STREETS', names: { zh: '镇', en: 'Towns' } }],
          units: before.pack.units.slice(2),
          areas: before.pack.areas.slice(1),
          scoredKinds: [...before.pack.scoredKinds].reverse(),
        },
      },
    );
    expect(other.pack.profiles[0]).not.toEqual(profile);
    const lines = await withHub(path, other, async (_hub, said) => said);
    expect(lines).toEqual([]);
    expect(verify({ dataDir: path, cityOf: () => other })).toMatchObject({ seq, faults: 0, told: [] });
  });
});
