import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readReplay } from '../../server/feeds/readReplay.ts';
import type { Hub } from '../../server/hub/Hub.ts';
import { loadCity } from '../../server/loadCity.ts';
import { countForeign } from '../support/countForeign.ts';
import { hotlineCsv, portalCsv, portalXlsx, townCsv } from '../support/foreignExports.ts';
import { dumpOf, replayedHub } from '../support/replayedHub.ts';
import { tempDir } from '../support/tempDir.ts';

const city = loadCity('nyc');

function column(hub: Hub, table: string, name: string): Record<string, unknown> {
  const found = hub.room('wall').snapshotOf(table);
  if (found === undefined) throw new Error(`the wall has no table ${table}`);
  const { columns, rows } = found.snapshot;
  return Object.fromEntries(rows.map((row) => [row[0], row[columns.indexOf(name)]]));
}

const EXPORTS = [
  ['the portal of New York as CSV', portalCsv, 2],
  ['the portal of New York as XLSX', portalXlsx, 0],
  ['a German town', townCsv, 0],
  ['a Chinese hotline', hotlineCsv, 0],
] as const;

describe.each(EXPORTS)('the export of %s', (_name, make, broken) => {
  it('[FED372] is read to what a plain reader of a hundred lines counts in it', async () => {
    const { path, mapPath, form } = make(tempDir());
    const totals = countForeign(path, form);
    const { steps, dead } = await readReplay(path, mapPath, city);
    const creates = steps.filter(({ kind }) => kind === 'create');
    expect(dead).toHaveLength(broken);
    expect(totals.rows).toBeGreaterThan(170);
    expect({
      rows: creates.length,
      first: creates[0]?.at,
      last: creates.at(-1)?.at,
      due: creates.filter(({ intake }) => intake.dueAt !== undefined).length,
    }).toEqual({ rows: totals.rows, first: totals.first, last: totals.last, due: totals.due });
    const endings: Record<string, number> = {};
    for (const { how } of creates) if (how !== undefined) endings[how] = (endings[how] ?? 0) + 1;
    expect(endings).toEqual(totals.endings);
  });

  it('[FED372] comes to the same totals in the hub’s own tables', { timeout: 60_000 }, async () => {
    const { path, mapPath, form } = make(tempDir());
    const { rows, noPoint, units, areas, endings } = countForeign(path, form);
    const replayed = replayedHub(city, await readReplay(path, mapPath, city), tempDir());
    const { hub, end } = await replayed.life({ speed: Infinity });
    expect(end).toBe('done');
    expect(column(hub, 'kpi', 'received')).toMatchObject({ all: rows });
    expect(column(hub, 'kpi', 'noPoint')).toMatchObject({ all: noPoint });
    expect(column(hub, 'cells', 'received')).toEqual(areas);
    const known = Object.entries(units).filter(([code]) => city.units.has(code) && code !== 'HPD');
    expect(column(hub, 'units', 'received')).toMatchObject(Object.fromEntries(known));
    expect(column(hub, 'kpi', 'unknownUnit')).toMatchObject({
      all: Object.entries(units).reduce((sum, [code, n]) => sum + (city.units.has(code) ? 0 : n), 0),
    });
    const { events } = await dumpOf(replayed.store);
    const ended = (type: string) => events.filter((event) => event.type === type).length;
    expect({
      closed: ended('CaseClosed'),
      duplicate: ended('CaseDismissed'),
      transferred: ended('CaseTransferred'),
    }).toEqual({ closed: 0, duplicate: 0, transferred: 0, ...endings });
    await hub.close();
  });
});

it('[FED373] the portal’s exports for spreadsheets, with semicolons or with tabs in UTF-16, are read by the same mapping', async () => {
  const folder = tempDir();
  const { path, mapPath } = portalCsv(folder);
  const planOf = async (file: string) => {
    const { steps, dead } = await readReplay(file, mapPath, city);
    return { steps, dead };
  };
  const plan = await planOf(path);
  const text = readFileSync(path, 'utf8');
  const separated = (by: string) =>
    text.replace(/"[^"\n]*"(?=[,\r])|,/g, (part) => (part === ',' ? by : part));
  const [semicolons, tabs] = [join(folder, 'europe.csv'), join(folder, 'excel.tsv')];
  writeFileSync(semicolons, separated(';'));
  writeFileSync(tabs, Buffer.from(separated('\t'), 'utf16le'));
  expect(plan.steps.length).toBeGreaterThan(300);
  expect(await planOf(semicolons)).toEqual(plan);
  expect(await planOf(tabs)).toEqual(plan);
});
