import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TableName } from '../../shared/tables/liveTables.ts';
import { WallPage } from '../support/WallPage.ts';
import { HubProcess, TEST_KEY } from '../support/HubProcess.ts';
import { LiveScreen } from '../support/LiveScreen.ts';
import { NYC_TOTALS } from '../support/nycTotals.ts';
import { differencesFromFold } from '../support/differencesFromFold.ts';
import { foldDataDir } from '../support/foldDataDir.ts';
import { describeWithData, NYC_CSV } from '../support/sharedData.ts';
import { suiteDir } from '../support/suiteDir.ts';

describeWithData('a real day of New York, replayed at 600 times its speed', () => {
  const dir = suiteDir();
  let hub: HubProcess;
  let page: WallPage;

  beforeAll(async () => {
    const args = ['--city', 'nyc', '--feed', `replay:${NYC_CSV}`, '--feed-speed', '600'];
    hub = await HubProcess.start({ dataDir: dir, args });
    page = await WallPage.open(hub.origin, { width: 1920, height: 1080 });
    const screen = new LiveScreen(hub.origin, TEST_KEY, ['feed']);
    await screen.until(() => screen.rows('feed').some((row) => row[2] === 'done'));
    screen.close();
    await page.settledAt((await hub.table('kpi')).seq);
  }, 400_000);

  afterAll(async () => {
    await page?.close();
    await hub?.stop();
  });

  it('[RUN1] comes to the totals of the file in the hub', async () => {
    const kpi = await rowsOf(hub, 'kpi');
    expect(kpi.get('all')).toMatchObject({
      received: NYC_TOTALS.cases,
      closed: NYC_TOTALS.closed,
      open: NYC_TOTALS.cases - NYC_TOTALS.closed,
      noPoint: NYC_TOTALS.noPoint,
      waiting: 0,
    });
    expect(await receivedOf(hub, 'units')).toEqual(NYC_TOTALS.units);
    expect(await receivedOf(hub, 'cells')).toEqual(NYC_TOTALS.areas);
  });

  it('[RUN2] comes to the same totals on the wall in the browser', async () => {
    const numbers = await page.numbers();
    const shown = (table: string, key: string, column: string) => numbers.get(`${table} ${key} ${column}`);
    expect(shown('kpi', 'all', 'received')).toBe(NYC_TOTALS.cases);
    expect(shown('kpi', 'all', 'closed')).toBe(NYC_TOTALS.closed);
    expect(shown('kpi', 'all', 'noPoint')).toBe(NYC_TOTALS.noPoint);
    for (const [code, count] of Object.entries(NYC_TOTALS.units))
      expect(shown('units', code, 'received')).toBe(count);
    for (const [code, count] of Object.entries(NYC_TOTALS.areas))
      expect(shown('cells', code, 'received')).toBe(count);
  });

  it('[RUN3] shows in the browser no number that an independent fold of the log does not come to', async () => {
    const { seq, numbers } = await page.numbersWithSeq();
    const folded = foldDataDir(dir, 'America/New_York', 'NYC', seq);
    let checked = 0;
    const wrong = [...numbers].flatMap(([name, shown]) => {
      // A key may have a space in it.
      const [, table = '', key = '', column = ''] = /^(\S+) (.*) (\S+)$/.exec(name) ?? [];
      if (folded[table] === undefined) return [];
      checked++;
      const other = Number(folded[table][key]?.[column] ?? 0);
      return other === shown ? [] : [`${name}: shown ${shown}, folded ${other}`];
    });
    expect(checked).toBeGreaterThan(45);
    expect(wrong).toEqual([]);
  });

  it('[RUN4] says the same in every table as an independent fold of the log', async () => {
    for (const table of ['kpi', 'units', 'cells', 'trend', 'intake'] as const) {
      const snapshot = await hub.table(table);
      const folded = foldDataDir(dir, 'America/New_York', 'NYC', snapshot.seq);
      expect(differencesFromFold(snapshot, folded)).toEqual([]);
    }
  });

  it('[RUN5] marks replayed data on the screen and in every answer', async () => {
    expect(await page.textOf('[data-mode]')).toMatch(/回放|Replay/);
    const answer = await hub.get('/tables/kpi');
    expect(answer.headers.get('whistleboard-mode')).toBe('replay');
  });
});

async function rowsOf(
  hub: HubProcess,
  table: TableName,
): Promise<ReadonlyMap<string, Record<string, unknown>>> {
  const { columns, rows } = await hub.table(table);
  return new Map(
    rows.map((row) => [String(row[0]), Object.fromEntries(columns.map((column, i) => [column, row[i]]))]),
  );
}

async function receivedOf(hub: HubProcess, table: TableName): Promise<Record<string, unknown>> {
  const rows = await rowsOf(hub, table);
  return Object.fromEntries([...rows].map(([key, row]) => [key, row['received']]));
}
