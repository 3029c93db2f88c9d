import type { Row } from '../../shared/tables/liveTable.ts';
import type { TableName } from '../../shared/tables/liveTables.ts';

/** So many events change every unit, and every row of the newest cases. */
export const UNITS = 343;
const AREAS = ['MANHATTAN', 'BRONX', 'QUEENS', 'BROOKLYN', 'STATEN-ISLAND'];
const AT = Date.UTC(2026, 10, 21, 2, 0, 0);

export interface ChangedRow {
  readonly table: TableName;
  readonly row: Row;
}

/** A case's life has about eight events, so one in eight brings a new case. */
const EVENTS_A_CASE = 8;

/** The rows that event number `n` of a busy city of 343 units changes: a case goes one step on. */
export function rowsOfEvent(n: number): readonly ChangedRow[] {
  const caseNumber = String(1 + Math.floor(n / EVENTS_A_CASE)).padStart(6, '0');
  const unit = n % UNITS;
  return [
    {
      table: 'intake',
      row: [
        `NYC20261121${caseNumber}`,
        AT + n * 40,
        'phone',
        'complaint',
        'L3',
        `01020${n % 7}`,
        AREAS[n % AREAS.length] ?? null,
        unitCode(unit),
        'dispatched',
      ],
    },
    { table: 'units', row: [unitCode(unit), 4_000 + n, n % 50, 300 + (n % 77), n % 9, 3_600 + n] },
    { table: 'kpi', row: ['all', 1_000_000 + n, 12, 40_000 + (n % 99), 310, 959_000 + n, 114, 7, 6, 3, 2] },
    { table: 'kpi', row: ['20261121', 5_000 + n, 12, 4_000 + (n % 99), 31, 959 + n, 11, 1, 1, 0, 0] },
    { table: 'cells', row: [AREAS[n % AREAS.length] ?? '', 200_000 + n, 8_000 + (n % 99), 70, 190_000 + n] },
    { table: 'trend', row: [AT, 100 + n, 80 + n] },
  ];
}

function unitCode(unit: number): string {
  return `UNIT-${String(unit).padStart(4, '0')}`;
}
