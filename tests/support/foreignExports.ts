import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cityFolder } from '../../server/cityFolder.ts';
import type { ForeignForm } from './countForeign.ts';
import { SeededRandom } from './seededRandom.ts';
import { workbookFile } from './workbookFile.ts';

/** A file in the form of a real system's export, made up row by row, and how a hub and a plain reader read it. */
export interface ForeignExport {
  readonly path: string;
  readonly mapPath: string;
  readonly form: ForeignForm;
}

interface Matter {
  readonly no: number;
  readonly at: Date;
  readonly closed: Date | undefined;
  readonly due: Date | undefined;
  readonly ending: number;
  readonly unit: number;
  readonly area: number;
  readonly point: readonly [lat: string, lng: string] | undefined;
}

const MINUTE = 60_000;

/** The same rows each time; their dates are wall-clock readings in the UTC fields. */
function matters(count: number): readonly Matter[] {
  const random = new SeededRandom(20_250_324);
  return Array.from({ length: count }, (_, no) => {
    const at = new Date(Date.UTC(2025, 2, 24, 0, 3 + no * 17 + random.below(9)));
    const later = (most: number) => new Date(at.getTime() + (1 + random.below(most)) * MINUTE);
    return {
      no,
      at,
      closed: random.chance(0.6) ? later(3_000) : undefined,
      due: random.chance(0.4) ? later(10_000) : undefined,
      ending: random.below(10),
      unit: random.below(4),
      area: random.below(4),
      point: random.chance(0.9)
        ? [`40.${600_000 + random.below(99_999)}`, `-73.${800_000 + random.below(99_999)}`]
        : undefined,
    };
  });
}

const two = (n: number) => String(n).padStart(2, '0');

/** `03/24/2025 11:58:00 PM` */
function american(date: Date | undefined): string {
  if (date === undefined) return '';
  const hour = date.getUTCHours();
  return `${two(date.getUTCMonth() + 1)}/${two(date.getUTCDate())}/${date.getUTCFullYear()} ${two(hour % 12 === 0 ? 12 : hour % 12)}:${two(date.getUTCMinutes())}:00 ${hour < 12 ? 'AM' : 'PM'}`;
}

/** `24.03.2025 23:58` */
function german(date: Date | undefined): string {
  if (date === undefined) return '';
  return `${two(date.getUTCDate())}.${two(date.getUTCMonth() + 1)}.${date.getUTCFullYear()} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

/** `2025/3/24 下午 11:58` */
function chinese(date: Date | undefined): string {
  if (date === undefined) return '';
  const hour = date.getUTCHours();
  return `${date.getUTCFullYear()}/${date.getUTCMonth() + 1}/${date.getUTCDate()} ${hour < 12 ? '上午' : '下午'} ${hour % 12 === 0 ? 12 : hour % 12}:${two(date.getUTCMinutes())}`;
}

const PORTAL_HEAD =
  'Unique Key,Created Date,Closed Date,Agency,Agency Name,Complaint Type,Descriptor,Location Type,Incident Zip,City,Due Date,Borough,Latitude,Longitude,Location';
const AGENCIES = ['NYPD', 'HPD', 'DSNY', 'NASA'] as const;
const BOROUGHS = ['BROOKLYN', 'QUEENS', 'Staten Island', 'Unspecified'] as const;
const PORTAL_FORM = {
  encoding: 'utf-8',
  separator: ',',
  headLine: 1,
  offsetHours: -4,
  when: /^(?<month>\d+)\/(?<day>\d+)\/(?<year>\d+) (?<hour>\d+):(?<minute>\d+):00 (?<half>AM|PM)$/,
  columns: { at: 1, closed: 2, unit: 3, due: 10, area: 11, point: 14 },
  areas: { BROOKLYN: 'BROOKLYN', QUEENS: 'QUEENS', 'Staten Island': 'STATEN-ISLAND' },
} as const;

function portalRow({ no, at, closed, due, unit, area, point }: Matter): readonly string[] {
  const [lat = '', lng = ''] = point ?? [];
  const place = point === undefined ? '' : `(${lat}, ${lng})`;
  const [agency, borough] = [AGENCIES[unit] ?? '', BOROUGHS[area] ?? ''];
  const head = [String(7_000_000 + no), american(at), american(closed), agency, 'The, "Agency"'];
  const what = ['HEAT/HOT WATER', 'ENTIRE BUILDING', 'RESIDENTIAL\nBUILDING', '11101', borough];
  return [...head, ...what, american(due), borough, lat, lng, place];
}

/** New York's portal as CSV; one row has a date that is none, one a quote that is left open. */
export function portalCsv(folder: string): ForeignExport {
  const path = join(folder, 'portal.csv');
  const quoted = (cell: string) => (/[,"\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const lines = matters(240).map((row) => portalRow(row).map(quoted).join(','));
  lines.splice(50, 0, '1,03/24/2025 13:00:00 PM,,HPD,,HEAT/HOT WATER,a,,,,,QUEENS,,,');
  lines.splice(99, 0, '2,"open,,HPD,,,,,,,,,,,');
  writeFileSync(path, `\ufeff${[PORTAL_HEAD, ...lines].join('\r\n')}\r\n`);
  return { path, mapPath: join(cityFolder('nyc'), 'replay.json'), form: PORTAL_FORM };
}

/** The same as a workbook: dates as ISO cells, as day numbers and as text, in turn. */
export function portalXlsx(folder: string): ForeignExport {
  const path = join(folder, 'portal.xlsx');
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const text = (cell: string) => `<c t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
  const date = (at: Date | undefined, way: number): string => {
    if (at === undefined || way === 2) return text(american(at));
    if (way === 0) return `<c t="d" s="1"><v>${at.toISOString().slice(0, 19)}</v></c>`;
    return `<c s="1"><v>${at.getTime() / 86_400_000 + 25_569}</v></c>`;
  };
  const rows = matters(240).map((row) => {
    const cells = portalRow(row).map(text);
    for (const [index, at] of [[1, row.at] as const, [2, row.closed] as const, [10, row.due] as const])
      cells[index] = date(at, row.no % 3);
    return `<row>${cells.join('')}</row>`;
  });
  const head = `<row>${PORTAL_HEAD.split(',').map(text).join('')}</row>`;
  const styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs>';
  workbookFile({ sheets: { Export: head + rows.join('') }, styles }, path);
  return { path, mapPath: join(cityFolder('nyc'), 'replay.json'), form: PORTAL_FORM };
}

const COMMON = {
  kind: { value: 'complaint' },
  source: { value: 'office' },
  categoryCode: { value: '030101' },
};

/** A German town: Windows' own encoding, semicolons, two lines of preamble, a point and a status in one cell each. */
export function townCsv(folder: string): ForeignExport {
  const endings = ['erledigt', 'Dublette', 'abgegeben', 'in Prüfung'] as const;
  const offices = { Straßenbau: 'DOT', Grünflächen: 'DPR', Ordnungsamt: 'NYPD' };
  const quarters = { Süd: 'BROOKLYN', Nord: 'BRONX', West: 'QUEENS' };
  const rows = matters(180).map(({ no, at, closed, due, ending, unit, area, point }) => [
    `M-${no}`,
    german(at),
    german(closed),
    endings[Math.min(ending, 3)] ?? '',
    Object.keys(offices)[unit] ?? 'Amt für Fälle',
    Object.keys(quarters)[area] ?? '',
    german(due),
    point === undefined ? '' : `(${point[0]}, ${point[1]})`,
    'Bürger-Telefon 115',
    ' Schlagloch; tief ',
  ]);
  const head = 'Vorgang;Eingang am ;Erledigt am;Status;Amt;Bezirk;Frist;Ort (Breite, Länge);Kanal;Anliegen';
  const lines = rows.map((row) => row.map((cell) => `"${cell}"`).join(';'));
  const path = join(folder, 'town.csv');
  writeFileSync(
    path,
    Buffer.from(['Mängelmelder;Auszug', 'Stand: "heute', head, ...lines].join('\n'), 'latin1'),
  );
  const mapPath = mapFile(folder, 'town.json', {
    encoding: 'windows-1252',
    headerRow: 3,
    separator: ';',
    timeZone: 'Europe/Berlin',
    timeFormats: ['DD.MM.YYYY HH:mm'],
    columns: {
      ...COMMON,
      externalId: 'Vorgang',
      channel: 'Kanal',
      title: 'Anliegen',
      content: 'Anliegen',
      reportedAt: 'Eingang am',
      closedAt: 'Erledigt am',
      outcome: {
        column: 'Status',
        values: { erledigt: 'closed', Dublette: 'duplicate', abgegeben: 'transferred', 'in Prüfung': 'open' },
      },
      dueAt: ['Fällig am', 'Frist'],
      hostUnitCode: { column: 'Amt', values: offices },
      streetCode: { column: 'Bezirk', values: quarters },
      point: 'Ort (Breite, Länge)',
    },
  });
  const form: ForeignForm = {
    encoding: 'windows-1252',
    separator: ';',
    headLine: 3,
    offsetHours: 1,
    when: /^(?<day>\d+)\.(?<month>\d+)\.(?<year>\d+) (?<hour>\d+):(?<minute>\d+)$/,
    columns: { at: 1, closed: 2, status: 3, unit: 4, area: 5, due: 6, point: 7 },
    endings: { erledigt: 'closed', Dublette: 'duplicate', abgegeben: 'transferred' },
    units: offices,
    areas: quarters,
  };
  return { path, mapPath, form };
}

/** A Chinese hotline: GB 18030, tabs, a clock of 上午 and 下午, limits, statuses, points as well-known text. */
export function hotlineCsv(folder: string): ForeignExport {
  const endings = ['已办结', '重复工单', '已转办', '办理中'] as const;
  const units = { 市住建局: 'HPD', 市城管局: 'DSNY', 市公安局: 'NYPD' };
  const areas = { 东区: 'QUEENS', 西区: 'MANHATTAN', 南区: 'BROOKLYN' };
  const rows = matters(200).map(({ no, at, closed, due, ending, unit, area, point }) => [
    `GD2025${no}`,
    chinese(at),
    ending < 3 || closed === undefined ? chinese(closed) : '',
    endings[Math.min(ending, 3)] ?? '',
    Object.keys(units)[unit] ?? '市航天局',
    Object.keys(areas)[area] ?? '',
    chinese(due),
    point === undefined ? '' : `POINT (${point[1]} ${point[0]})`,
    '热线 电话',
    '暖气不热，"多次"反映',
  ]);
  const head = [
    '工单编号',
    '来电时间',
    '办结时间',
    '工单状态',
    '承办单位',
    '辖区',
    '办理时限',
    '坐标',
    '来源渠道',
    '诉求内容',
  ];
  const path = join(folder, 'hotline.csv');
  writeFileSync(path, gbBytes([head, ...rows].map((row) => row.join('\t')).join('\r\n')));
  const mapPath = mapFile(folder, 'hotline.json', {
    encoding: 'gb18030',
    quote: '',
    timeZone: 'Asia/Shanghai',
    timeFormats: ['YYYY/M/D A h:mm'],
    columns: {
      ...COMMON,
      externalId: '工单编号',
      channel: '来源渠道',
      title: '诉求内容',
      content: '诉求内容',
      reportedAt: '来电时间',
      closedAt: '办结时间',
      outcome: {
        column: '工单状态',
        values: { 已办结: 'closed', 重复工单: 'duplicate', 已转办: 'transferred', 办理中: 'open' },
      },
      dueAt: '办理时限',
      hostUnitCode: { column: '承办单位', values: units },
      streetCode: { column: '辖区', values: areas },
      point: '坐标',
    },
  });
  const form: ForeignForm = {
    encoding: 'gb18030',
    separator: '\t',
    headLine: 1,
    offsetHours: 8,
    when: /^(?<year>\d+)\/(?<month>\d+)\/(?<day>\d+) (?<half>上午|下午) (?<hour>\d+):(?<minute>\d+)$/,
    columns: { at: 1, closed: 2, status: 3, unit: 4, area: 5, due: 6, point: 7 },
    endings: { 已办结: 'closed', 重复工单: 'duplicate', 已转办: 'transferred' },
    units,
    areas,
  };
  return { path, mapPath, form };
}

function mapFile(folder: string, name: string, map: object): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify({ format: 'csv', order: 'unsorted', crs: 'wgs84', ...map }));
  return path;
}

/** Text in the two-byte encoding, by looking up what each pair of bytes would be read as. */
export function gbBytes(text: string): Buffer {
  const decoder = new TextDecoder('gbk');
  const pairs = new Map<string, Buffer>();
  for (let high = 0x81; high <= 0xfe; high++)
    for (let low = 0x40; low <= 0xfe; low++) {
      const pair = Buffer.from([high, low]);
      pairs.set(decoder.decode(pair), pair);
    }
  return Buffer.concat([...text].map((sign) => pairs.get(sign) ?? Buffer.from(sign, 'latin1')));
}
