import { describe, expect, it } from 'vitest';
import { replayMapSchema } from '../../server/feeds/replayMap.ts';
import type { MappedRow } from '../../server/feeds/RowMapper.ts';
import { RowMapper } from '../../server/feeds/RowMapper.ts';
import { readPoint } from '../../server/feeds/readPoint.ts';
import { loadCity } from '../../server/loadCity.ts';

const city = loadCity('nyc');

const COLUMNS = {
  source: { value: 'office' },
  externalId: 'No',
  channel: 'Channel',
  kind: { value: 'complaint' },
  title: 'Title',
  content: 'Title',
  reportedAt: 'Reported',
  closedAt: 'Closed',
};

/** One row read by a mapping that differs from the usual one as a test says. */
function read(
  row: Readonly<Record<string, string>>,
  more: { map?: object; columns?: object } = {},
): MappedRow | unknown {
  const map = replayMapSchema.parse({
    timeZone: 'Asia/Shanghai',
    timeFormats: ['YYYY-MM-DD HH:mm', 'YYYY-MM-DD hh:mm A'],
    order: 'unsorted',
    crs: 'wgs84',
    ...more.map,
    columns: { ...COLUMNS, ...more.columns },
  });
  const whole = { No: '1', Channel: 'phone', Title: 'a', Reported: '2025-03-24 10:00', Closed: '', ...row };
  const result = new RowMapper(map, 'map.json', Object.keys(whole), city).read(Object.values(whole));
  return result.ok ? result.value : result.refusal;
}

describe('the fields of a mapping', () => {
  it('[FED364] a column is found by any of its names, whatever white space and capitals its heading has', () => {
    const columns = { title: ['headline', 'Problem (formerly Complaint Type)'] };
    expect(read({ ' Problem  (formerly\nComplaint type) ': 'Noise' }, { columns })).toMatchObject({
      intake: { title: 'Noise' },
    });
    expect(() => read({}, { columns })).toThrow(
      "map.json, field columns.title: the file has no column 'headline' or 'Problem (formerly Complaint Type)' among its 5.",
    );
    expect(() => read({ 'TITLE ': 'b' })).toThrow(
      "field columns.title: the file has the column 'Title' twice, as number 3 and 6.",
    );
  });

  it('[FED364] an optional column may be missing, alone or among several', () => {
    const columns = {
      level: { column: 'Level', optional: true },
      address: { columns: ['Street', 'Town'], optional: true },
    };
    const row = read({ Town: 'Queens' }, { columns });
    expect(row).toMatchObject({ intake: { address: 'Queens' } });
    expect(row).not.toHaveProperty('intake.level');
  });

  it('[FED365] codes, numbers and times come without outer white space; typed texts keep theirs unless told', () => {
    const row = {
      No: ' 7 ',
      Title: ' b ',
      Reported: '\u00a02025-03-24\u202f11:58\u00a0 PM ',
      Agency: 'HPD ',
      Word: ' Hot ',
    };
    const columns = {
      hostUnitCode: 'Agency',
      categoryCode: { column: 'Word', values: { 'Hot ': '030101' } },
    };
    expect(read(row, { columns })).toMatchObject({
      intake: { externalId: '7', title: ' b ', hostUnitCode: 'HPD', categoryCode: '030101' },
      reportedAt: Date.parse('2025-03-24T15:58:00Z'),
    });
    expect(read(row, { columns, map: { trim: true } })).toMatchObject({ intake: { title: 'b' } });
  });

  it.each([
    ['Call Center', 'Call-Center'],
    [' 微信 小程序 ', '微信-小程序'],
    ['Phone (311)/Text', 'Phone-311-Text'],
    ['', 'unknown'],
    ['***', 'unknown'],
    ['x'.repeat(40), 'x'.repeat(32)],
  ])('[FED366] the channel %j becomes the word %s', (cell, channel) => {
    expect(read({ Channel: cell })).toMatchObject({ intake: { channel } });
  });

  it.each([
    ['(40.67998, -73.90707)', true, { lng: -73.90707, lat: 40.67998 }],
    ['40.67998,-73.90707', true, { lng: -73.90707, lat: 40.67998 }],
    ['116.4，39.9', false, { lng: 116.4, lat: 39.9 }],
    ['116.4 39.9', false, { lng: 116.4, lat: 39.9 }],
    ['POINT (-73.90707 40.67998)', true, { lng: -73.90707, lat: 40.67998 }],
    ['SRID=4326;POINT(-73.90707 40.67998)', true, { lng: -73.90707, lat: 40.67998 }],
    ['1 Main St (rear)\nBrooklyn, NY\n(40.67998, -73.90707)', true, { lng: -73.90707, lat: 40.67998 }],
    ['1 Main St', true, undefined],
    ['(40.67998)', true, undefined],
    ['POINT EMPTY', true, undefined],
  ])('[FED367] the cell %j holds the point it shows', (cell, isLatFirst, expected) => {
    expect(readPoint(cell, isLatFirst)).toEqual(expected);
  });

  it('[FED367] a cell of a point gives a place in the system of the file, and one that cannot be read a fault', () => {
    const more = { map: { crs: 'gcj02', pointOrder: 'lng lat' }, columns: { point: 'Where' } };
    expect(read({ Where: '(116.4, 39.9)' }, more)).toMatchObject({
      intake: { location: { lng: 116.4, lat: 39.9, crs: 'gcj02' } },
    });
    expect(read({ Where: '(40.68, -73.91)' }, { columns: { point: 'Where' } })).toMatchObject({
      intake: { location: { lng: -73.91, lat: 40.68 } },
    });
    expect(read({ Where: 'near the bridge' }, more)).toEqual([{ field: 'location', fault: 'not_a_point' }]);
    expect(read({ Where: ' ' }, more)).not.toHaveProperty('intake.location');
    const comma = { columns: { lng: 'X', lat: 'Y' } };
    expect(read({ X: '-73,907', Y: '40,68' }, comma)).toMatchObject({
      intake: { location: { lng: -73.907, lat: 40.68 } },
    });
  });

  it('[FED368] a status says how a case ended, and the time when; other words leave it to the time', () => {
    const columns = {
      outcome: {
        column: 'Status',
        values: { 已办结: 'closed', 重复: 'duplicate', 转办: 'transferred', 重开: 'open' },
      },
    };
    const at = Date.parse('2025-03-24T12:00:00Z');
    const closing = (Status: string, Closed = '2025-03-24 20:00') =>
      (read({ Status, Closed }, { columns }) as MappedRow).closing;
    expect(closing('已办结')).toEqual({ at, how: 'closed' });
    expect(closing('重复 ')).toEqual({ at, how: 'duplicate' });
    expect(closing('转办')).toEqual({ at, how: 'transferred' });
    expect(closing('重开')).toBeUndefined();
    expect(closing('办理中')).toEqual({ at, how: 'closed' });
    expect(closing('办理中', '')).toBeUndefined();
    expect(closing('重复', '')).toBeUndefined();
  });

  it('[FED368] a word that stands for no time is translated to none', () => {
    const columns = { closedAt: { column: 'Closed', values: { NULL: '' } } };
    expect(read({ Closed: 'NULL' }, { columns })).toMatchObject({ closing: undefined });
    expect(read({ Closed: 'NULL' })).toEqual([{ field: 'closedAt', fault: 'not_a_time' }]);
  });

  it('[FED369] what the source had promised is read, and a date of it that is none sets the row aside', () => {
    const columns = { dueAt: 'Due' };
    expect(read({ Due: '2025-04-01 18:00' }, { columns })).toMatchObject({
      dueAt: Date.parse('2025-04-01T10:00:00Z'),
    });
    expect(read({ Due: 'soon' }, { columns })).toEqual([{ field: 'dueAt', fault: 'not_a_time' }]);
  });
});
