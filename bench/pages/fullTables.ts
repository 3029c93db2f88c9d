import { RATE_COLUMNS } from '../../shared/domain/rating/rateCounts.ts';
import type { Row } from '../../shared/tables/liveTable.ts';
import type { TableName } from '../../shared/tables/liveTables.ts';
import { CATEGORIES, UNITS, areaCode, categoryCode, unitCode } from './benchCity.ts';

export const QUARTER_MS = 15 * 60_000;
const MINUTE_MS = 60_000;
/** Days of the trend that a hub holds. */
const TREND_DAYS = 29;
export const DAY = '20261121';
export const PERIOD = '2026-12';
export const NOON = Date.parse('2026-11-21T12:00:00+08:00');
export const MIDNIGHT = NOON - 12 * 3_600_000;

type Filled = readonly (readonly [TableName, readonly Row[]])[];

/** Every table of the wall at noon of a busy day, as full as it gets. */
export function fullTables(): Filled {
  return [...counterTables(), ...caseTables(), ['feed', [['bench', 'simulate', 'running', 1, 0, 0]]]];
}

function counterTables(): Filled {
  const rates = (label: string): Row[] =>
    many(UNITS, (n) => [
      `${label} ${unitCode(n)}`,
      ...RATE_COLUMNS.map((column) =>
        column === 'solved' ? 90 + ((n * 37) % 100) : column === 'basic' ? 0 : 200,
      ),
    ]);
  const dayAndCategory = (n: number): string =>
    `${Number(DAY) - Math.floor(n / CATEGORIES)} ${categoryCode(n % CATEGORIES)}`;
  const loads = (n: number): Row => [unitCode(n), 3_000, 120, n % 5, 2_800];
  return [
    [
      'kpi',
      [
        ['all', 1_000_000, 12, 40_000, 310, 959_000, 114, 7, 6, 3, 2],
        [DAY, 5_000, 12, 4_000, 31, 900, 1, 1, 1, 1, 1],
      ],
    ],
    ['units', many(UNITS, (n) => loads(n).toSpliced(2, 0, 9))],
    ['cells', many(UNITS, loads)],
    ['rates', [...rates(PERIOD), ...rates('2026-11'), ...rates('2026-10')]],
    ['categories', many(4 * CATEGORIES, (n) => [dayAndCategory(n), 50 + n, 9, 1, 40])],
    [
      'channels',
      ['phone', 'app', 'wechat', 'web', 'mail'].map((channel, n) => [`${DAY} ${channel}`, 1_000 * (n + 1)]),
    ],
    [
      'trend',
      many(TREND_DAYS * 96, (n) => [String(MIDNIGHT + (48 - n) * QUARTER_MS), 60 + (n % 96), 50 + (n % 96)]),
    ],
  ];
}

function caseTables(): Filled {
  const dueAt = (n: number): number => NOON + (n + 1) * 2 * MINUTE_MS;
  const lateSince = (n: number): number => NOON - n * MINUTE_MS;
  const place = (n: number): Row => [`L${1 + (n % 4)}`, categoryCode(n), areaCode(n * 8), unitCode(n * 8)];
  return [
    ['deadlines', [['city', 400, 200, 1_000, 310]]],
    [
      'savable',
      many(40, (n) => [
        `S${n}`,
        dueAt(n),
        'sign',
        dueAt(n) - 30 * MINUTE_MS,
        dueAt(n) - 12 * MINUTE_MS,
        ...place(n),
        dueAt(n) - 60 * MINUTE_MS,
        60 * MINUTE_MS,
      ]),
    ],
    [
      'overdue',
      many(40, (n) => [
        `O${n}`,
        1e13 + lateSince(n),
        lateSince(n),
        NOON + n * MINUTE_MS,
        'handle',
        ...place(n),
      ]),
    ],
    ['intake', many(40, (n) => caseRow(-n, NOON - n * 1_000, unitCode(n)))],
  ];
}

function many<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n));
}

/** A row of the newest cases. */
export function caseRow(n: number, at: number, unit: string): Row {
  const number = String(500_000 + n).padStart(6, '0');
  return [
    `BJ${DAY}${number}`,
    at,
    'phone',
    'complaint',
    'L3',
    categoryCode(Math.abs(n) % CATEGORIES),
    unit,
    unit,
    'dispatched',
  ];
}
