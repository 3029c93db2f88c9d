import type { City } from '../domain/City.ts';
import { formatCaseNo } from '../domain/ids.ts';
import type { CaseState } from '../domain/case/CaseState.ts';
import { isEnded, isOverdue } from '../domain/case/CaseState.ts';
import { WITHHELD } from './intake.ts';
import type { Row } from './liveTable.ts';
import { COUNTER_TABLES } from './liveTables.ts';
import type { CounterTableName } from './liveTables.ts';
import { TREND_BUCKET_MINUTES } from './trend.ts';

/** What one case adds to one row of one counter table: one number for each cell after the key. */
export interface Share {
  readonly table: CounterTableName;
  readonly key: string;
  readonly adds: readonly number[];
}

/** The columns after the key, worked out once: contributions are made for every change of every case. */
const COLUMNS: Readonly<Record<CounterTableName, readonly string[]>> = {
  kpi: COUNTER_TABLES.kpi.columns.slice(1),
  units: COUNTER_TABLES.units.columns.slice(1),
  cells: COUNTER_TABLES.cells.columns.slice(1),
  trend: COUNTER_TABLES.trend.columns.slice(1),
};

type Column<T extends CounterTableName> = Exclude<
  (typeof COUNTER_TABLES)[T]['columns'][number],
  'span' | 'code' | 'at'
>;

/**
 * What a case adds to the tables, as a function of its state alone: the change that an event makes is the
 * difference of two contributions, so reassignment, late facts and moves between periods retract
 * themselves, and adding up equals recomputing.
 */
export function contribute(state: CaseState, city: City): readonly Share[] {
  const facts = factsOf(state);
  const headline = { ...facts, ...marksOf(state) };
  const shares: Share[] = [
    share('kpi', 'all', headline),
    share('kpi', dayKey(state.registeredAt, city), { ...headline, closed: 0 }),
    share('cells', state.areaCode, facts),
    share('trend', bucketKey(state.registeredAt, city), { received: 1 }),
  ];
  if (state.closedAt !== undefined) {
    shares.push(share('kpi', dayKey(state.closedAt, city), { closed: 1 }));
    shares.push(share('trend', bucketKey(state.closedAt, city), { closed: 1 }));
  }
  if (state.hostUnitCode !== undefined) {
    shares.push(
      share('units', state.hostUnitCode, { ...facts, unsigned: flag(state.state === 'dispatched') }),
    );
  }
  return shares;
}

/** The row of a case in the `intake` table. */
export function intakeRow(state: CaseState, city: City): Row {
  const withheld = state.confidential || state.kind === 'report';
  return [
    formatCaseNo(city.pack.caseNoPrefix, state.id),
    state.registeredAt,
    state.channel,
    state.kind,
    state.level,
    withheld ? WITHHELD : state.categoryCode,
    withheld ? WITHHELD : state.areaCode,
    state.hostUnitCode ?? null,
    state.state,
  ];
}

function factsOf(state: CaseState) {
  const ended = isEnded(state);
  return {
    received: 1,
    waiting: flag(state.state === 'accepted'),
    open: flag(!ended),
    overdue: flag(isOverdue(state)),
    closed: flag(ended),
  };
}

function marksOf({ marks }: CaseState) {
  return {
    noPoint: flag(marks.includes('noPoint')),
    outsideCity: flag(marks.includes('outsideCity')),
    unknownArea: flag(marks.includes('unknownArea')),
    unknownCategory: flag(marks.includes('unknownCategory')),
    unknownUnit: flag(marks.includes('unknownUnit')),
  };
}

function share<T extends CounterTableName>(
  table: T,
  key: string,
  values: Partial<Record<Column<T>, number>> & Readonly<Record<string, number>>,
): Share {
  return { table, key, adds: COLUMNS[table].map((column) => values[column] ?? 0) };
}

function dayKey(at: number, city: City): string {
  return String(city.calendar.dayOf(at).date);
}

function bucketKey(at: number, city: City): string {
  return String(city.calendar.bucketOf(at, TREND_BUCKET_MINUTES));
}

function flag(condition: boolean): number {
  return condition ? 1 : 0;
}
