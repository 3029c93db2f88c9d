import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { rebuild } from '../../server/ops/rebuild.ts';
import { verify } from '../../server/ops/verify.ts';
import { StartError } from '../../server/StartError.ts';
import { SqliteStore } from '../../server/store/sqlite/SqliteStore.ts';
import { caseIdOf } from '../../shared/domain/ids.ts';
import { SampleDataDir } from '../support/sampleDataDir.ts';
import { SAMPLE_DAY, SAMPLE_CITY } from '../support/sampleGroup.ts';
import { tempDir } from '../support/tempDir.ts';

const cityOf = () => SAMPLE_CITY;
const first = caseIdOf(SAMPLE_DAY, 1);
const second = caseIdOf(SAMPLE_DAY, 2);
const third = caseIdOf(SAMPLE_DAY, 3);

/** What is done to the file by another hand, and what is told of it. */
const FAULTS: readonly { readonly sql: string; readonly told: RegExp }[] = [
  { sql: 'DELETE FROM event WHERE seq = 5', told: /Event 5 is missing/ },
  { sql: 'UPDATE event SET at = at + 1 WHERE seq = 4', told: /row 4 of table event/ },
  { sql: `DELETE FROM open_case WHERE id = ${first}`, told: /events belong to no case/ },
  { sql: "UPDATE open_case SET state = replace(state, 'water', 'wader')", told: /table open_case/ },
  {
    sql: `INSERT INTO closed_case SELECT id, state, crc FROM open_case WHERE id = ${first}`,
    told: /among the open and the closed/,
  },
  { sql: `DELETE FROM contribution WHERE case_id = ${second}`, told: /last contribution of case/ },
  {
    sql: `UPDATE contribution SET case_id = 7 WHERE case_id = ${first}`,
    told: /There are \d+ contributions, the cases have \d+/,
  },
  { sql: "DELETE FROM counter WHERE tbl = 'units'", told: /Counter units water is missing/ },
  {
    sql: "UPDATE counter SET body = '[1,1,1,1]' WHERE tbl = 'cells'",
    told: /row cells north of table counter/,
  },
  { sql: `DELETE FROM case_text WHERE case_id = ${first}`, told: /should have texts 1 to 1 and has none/ },
  { sql: 'UPDATE case_text SET crc = crc + 1', told: /table case_text/ },
  { sql: 'DELETE FROM erasure', told: /no erasure of its key is recorded/ },
  { sql: `UPDATE caller_key_${SAMPLE_DAY} SET seq = 2`, told: /table caller_key/ },
  { sql: 'UPDATE head SET crc = 1', told: /row 1 of table head/ },
];

describe('verify', () => {
  it('[OPS1] finds nothing wrong in what a hub wrote, and tells what there is', async () => {
    const { path } = await sample();
    expect(verify({ dataDir: path, cityOf })).toEqual({
      seq: 16,
      open: 1,
      closed: 2,
      texts: 2,
      erased: 1,
      pendingErasures: 0,
      isEndProved: true,
      losses: [],
      faults: 0,
      told: [],
    });
  });

  it.each(FAULTS)('[OPS2] tells of the damage that $sql does', async ({ sql, told }) => {
    const { path } = await sample();
    change(path, sql);
    const report = verify({ dataDir: path, cityOf });
    expect(report.faults).toBeGreaterThan(0);
    expect(report.told.join('\n')).toMatch(told);
  });

  it('[OPS3] tells of a state, a contribution or a counter that no longer follows from the log', async () => {
    const { path, store, log } = await sample();
    const forged = { ...log.state(first), hostUnitCode: 'power' };
    await store.append({
      events: [],
      states: [forged],
      counters: [{ table: 'cells', key: 'north', values: [9, 9, 9, 9] }],
      contributions: [],
      keys: [],
      texts: [],
      erased: [],
      head: await store.head(),
      day: SAMPLE_DAY,
    });
    const told = verify({ dataDir: path, cityOf }).told.join('\n');
    expect(told).toMatch(/The state of case \d+ is not what its events make/);
    expect(told).toMatch(/last contribution/);
    expect(told).toMatch(/Counter cells north holds 9 9 9 9 where the cases add up to 3 1 0 1/);
  });

  it('[OPS4] tells of a key that is destroyed without an erasure, and of an erased key that is still there', async () => {
    const { path, vault } = await sample();
    vault.destroy([0]);
    expect(verify({ dataDir: path, cityOf }).told.join()).toMatch(/key of case \d+ is destroyed/);
    writeFileSync(join(path, 'keys.bin'), Buffer.alloc(32 * 1024, 1));
    const told = verify({ dataDir: path, cityOf }).told.join('\n');
    expect(told).toMatch(/key of case \d+ is still there/);
    expect(told).toMatch(/does not open/);
    truncateSync(join(path, 'keys.bin'), 32);
    expect(() => verify({ dataDir: path, cityOf })).toThrow(StartError);
  });

  it('[OPS5] counts an erasure that the next start has to finish as no fault', async () => {
    const { path, store, log } = await sample();
    await store.append(log.erases(first));
    expect(verify({ dataDir: path, cityOf })).toMatchObject({ erased: 2, pendingErasures: 1, faults: 0 });
  });
});

describe('rebuild', () => {
  it('[OPS6] makes states, contributions and counters from the log alone, equal to what they were', async () => {
    const sampled = await sample();
    const { path, store } = sampled;
    const before = { cases: await store.newestCases(9), counters: await store.counters('kpi', true, 9) };
    await sampled.close();
    change(path, 'DELETE FROM counter');
    change(path, "UPDATE open_case SET state = '{}'");
    change(path, 'DELETE FROM contribution');
    change(path, 'DELETE FROM closed_case');
    expect(rebuild({ dataDir: path, cityOf })).toEqual({ events: 16, cases: 3 });
    expect(verify({ dataDir: path, cityOf })).toMatchObject({ faults: 0, told: [] });
    const again = reopened(path);
    expect({ cases: await again.newestCases(9), counters: await again.counters('kpi', true, 9) }).toEqual(
      before,
    );
  });

  it('[OPS7] refuses while a hub runs, and a damaged event leaves everything as it was', async () => {
    const sampled = await sample();
    expect(() => rebuild({ dataDir: sampled.path, cityOf })).toThrow(/in use by another hub/);
    await sampled.close();
    change(sampled.path, 'UPDATE event SET at = 1 WHERE seq = 16');
    expect(() => rebuild({ dataDir: sampled.path, cityOf })).toThrow(/row 16 of table event/);
    expect((await reopened(sampled.path).cases([first, second, third])).size).toBe(3);
  });
});

/** One open case, one closed, one erased: 16 events. */
async function sample(): Promise<SampleDataDir> {
  const dir = new SampleDataDir(tempDir());
  await dir.append(dir.log.intakes(3));
  await dir.append(dir.log.closes(second));
  await dir.erase(third);
  return dir;
}

function change(path: string, sql: string): void {
  const db = new Database(join(path, 'whistleboard.db'));
  expect(db.prepare(sql).run().changes).toBeGreaterThan(0);
  db.close();
}

function reopened(path: string): SqliteStore {
  const store = SqliteStore.open(join(path, 'whistleboard.db'));
  onTestFinished(() => store.close());
  return store;
}
