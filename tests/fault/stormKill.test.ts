import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RatesView } from '../../shared/contract/ratesView.ts';
import type { Snapshot } from '../../shared/contract/sync.ts';
import type { TableName } from '../../shared/tables/liveTables.ts';
import { must } from '../../shared/lib/assert.ts';
import { HubProcess, TEST_KEY } from '../support/HubProcess.ts';
import { LiveScreen } from '../support/LiveScreen.ts';
import { differencesFromFold } from '../support/differencesFromFold.ts';
import { independentClocks } from '../support/independentClocks.ts';
import { independentFold } from '../support/independentFold.ts';
import type { RawEvent } from '../support/independentFold.ts';
import { independentRanking } from '../support/independentRanking.ts';
import type { RankedBy } from '../support/independentRanking.ts';
import { independentRates } from '../support/independentRates.ts';
import { readLog } from '../support/readLog.ts';
import { runOps } from '../support/runOps.ts';
import { SeededRandom } from '../support/seededRandom.ts';
import { simulationFile } from '../support/simulationFile.ts';
import { suiteDir } from '../support/suiteDir.ts';

const KILLS = 4;
const SPEED = 200;
const STORM_CASES_PER_HOUR = 3_600;
/** The hub looks at its clocks once a real second, which is 200 s of the storm; on a busy machine it takes longer. */
const GRACE_MS = 900_000;
/** Rows of the table of overdue cases. */
const SHOWN = 40;
const COUNTED = ['kpi', 'units', 'cells', 'trend', 'categories', 'channels', 'intake'] as const;
/** Tables that show all that was ever counted, so that none of it may be missing either. */
const WHOLE: readonly TableName[] = ['kpi', 'units', 'cells'];

const random = new SeededRandom(60);

describe(`a simulated storm over Beijing, killed ${KILLS} times with SIGKILL`, () => {
  const root = suiteDir();
  const dataDir = join(root, 'data');
  const snapshots = new Map<TableName, Snapshot>();
  const views: RatesView[] = [];
  let hub: HubProcess;
  let log: readonly RawEvent[] = [];
  let casesAtKill: readonly number[] = [];

  beforeAll(async () => {
    const start = (feed: string, speed = 1) =>
      HubProcess.start({
        dataDir,
        args: ['--city', 'beijing', '--feed', feed, '--feed-speed', String(speed)],
      });
    const storm = simulationFile(root, STORM_CASES_PER_HOUR);
    hub = await start(simulationFile(root));
    await hub.stop();
    for (let kills = 0; kills < KILLS; kills++) {
      hub = await start(storm, SPEED);
      casesAtKill = [...casesAtKill, await moreCases(hub, 300 + random.below(300))];
      await hub.stop('SIGKILL');
    }
    hub = await start(storm, SPEED);
    await moreCases(hub, 600);
    await overdueCases(hub, SHOWN + 20);
    // The storm goes on meanwhile: each answer says as of which event it is.
    for (const table of [...COUNTED, 'rates'] as const) snapshots.set(table, await hub.table(table));
    const rates = must(snapshots.get('rates'), 'no rates').rows.map(([key]) => String(key).slice(0, 7));
    for (const label of new Set(rates))
      views.push((await (await hub.get(`/metrics/rates?period=${label}`)).json()) as RatesView);
    await hub.stop();
    log = readLog(dataDir);
  }, 240_000);

  afterAll(() => hub?.stop());

  const snapshotOf = (table: TableName) => must(snapshots.get(table), `${table} was not read`);

  it.each(COUNTED)('[FLT60] counts in %s what an independent fold of the log comes to', (table) => {
    const snapshot = snapshotOf(table);
    const city = { timeZone: 'Asia/Shanghai', prefix: 'BJ', places: placeUnits() };
    const folded = independentFold(log, city, snapshot.seq);
    const shown = new Set(snapshot.rows.map(([key]) => String(key)));
    const missing = WHOLE.includes(table)
      ? Object.keys(folded[table] ?? {}).filter((key) => !shown.has(key))
      : [];
    expect(differencesFromFold(snapshot, folded)).toEqual([]);
    expect(missing).toEqual([]);
    expect(snapshot.rows.length).toBeGreaterThan(2);
  });

  it('[FLT61] records every breach once, as of the instant at which its clock fell due', ({ annotate }) => {
    const { faults, breaches } = independentClocks(log, 'BJ', { graceMs: GRACE_MS });
    void annotate(`${breaches} breaches in ${log.length} events`);
    expect(faults).toEqual([]);
    expect(breaches).toBeGreaterThan(150);
  });

  it('[FLT62] shows the overdue cases that an independent fold finds, the gravest first', async () => {
    // Without the feed nothing goes on, and a row that comes or goes up to a second late is there.
    const quiet = await HubProcess.start({ dataDir, args: ['--city', 'beijing', '--feed', 'off'] });
    await vi.waitFor(async () => {
      const { seq, rows } = await quiet.table('overdue');
      const { overdue } = independentClocks(readLog(dataDir), 'BJ', { graceMs: GRACE_MS, upTo: seq });
      expect(rows.map((row) => row.slice(0, 3))).toEqual(overdue.slice(0, SHOWN));
      expect(overdue.length).toBeGreaterThan(SHOWN);
    }, 20_000);
    await quiet.stop();
  });

  it('[FLT63] counts for the rates what other code works out of the log', () => {
    const { seq, columns, rows } = snapshotOf('rates');
    const shown = rows.map(([key, ...cells]) => {
      const counts = cells.map((cell, i) => [columns[i + 1], cell] as const).filter(([, cell]) => cell !== 0);
      return [String(key), Object.fromEntries(counts)] as const;
    });
    expect(Object.fromEntries(shown.filter(([, row]) => Object.keys(row).length > 0))).toEqual(
      independentRates(log, seq),
    );
  });

  it('[FLT64] ranks the units as other code does', ({ annotate }) => {
    const tiers = tierOf();
    const ranked = views.map(({ period, definitionId, seq, units }) => {
      const rates = independentRates(log, seq);
      const expected = independentRanking(rates, period.label, tiers, definition(definitionId));
      const told = units.flatMap(({ code, tier, rank, unranked }) =>
        tier === undefined
          ? []
          : [[code, { rank, ...(unranked === undefined ? {} : { unranked }) }] as const],
      );
      expect([period.label, Object.fromEntries(told)]).toEqual([period.label, expected]);
      return Object.values(expected).filter(({ rank }) => rank !== null).length;
    });
    void annotate(`ranked units by period: ${ranked.join(', ')}`);
    expect(Math.max(...ranked)).toBeGreaterThan(10);
  });

  it('[FLT65] was killed in its midst, and leaves a directory in which verify finds nothing', async () => {
    const { code, stdout } = await runOps('verify', '--data-dir', dataDir);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^verified/)]);
    expect(casesAtKill).toEqual([...new Set(casesAtKill)].sort((a, b) => a - b));
  });
});

/** Resolves with the number of cases when the frame arrives that tells of so many more. */
async function moreCases(hub: HubProcess, count: number): Promise<number> {
  const screen = new LiveScreen(hub.origin, TEST_KEY, ['kpi']);
  const received = () => Number(screen.cell('kpi', 'all', 'received') ?? 0);
  await screen.until(() => screen.isSettled);
  const goal = received() + count;
  await screen.until(() => received() >= goal);
  screen.close();
  return received();
}

/** Resolves when so many cases are overdue: how soon that is depends on the hour at which the storm meets the city. */
async function overdueCases(hub: HubProcess, count: number): Promise<void> {
  const screen = new LiveScreen(hub.origin, TEST_KEY, ['deadlines']);
  await screen.until(() => Number(screen.cell('deadlines', 'city', 'overdue') ?? 0) >= count);
  screen.close();
}

/** What is read here of the pack's files, as they stand. */
interface PackFile {
  readonly units?: readonly { readonly code: string; readonly kind: string; readonly tier?: string }[];
  readonly profiles?: readonly (RankedBy & { readonly id: string })[];
}

function packFile(name: string): PackFile {
  return JSON.parse(readFileSync(new URL(`../../data/cities/beijing/${name}`, import.meta.url), 'utf8'));
}

function tierOf(): ReadonlyMap<string, string> {
  const { units = [] } = packFile('units.json');
  return new Map(units.flatMap(({ code, tier }) => (tier === undefined ? [] : [[code, tier] as const])));
}

function placeUnits(): ReadonlySet<string> {
  const { units = [] } = packFile('units.json');
  return new Set(units.filter(({ kind }) => ['district', 'street'].includes(kind)).map(({ code }) => code));
}

function definition(id: string): RankedBy {
  const { profiles = [] } = packFile('pack.json');
  return must(
    profiles.find((profile) => profile.id === id),
    `the pack does not define ${id}`,
  );
}
