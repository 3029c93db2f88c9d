import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import type { Unit } from '../../shared/domain/cityPack.ts';
import { contribute } from '../../shared/tables/contribute.ts';
import { intakeRow } from '../../shared/tables/intakeRow.ts';
import type { Share } from '../../shared/tables/shares/Share.ts';
import { COUNTER_TABLES, LIVE_TABLES } from '../../shared/tables/liveTables.ts';
import { histories, live } from '../support/caseHistories.ts';
import { CaseScenario, PATHS, STEPS } from '../support/caseScenario.ts';
import { callbackCity, sampleCity, samplePack } from '../support/sampleCity.ts';

const city = sampleCity();
const STREET: Unit = { code: 'NORTH', names: { zh: '北街道', en: 'North Street' }, kind: 'street' };
type Sums = Map<string, number[]>;

function add(sums: Sums, shares: readonly Share[], sign: 1 | -1): void {
  for (const { table, key, adds } of shares) {
    const row = sums.get(`${table}/${key}`) ?? adds.map(() => 0);
    sums.set(
      `${table}/${key}`,
      row.map((value, i) => value + sign * (adds[i] ?? 0)),
    );
  }
}

/** Rows without the ones that have become all zero: whether a row was ever touched is not a number. */
const nonZero = (sums: Sums) =>
  Object.fromEntries([...sums].filter(([, row]) => row.some((value) => value !== 0)));

/** One row of what a case adds, its columns by name; `undefined` where it adds nothing there. */
function row(state: CaseState, table: Share['table'], key: string) {
  const sums: Sums = new Map();
  add(sums, contribute(state, city), 1);
  const values = sums.get(`${table}/${key}`);
  if (values === undefined) return undefined;
  return Object.fromEntries(COUNTER_TABLES[table].columns.slice(1).map((column, i) => [column, values[i]]));
}

describe('what a case adds to the tables', () => {
  it('[CTB1] adding differences equals recomputing, over any histories of any number of cases', () => {
    fc.assert(
      fc.property(fc.array(histories, { minLength: 1, maxLength: 4 }), (cases) => {
        const incremental: Sums = new Map();
        const recomputed: Sums = new Map();
        for (const history of cases) {
          let before: CaseState | undefined;
          const { standing } = live(history, ({ standing: now }) => {
            if (before !== undefined) add(incremental, contribute(before, city), -1);
            add(incremental, contribute(now, city), 1);
            before = now;
          });
          add(recomputed, contribute(standing, city), 1);
        }
        expect(nonZero(incremental)).toEqual(nonZero(recomputed));
      }),
    );
  });

  it('[CTB2] is one case in the whole, one in its day, one in its area, at most one at a unit', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const { standing } = live(history, () => {});
        const received = (table: Share['table']) =>
          contribute(standing, city)
            .filter((share) => share.table === table)
            .reduce((sum, { adds }) => sum + (adds[0] ?? 0), 0);
        expect([received('kpi'), received('cells'), received('trend')]).toEqual([2, 1, 1]);
        expect(received('units')).toBe(standing.hostUnitCode === undefined ? 0 : 1);
        expect(row(standing, 'kpi', 'all')).toMatchObject({ received: 1 });
      }),
    );
  });

  it('[CTB2] every share has a number for each column after the key', () => {
    const { standing } = new CaseScenario().registered().given(...PATHS.closed);
    for (const { table, adds } of contribute(standing, city)) {
      expect(adds).toHaveLength(COUNTER_TABLES[table].columns.length - 1);
    }
  });

  it('[CTB3] a case is waiting, open at a unit, overdue, then closed, each at its time', () => {
    const scenario = new CaseScenario().registered({ level: 'L1' }).given(STEPS.AcceptCase);
    expect(row(scenario.standing, 'kpi', 'all')).toMatchObject({
      waiting: 1,
      open: 1,
      overdue: 0,
      closed: 0,
    });
    expect(row(scenario.standing, 'units', 'ROADS')).toBeUndefined();
    scenario.given(STEPS.Dispatch);
    expect(row(scenario.standing, 'units', 'ROADS')).toMatchObject({ unsigned: 1, open: 1, overdue: 0 });
    scenario.pass(11).fire();
    expect(row(scenario.standing, 'units', 'ROADS')).toMatchObject({ unsigned: 1, overdue: 1 });
    scenario.given(STEPS.Sign, STEPS.RecordContact, STEPS.SubmitFeedback, STEPS.PassFeedback);
    expect(row(scenario.standing, 'units', 'ROADS')).toEqual({
      received: 1,
      unsigned: 0,
      open: 0,
      overdue: 0,
      closed: 1,
    });
    expect(row(scenario.standing, 'kpi', 'all')).toMatchObject({
      waiting: 0,
      open: 0,
      overdue: 0,
      closed: 1,
    });
  });

  it('[CTB4] a case counts in the local day it was registered, its end in the local day it ended', () => {
    // 2026-11-21 23:59 and 2026-11-22 00:01 in Shanghai.
    const now = Date.UTC(2026, 10, 21, 15, 59);
    const scenario = new CaseScenario({ now }).registered().pass(2).given(STEPS.AnswerDirectly);
    expect(row(scenario.standing, 'kpi', '20261121')).toMatchObject({ received: 1, closed: 0, noPoint: 1 });
    expect(row(scenario.standing, 'kpi', '20261122')).toMatchObject({ received: 0, closed: 1, noPoint: 0 });
    expect(row(scenario.standing, 'trend', String(Date.UTC(2026, 10, 21, 15, 45)))).toEqual({
      received: 1,
      closed: 0,
    });
    expect(row(scenario.standing, 'trend', String(Date.UTC(2026, 10, 21, 16, 0)))).toEqual({
      received: 0,
      closed: 1,
    });
  });

  it.each([STEPS.Dismiss, STEPS.TransferOut, STEPS.Withdraw])(
    '[CTB11] a case that ended otherwise than by being closed counts as neither open nor closed: $type',
    (step) => {
      const scenario = new CaseScenario().registered().given(step);
      const day = row(scenario.standing, 'kpi', '20261121');
      expect(row(scenario.standing, 'kpi', 'all')).toMatchObject({ received: 1, open: 0, closed: 0 });
      expect(day).toMatchObject({ received: 1, open: 0, closed: 0 });
      expect(row(scenario.standing, 'trend', String(Date.UTC(2026, 10, 21, 2, 0)))).toEqual({
        received: 1,
        closed: 0,
      });
      expect(row(scenario.standing, 'cells', 'unknown')).toMatchObject({ open: 0, closed: 0 });
    },
  );

  it('[CTB12] a unit is late with its own clocks, and not with those of the centre', () => {
    const hours = (count: number) => 60 * count;
    const scenario = new CaseScenario({ city: callbackCity() }).registered({ level: 'L1' });
    const late = (table: Share['table'], key: string) => row(scenario.standing, table, key)?.['overdue'];
    scenario.given(STEPS.AcceptCase, STEPS.Dispatch).pass(11).fire();
    expect([late('units', 'ROADS'), late('kpi', 'all')]).toEqual([1, 1]);
    scenario.given(STEPS.Sign, STEPS.RecordContact, STEPS.SubmitFeedback, STEPS.PassFeedback);
    expect([late('units', 'ROADS'), late('kpi', 'all')]).toEqual([0, 0]);
    scenario.pass(hours(100)).fire();
    expect([late('units', 'ROADS'), late('kpi', 'all'), late('cells', 'unknown')]).toEqual([0, 1, 1]);
  });

  it('[CTB5] what an intake could not tell is counted under its mark', () => {
    const { standing } = new CaseScenario().registered({ hostUnitCode: 'MAGIC', point: { lng: 0, lat: 0 } });
    expect(row(standing, 'kpi', 'all')).toMatchObject({
      noPoint: 0,
      outsideCity: 1,
      unknownArea: 1,
      unknownCategory: 1,
      unknownUnit: 1,
    });
    expect(row(standing, 'cells', 'unknown')).toMatchObject({ received: 1 });
  });
});

describe('the row of a case', () => {
  const known = { categoryCode: '030300', streetCode: 'NORTH' };

  it('[CTB6] has a cell for each column of the intake table', () => {
    const { standing, now } = new CaseScenario().registered({ ...known, level: 'L2' });
    expect(intakeRow(standing, city)).toEqual([
      'SC20261121000001',
      now,
      'phone',
      'complaint',
      'L2',
      '030300',
      'NORTH',
      null,
      'draft',
    ]);
    expect(intakeRow(standing, city)).toHaveLength(LIVE_TABLES.intake.columns.length);
  });

  it.each([{ confidential: true }, { kind: 'report' as const }])(
    '[CTB7] withholds category and area of %j, and a unit that is itself the place',
    (changes) => {
      const inStreets = sampleCity({ units: [...samplePack().units, STREET] });
      const scenario = new CaseScenario({ city: inStreets }).registered({ ...known, ...changes });
      const dispatched = (hostUnitCode: string) =>
        intakeRow(
          scenario.given({ type: 'Dispatch', payload: { hostUnitCode, coUnitCodes: [] } }).standing,
          inStreets,
        );
      expect(intakeRow(scenario.standing, inStreets).slice(5, 8)).toEqual(['withheld', 'withheld', null]);
      scenario.given(STEPS.AcceptCase);
      const before = scenario.standing;
      expect(dispatched('NORTH').slice(5, 8)).toEqual(['withheld', 'withheld', 'withheld']);
      scenario.state = before;
      expect(dispatched('ROADS').slice(5, 8)).toEqual(['withheld', 'withheld', 'ROADS']);
    },
  );

  it('[CTB7] shows the street that has any other case', () => {
    const inStreets = sampleCity({ units: [...samplePack().units, STREET] });
    const scenario = new CaseScenario({ city: inStreets }).registered(known).given(STEPS.AcceptCase);
    scenario.given({ type: 'Dispatch', payload: { hostUnitCode: 'NORTH', coUnitCodes: [] } });
    expect(intakeRow(scenario.standing, inStreets).slice(5, 8)).toEqual(['030300', 'NORTH', 'NORTH']);
  });
});

describe('the tables themselves', () => {
  it('[CTB8] what is newest stands first, what has a name stands by name', () => {
    const descending = Object.values(LIVE_TABLES).filter(({ order }) => order.descending);
    expect(descending.map(({ name }) => name).sort()).toEqual([
      'categories',
      'channels',
      'intake',
      'kpi',
      'rates',
      'trend',
    ]);
  });

  it('[CTB13] the categories of today and of seven whole days before it are held, of 130 and what no category says', () => {
    const aDay = 130 + ['unknown', 'withheld'].length;
    expect(LIVE_TABLES.categories.limit).toBeGreaterThanOrEqual(8 * aDay);
    const row = JSON.stringify(['20261121 010100', 9_999, 9_999, 9_999, 9_999]);
    expect(LIVE_TABLES.categories.limit * row.length).toBeLessThan(60_000);
  });

  it('[CTB8] each is ordered by a column of its own and named as it is filed', () => {
    for (const [name, spec] of Object.entries(LIVE_TABLES)) {
      expect(spec.name).toBe(name);
      expect(spec.columns).toContain(spec.order.by);
      expect(new Set(spec.columns).size).toBe(spec.columns.length);
      expect(spec.limit).toBeGreaterThan(0);
    }
  });
});
