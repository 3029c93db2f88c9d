import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readReplay } from '../../server/feeds/readReplay.ts';
import { loadCity } from '../../server/loadCity.ts';
import { dumpOf, replayedHub } from '../support/replayedHub.ts';
import { tempDir } from '../support/tempDir.ts';

const MAP = {
  format: 'csv',
  timeZone: 'Asia/Shanghai',
  timeFormats: ['YYYY-MM-DD HH:mm'],
  order: 'ascending',
  crs: 'wgs84',
  columns: {
    ...{
      source: { value: 'old' },
      channel: { value: 'phone' },
      kind: 'kind',
      externalId: 'id',
      title: 'title',
    },
    ...{ content: 'title', reportedAt: 'reported', closedAt: 'closed', hostUnitCode: 'unit' },
  },
};
const ROWS = [
  'id,kind,title,reported,closed,unit',
  '1,complaint,无单位,2026-06-01 09:00,2026-06-03 10:00,',
  '2,complaint,单位不在名录,2026-06-01 09:10,2026-06-02 10:00,某某单位',
  '3,complaint,街道,2026-06-01 09:20,2026-06-30 10:00,110101001',
  '4,consult,咨询,2026-06-01 09:30,2026-06-01 09:30,110101001',
  '5,praise,表扬,2026-06-01 09:40,2026-06-02 09:40,110101001',
  '6,complaint,未办结,2026-06-01 09:50,,110101001',
  '',
].join('\n');

describe('a file with closing times on a city that calls back', () => {
  it('[FED341] closes every closed row at its instant, whoever has the case, and sets none of them aside', async () => {
    const city = loadCity('beijing');
    const dir = tempDir();
    const [path, map] = [join(dir, 'rows.csv'), join(dir, 'map.json')];
    writeFileSync(path, ROWS);
    writeFileSync(map, JSON.stringify(MAP));
    const { store, life } = replayedHub(city, await readReplay(path, map, city), join(dir, 'feeds'));
    const { row } = await life({ speed: Infinity });
    expect(row).toEqual(['replay', 'replay', 'done', 11, 11, 0, 0, 0, 0]);
    expect(readFileSync(join(dir, 'feeds/replay.json'), 'utf8')).toContain('"unclosed":0');
    const { states, counters } = await dumpOf(store);
    const at = (time: string) => Date.parse(`2026-06-${time}:00+08:00`);
    expect(states.map(({ state, closeReason, closedAt }) => [state, closeReason, closedAt])).toEqual([
      ['closed', 'imported', at('03T10:00')],
      ['closed', 'imported', at('02T10:00')],
      ['closed', 'imported', at('30T10:00')],
      ['closed', 'imported', at('01T09:30')],
      ['closed', 'praise', at('01T09:40')],
      ['dispatched', undefined, undefined],
    ]);
    expect(states[1]?.marks).toContain('unknownUnit');
    expect(states[2]?.clocks.find(({ kind }) => kind === 'handle')?.state).toBe('breached');
    const kpi = (counters['kpi'] as { key: string; values: readonly number[] }[]).find(
      ({ key }) => key === 'all',
    );
    expect(kpi?.values.slice(0, 5)).toEqual([6, 0, 1, 1, 5]);
  });
});
