import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readReplay } from '../../server/feeds/readReplay.ts';
import type { IntakeBody } from '../../server/feeds/FeedPort.ts';
import { replayMapSchema } from '../../server/feeds/replayMap.ts';
import { RowMapper } from '../../server/feeds/RowMapper.ts';
import { loadCity } from '../../server/loadCity.ts';
import { tempDir } from '../support/tempDir.ts';

const city = loadCity('nyc');

const HEADER = ['no', 'when', 'what', 'area', 'type', 'x', 'y', 'who', 'unit'] as const;
const map = replayMapSchema.parse({
  format: 'csv',
  timeZone: 'Asia/Shanghai',
  timeFormats: ['YYYY-MM-DD HH:mm:ss'],
  order: 'ascending',
  crs: 'gcj02',
  columns: {
    source: { value: 'office' },
    externalId: 'no',
    channel: { value: 'phone' },
    kind: { column: 'type', values: { 'Taxi Compliment': 'praise' }, otherwise: 'complaint' },
    title: { columns: ['type', 'area'], join: ' / ' },
    content: 'what',
    reportedAt: 'when',
    lng: 'x',
    lat: 'y',
    streetCode: 'area',
    categoryCode: 'type',
    hostUnitCode: { column: 'unit', values: { Police: 'NYPD' } },
    requesterName: 'who',
  },
});
const mapper = new RowMapper(map, 'map.json', HEADER, city);

function read(change: Partial<Record<(typeof HEADER)[number], string>> = {}) {
  const row = {
    no: 'A 1',
    when: '2026-06-27 10:00:00',
    what: ' \n诉求 ',
    area: 'Staten Island',
    type: 'ELEVATOR',
    x: '116.4',
    y: '39.9',
    who: '',
    unit: 'HPD',
    ...change,
  };
  return mapper.read(HEADER.map((name) => row[name]));
}

function intakeOf(change: Parameters<typeof read>[0] = {}): IntakeBody | undefined {
  const row = read(change);
  return row.ok ? row.value.intake : undefined;
}

describe('mapping a row', () => {
  it('[FED20] fixed values, joined columns, translated words and the pack’s own aliases give the intake', () => {
    expect(intakeOf()).toEqual({
      source: 'office',
      externalId: 'A 1',
      channel: 'phone',
      kind: 'complaint',
      title: 'ELEVATOR / Staten Island',
      content: ' \n诉求 ',
      location: { lng: 116.4, lat: 39.9, crs: 'gcj02' },
      streetCode: 'STATEN-ISLAND',
      categoryCode: '030106',
      hostUnitCode: 'HPD',
      reportedAt: '2026-06-27T02:00:00.000Z',
    });
    expect(intakeOf({ type: 'Elevator' })?.categoryCode).toBe('040301');
    expect(intakeOf({ type: 'Taxi Compliment' })?.kind).toBe('praise');
    expect(intakeOf({ unit: 'Police', who: 'Li' })).toMatchObject({
      hostUnitCode: 'NYPD',
      requester: { name: 'Li' },
    });
    expect(intakeOf({ area: '' })?.title).toBe('ELEVATOR');
  });

  it('[FED20] words that the pack does not know go on as they are, for the hub to mark', () => {
    expect(intakeOf({ area: 'Unspecified', type: 'Weather', unit: 'NASA' })).toMatchObject({
      streetCode: 'Unspecified',
      categoryCode: 'Weather',
      hostUnitCode: 'NASA',
    });
    expect(intakeOf({ area: 'x'.repeat(65) })).not.toHaveProperty('streetCode');
    expect(intakeOf({ x: '', y: '' })).not.toHaveProperty('location');
  });

  it('[FED21] every fault of a row is named by field and code, never by what it says', () => {
    expect(read({ no: '', when: 'soon', x: 'left', y: '' })).toEqual({
      ok: false,
      refusal: [
        { field: 'reportedAt', fault: 'not_a_time' },
        { field: 'location.lng', fault: 'not_a_number' },
        { field: 'location.lat', fault: 'required' },
        { field: 'externalId', fault: 'too_short' },
      ],
    });
    expect(read({ what: 'a\0b' })).toEqual({
      ok: false,
      refusal: [{ field: 'content', fault: 'contains_nul' }],
    });
    expect(read({ what: '四'.repeat(20_001) })).toMatchObject({
      refusal: [{ field: 'content', fault: 'too_long' }],
    });
    expect(read({ what: '𠀀'.repeat(20_000) })).toEqual({
      ok: false,
      refusal: [{ field: '', fault: 'too_large' }],
    });
  });

  it('[FED21] bytes that are not UTF-8 break their own row only', async () => {
    const dir = tempDir();
    const row = (no: string, what: Buffer) =>
      Buffer.concat([Buffer.from(`${no},2026-06-27 10:00:00,`), what, Buffer.from(',,ELEVATOR,,,,\n')]);
    const mapPath = join(dir, 'map.json');
    writeFileSync(mapPath, JSON.stringify(map));
    const rowsOf = async (...rows: Buffer[]) => {
      const path = join(dir, 'rows.csv');
      writeFileSync(path, Buffer.concat([Buffer.from(`${HEADER.join(',')}\n`), ...rows]));
      const { steps, dead } = await readReplay(path, mapPath, city);
      return { contents: steps.map(({ intake }) => intake.content), dead };
    };
    const honest = row('2', Buffer.from('a \ufffd that was typed'));
    expect(await rowsOf(row('1', Buffer.from('good')), honest)).toEqual({
      contents: ['good', 'a \ufffd that was typed'],
      dead: [],
    });
    expect(await rowsOf(row('1', Buffer.from([0xce, 0xd2])), row('2', Buffer.from('good')))).toEqual({
      contents: ['good'],
      dead: [{ line: 2, faults: [{ field: '', fault: 'not_utf8' }] }],
    });
  });

  it('[FED2] rows of one instant are played as the file runs: the last line first where it runs backwards', async () => {
    const dir = tempDir();
    const path = join(dir, 'rows.csv');
    const line = (no: number) => `${no},2026-06-27 10:00:00,text,,ELEVATOR,,,,`;
    writeFileSync(path, [HEADER.join(','), line(1), line(2), line(3)].join('\n'));
    const orderOf = async (order: string) => {
      const mapPath = join(dir, 'map.json');
      writeFileSync(mapPath, JSON.stringify({ ...map, order }));
      return (await readReplay(path, mapPath, city)).steps.map(({ intake }) => intake.externalId);
    };
    expect(await orderOf('ascending')).toEqual(['1', '2', '3']);
    expect(await orderOf('descending')).toEqual(['3', '2', '1']);
  });
});
