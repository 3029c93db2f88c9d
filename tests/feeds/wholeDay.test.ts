import { expect, it } from 'vitest';
import { cityFolder } from '../../server/cityFolder.ts';
import { readReplay } from '../../server/feeds/readReplay.ts';
import type { Hub } from '../../server/hub/Hub.ts';
import { loadCity } from '../../server/loadCity.ts';
import { NYC_TOTALS } from '../support/nycTotals.ts';
import { replayedHub } from '../support/replayedHub.ts';
import { describeWithData, NYC_CSV } from '../support/sharedData.ts';
import { tempDir } from '../support/tempDir.ts';

function column(hub: Hub, table: string, name: string): Record<string, unknown> {
  const found = hub.room('wall').snapshotOf(table);
  if (found === undefined) throw new Error(`the wall has no table ${table}`);
  const { columns, rows } = found.snapshot;
  return Object.fromEntries(rows.map((row) => [row[0], row[columns.indexOf(name)]]));
}

describeWithData('the 25 hours of New York through a hub', () => {
  it('[FED1] the hub’s own tables come to the totals of the file', { timeout: 120_000 }, async () => {
    const city = loadCity('nyc');
    const replay = await readReplay(NYC_CSV, `${cityFolder('nyc')}/replay.json`, city);
    const { life, log } = replayedHub(city, replay, tempDir());
    const { end, hub } = await life({ speed: Infinity });
    expect(end).toBe('done');
    expect(log.lines.filter((line) => line.startsWith('error'))).toEqual([]);
    expect(column(hub, 'kpi', 'received')).toMatchObject({ all: NYC_TOTALS.cases });
    expect(column(hub, 'kpi', 'closed')).toMatchObject({ all: NYC_TOTALS.closed });
    expect(column(hub, 'kpi', 'noPoint')).toMatchObject({ all: NYC_TOTALS.noPoint });
    expect(column(hub, 'kpi', 'unknownCategory')).toMatchObject({ all: 0 });
    expect(column(hub, 'kpi', 'outsideCity')).toMatchObject({ all: 0 });
    expect(column(hub, 'units', 'received')).toEqual(NYC_TOTALS.units);
    expect(column(hub, 'cells', 'received')).toEqual(NYC_TOTALS.areas);
    expect(column(hub, 'feed', 'dead')).toEqual({ replay: 0 });
    await hub.close();
  });
});
