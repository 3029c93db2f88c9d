import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFeed } from '../../server/feeds/createFeed.ts';
import type { FeedConfig } from '../../server/feeds/createFeed.ts';
import { cityFolder } from '../../server/cityFolder.ts';
import { readReplay } from '../../server/feeds/readReplay.ts';
import { loadCity } from '../../server/loadCity.ts';
import { City } from '../../shared/domain/City.ts';
import { StartError } from '../../server/StartError.ts';
import { readJson } from '../../server/readJson.ts';
import { tempDir } from '../support/tempDir.ts';

const city = loadCity('nyc');
const MAP = readJson(join(cityFolder('nyc'), 'replay.json')) as { columns: Record<string, unknown> };
const ROWS =
  'unique_key,created_date,closed_date,agency,complaint_type,descriptor,location_type,incident_zip,city,borough,latitude,longitude\n' +
  '1,2026-06-27T10:00:00.000,,DSNY,Graffiti,Graffiti,,11233,BROOKLYN,BROOKLYN,40.67,-73.90\n';

function feedOf(feed: string, more: Partial<FeedConfig> = {}) {
  return createFeed({ feedMap: undefined, feedSpeed: 1, dataDir: tempDir(), feed, ...more }, city);
}

function file(name: string, content: string): string {
  const path = join(tempDir(), name);
  writeFileSync(path, content);
  return path;
}

async function sentence(started: Promise<unknown>): Promise<string> {
  const error: unknown = await started.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StartError);
  const { message } = error as StartError;
  expect(message).toMatch(/^[^\n]+\.$/);
  return message;
}

describe('choosing a feed', () => {
  it('[FED18] off, simulate and replay each bind the data directory to their mode', async () => {
    const off = await feedOf('off');
    expect([off.mode, off.startAt, await off.done]).toEqual(['live', undefined, 'done']);
    expect((await feedOf('simulate')).mode).toBe('simulate');
    const replay = await feedOf(`replay:${file('rows.csv', ROWS)}`);
    expect([replay.mode, replay.startAt]).toEqual(['replay', Date.UTC(2026, 5, 27, 14)]);
  });

  it('[FED18] what cannot be had stops the start with one sentence', async () => {
    const rows = file('rows.csv', ROWS);
    expect(await sentence(feedOf('sometimes'))).toContain("--feed is 'sometimes'");
    expect(await sentence(feedOf('replay:'))).toContain('replay:<file>');
    expect(await sentence(feedOf('replay:/no/such.csv'))).toContain('/no/such.csv, does not exist');
    expect(await sentence(feedOf(`replay:${file('rows.ods', ROWS)}`))).toContain(
      'must end in .csv, .tsv, .txt or .xlsx.',
    );
    expect(await sentence(feedOf(`replay:${file('rows.xls', ROWS)}`))).toContain(
      'save the workbook as .xlsx',
    );
    for (const feedSpeed of [0, 601, 1.5, NaN])
      expect(await sentence(feedOf(`replay:${rows}`, { feedSpeed }))).toContain('--feed-speed');
    expect(await sentence(feedOf(`replay:${rows}`, { feedMap: '/no/map.json' }))).toContain('/no/map.json');
    const onlyHeader = file('rows.csv', ROWS.slice(0, ROWS.indexOf('\n')));
    expect(await sentence(feedOf(`replay:${onlyHeader}`))).toContain('no row that its mapping can read');
  });

  it('[FED348] rows before the first day that is asked for are left out and counted', async () => {
    const later = ROWS + ROWS.slice(ROWS.indexOf('\n') + 1).replace('1,2026-06-27T10', '2,2026-06-28T00');
    const path = file('rows.csv', later);
    const replay = await readReplay(path, join(cityFolder('nyc'), 'replay.json'), city, {
      readAt: Date.UTC(2026, 10, 1),
      from: '2026-06-28',
    });
    expect([replay.steps.map(({ line }) => line), replay.leftOut, replay.dead]).toEqual([[3], 1, []]);
    const feed = await feedOf(`replay:${path}`, { feedFrom: '2026-06-28' });
    expect(feed.startAt).toBe(Date.UTC(2026, 5, 28, 4));
    expect(await sentence(feedOf(`replay:${path}`, { feedFrom: '2026-06-29' }))).toMatch(
      /--feed-from is 2026-06-29: all 2 rows of .* were reported before that day/,
    );
  });

  it('[FED18] only a replay can be asked for the greatest speed', async () => {
    expect((await feedOf(`replay:${file('rows.csv', ROWS)}`, { feedSpeed: Infinity })).mode).toBe('replay');
    expect(await sentence(feedOf('simulate', { feedSpeed: Infinity }))).toContain('--feed-speed is max');
  });

  it('[FED18] a city without a mapping of its own asks for one', async () => {
    const pack = { ...city.pack, id: 'sample' };
    const dataDir = tempDir();
    const config = { feed: `replay:${file('rows.csv', ROWS)}`, feedMap: undefined, feedSpeed: 1, dataDir };
    const cityDir = tempDir();
    expect(await sentence(createFeed(config, new City(pack), cityDir))).toContain('--feed-map');
  });

  it.each([
    ['an unknown field', { colour: 'red' }, /map\.json, the whole: Unrecognized key: "colour"/],
    [
      'a zone that does not exist',
      { timeZone: 'Mars/Olympus' },
      /field timeZone: 'Mars\/Olympus' is no IANA/,
    ],
    ['a time format without a day', { timeFormats: ['YYYY-MM'] }, /field timeFormats\.0: 'YYYY-MM'/],
    [
      'a token that nobody knows',
      { timeFormats: ['YYYY-MM-DD', 'YYYY-MM-DD kk:mm'] },
      /map\.json, field timeFormats\.1: 'YYYY-MM-DD kk:mm' has the token 'kk', which means nothing here/,
    ],
    ['an encoding that there is not', { encoding: 'klingon' }, /field encoding: there is no such encoding/],
    ['a quote for a separator', { separator: '"' }, /field separator: it cannot be a quote/],
    [
      'two places',
      { columns: { ...MAP.columns, point: 'location_type' } },
      /field columns\.point: a place comes from lng and lat or from point/,
    ],
    [
      'an outcome without a time',
      { columns: { ...MAP.columns, outcome: 'agency', closedAt: undefined } },
      /field columns\.outcome: an outcome needs closedAt/,
    ],
    ['a sheet of a CSV', { sheet: 'Sheet1' }, /field sheet: only a workbook has sheets/],
    ['the other format', { format: 'xlsx' }, /field format: it says xlsx, but .* is csv/],
    [
      'a column that is not there',
      { columns: { ...MAP.columns, title: 'headline' } },
      /columns\.title: the file has no column 'headline'/,
    ],
    [
      'half a place',
      { columns: { ...MAP.columns, lat: undefined } },
      /field columns\.lng: lng and lat must be given together/,
    ],
    ['a missing column', { columns: { ...MAP.columns, externalId: undefined } }, /field columns\.externalId/],
  ])('[FED19] a mapping with %s is named by file and field', async (_what, change, expected) => {
    const feedMap = file('map.json', JSON.stringify({ ...MAP, ...change }));
    expect(await sentence(feedOf(`replay:${file('rows.csv', ROWS)}`, { feedMap }))).toMatch(expected);
  });
});
