import { describe, expect, it } from 'vitest';
import { KEEPER_TICK_MS } from '../../server/hub/ClockKeeper.ts';
import { DEADLINE_TICK_MS } from '../../server/hub/DeadlineTables.ts';
import { formatCaseNo } from '../../shared/domain/ids.ts';
import { savable } from '../../shared/tables/savable.ts';
import { must } from '../../shared/lib/assert.ts';
import type { CaseOrder } from '../../shared/domain/case/CaseCommand.ts';
import type { City } from '../../shared/domain/City.ts';
import type { Unit } from '../../shared/domain/cityPack.ts';
import { STEPS } from '../support/caseScenario.ts';
import { callbackCity, sampleCity, samplePack } from '../support/sampleCity.ts';
import { accepted, filing, intake, laneHub, ordering } from '../support/laneHub.ts';

const MINUTE = 60_000;

async function wall(city?: City) {
  const bench = await laneHub(city);
  const { hub, clock } = bench;
  const rows = (table: string) => must(hub.room('wall').snapshotOf(table), `no table ${table}`).snapshot.rows;
  /** Hub time runs ahead at once; the keeper and then the tables have their turn. */
  const pass = async (ms: number) => {
    clock.stepWall(ms);
    await clock.advanceAsync(2 * KEEPER_TICK_MS + DEADLINE_TICK_MS);
  };
  let filed = 0;
  const dispatched = async (over: Parameters<typeof intake>[0]) => {
    const externalId = `x${++filed}`;
    const { state } = accepted(
      await hub.submit(filing(intake({ hostUnitCode: 'ROADS', externalId, ...over }))),
    );
    return state;
  };
  const noOf = (id: number) => formatCaseNo(bench.city.pack.caseNoPrefix, id);
  return { ...bench, rows, pass, dispatched, noOf };
}

describe('DeadlineTables', () => {
  it('[DLT1] a case is savable while its next sign, contact or handle clock falls due within two hours', async () => {
    const { rows, pass, dispatched, noOf } = await wall();
    const urgent = await dispatched({ level: 'L1' });
    const general = await dispatched({ level: 'L3' });
    await pass(0);
    expect(rows('savable').map(([caseNo, , clock]) => [caseNo, clock])).toEqual([[noOf(urgent.id), 'sign']]);
    await pass(2 * 60 * MINUTE + 30 * MINUTE);
    expect(rows('savable').map(([caseNo, , clock]) => [caseNo, clock])).toEqual([[noOf(general.id), 'sign']]);
  });

  it('[DLT2] a case leaves as soon as it is looked at again after its clock was stopped', async () => {
    const { hub, rows, pass, dispatched } = await wall();
    const { id } = await dispatched({ level: 'L2' });
    await pass(0);
    expect(rows('savable').map(([, , clock]) => clock)).toEqual(['sign']);
    accepted(await hub.submit(ordering({ type: 'Sign', caseId: id, payload: {} })));
    await pass(0);
    expect(rows('savable').map(([, , clock]) => clock)).toEqual(['contact']);
    expect(rows('deadlines')).toEqual([['city', 1, 1, 0, 0]]);
  });

  it('[DLT3] overdue cases stand gravest level first, and within it longest overdue first', async () => {
    const { rows, pass, dispatched, noOf } = await wall();
    const first = await dispatched({ level: 'L2' });
    const second = await dispatched({ level: 'L2' });
    const grave = await dispatched({ level: 'L1' });
    await pass(40 * MINUTE);
    expect(rows('overdue').map(([caseNo]) => caseNo)).toEqual(
      [grave, first, second].map(({ id }) => noOf(id)),
    );
    expect(rows('deadlines')).toMatchObject([['city', 3, 2, 0, 3]]);
  });

  it('[DLT7] the headline counts a contact clock within the horizon also behind a sooner sign clock', async () => {
    const { hub, rows, pass, dispatched } = await wall();
    const { id } = await dispatched({ level: 'L1' });
    await dispatched({ level: 'L1' });
    await pass(0);
    expect(rows('savable').map(([, , clock]) => clock)).toEqual(['sign', 'sign']);
    expect(rows('deadlines')).toEqual([['city', 2, 2, 0, 0]]);
    accepted(await hub.submit(ordering({ type: 'Sign', caseId: id, payload: {} })));
    const payload = { reached: true, note: 'asked' };
    accepted(await hub.submit(ordering({ type: 'RecordContact', caseId: id, payload })));
    await pass(0);
    expect(rows('deadlines')).toEqual([['city', 2, 1, 0, 0]]);
  });

  it('[DLT8] a clock past due counts as overdue and stands in the list, though its breach is not recorded', async () => {
    const { holdBreaches, rows, pass, dispatched, noOf } = await wall();
    const late = await dispatched({ level: 'L2' });
    await dispatched({ level: 'L3' });
    const grave = await dispatched({ level: 'L1' });
    holdBreaches(true);
    await pass(31 * MINUTE);
    const told = rows('overdue');
    expect(told.map(([caseNo, , , , clock]) => [caseNo, clock])).toEqual([
      [noOf(grave.id), 'sign'],
      [noOf(late.id), 'sign'],
    ]);
    expect(rows('kpi').map((row) => row[4])).toEqual([0, 0]);
    // What is lost does not hide the clocks behind it.
    expect(rows('deadlines')).toEqual([['city', 2, 1, 0, 2]]);
    expect(rows('savable').map(([caseNo, , clock]) => [caseNo, clock])).toEqual([
      [noOf(late.id), 'contact'],
      [noOf(grave.id), 'handle'],
    ]);
    holdBreaches(false);
    await pass(0);
    expect(rows('overdue')).toEqual(told);
    expect(rows('kpi').map((row) => row[4])).toEqual([2, 2]);
  });

  it('[DLT4] a case is near from its first yellow clock on, until one is broken', async () => {
    const { rows, pass, dispatched } = await wall();
    await dispatched({ level: 'L3' });
    await pass(110 * MINUTE);
    expect(rows('deadlines')).toMatchObject([['city', 0, 0, 0, 0]]);
    await pass(71 * MINUTE);
    expect(rows('deadlines')).toMatchObject([['city', 1, 0, 1, 0]]);
    await pass(60 * MINUTE);
    expect(rows('deadlines')).toMatchObject([['city', 0, 0, 0, 1]]);
  });

  it('[DLT5] a full table says of the next case what it said of the one that left', async () => {
    const { hub, rows, pass, dispatched, noOf } = await wall();
    const cases = [];
    for (let n = 0; n < savable.limit + 3; n++) cases.push(await dispatched({ level: 'L1' }));
    await pass(0);
    expect(rows('savable')).toHaveLength(savable.limit);
    const [leaves] = cases;
    accepted(
      await hub.submit(ordering({ type: 'Withdraw', caseId: must(leaves, 'no case').id, payload: {} })),
    );
    await pass(0);
    expect(rows('savable').map(([caseNo]) => caseNo)).toEqual(
      cases.slice(1, savable.limit + 1).map(({ id }) => noOf(id)),
    );
    expect(rows('deadlines')).toMatchObject([['city', savable.limit + 2, savable.limit + 2, 0, 0]]);
  });

  it('[DLT6] a confidential case and a report show neither category nor area', async () => {
    const { rows, pass, dispatched } = await wall();
    await dispatched({ level: 'L1', kind: 'report', categoryCode: '010100', streetCode: 'NORTH' });
    await dispatched({ level: 'L1', confidential: true, categoryCode: '010100', streetCode: 'NORTH' });
    await dispatched({ level: 'L1', categoryCode: '010100', streetCode: 'NORTH' });
    await pass(0);
    expect(rows('savable').map((row) => row.slice(6, 8))).toEqual([
      ['withheld', 'withheld'],
      ['withheld', 'withheld'],
      ['010100', 'NORTH'],
    ]);
    await pass(40 * MINUTE);
    expect(rows('overdue').map((row) => row.slice(6, 8))[0]).toEqual(['withheld', 'withheld']);
  });

  it('[DLT6] nor its unit, where that is a street and so tells the area', async () => {
    const street: Unit = { code: 'NORTH', names: { zh: '北街道', en: 'North Street' }, kind: 'street' };
    const { rows, pass, dispatched } = await wall(sampleCity({ units: [...samplePack().units, street] }));
    const known = {
      level: 'L1',
      categoryCode: '010100',
      streetCode: 'NORTH',
      hostUnitCode: 'NORTH',
    } as const;
    await dispatched({ ...known, kind: 'report' });
    await dispatched({ ...known, confidential: true });
    await dispatched({ ...known, confidential: true, hostUnitCode: 'ROADS' });
    await dispatched(known);
    await pass(0);
    const units = ['withheld', 'withheld', 'ROADS', 'NORTH'];
    expect(rows('savable').map((row) => row[8])).toEqual(units);
    await pass(11 * MINUTE);
    expect(rows('overdue').map((row) => row[8])).toEqual(units);
  });

  it('[DLT9] an overdue case names the unit that must act, and none where that is the centre', async () => {
    const { rows, pass, dispatched, hub } = await wall(callbackCity());
    const { id } = await dispatched({ level: 'L1' });
    await pass(11 * MINUTE);
    const told = () => rows('overdue').map(([, , , , clock, , , , unit]) => [clock, unit]);
    expect(told()).toEqual([['sign', 'ROADS']]);
    for (const { type, payload } of [
      STEPS.Sign,
      STEPS.RecordContact,
      STEPS.SubmitFeedback,
      STEPS.PassFeedback,
    ] as const)
      accepted(await hub.submit(ordering({ type, caseId: id, payload } as CaseOrder)));
    await pass(0);
    expect(told()).toEqual([]);
    await pass(100 * 60 * MINUTE);
    expect(told()).toEqual([['citizen', null]]);
  });

  it('[DLT10] a savable case tells when its clock began and how much time it was given', async () => {
    const { clock, rows, pass, dispatched } = await wall();
    const startedAt = clock.now();
    await dispatched({ level: 'L2' });
    await pass(0);
    const [row] = rows('savable');
    const cell = (column: (typeof savable)['columns'][number]) => row?.[savable.columns.indexOf(column)];
    expect([cell('startAt'), cell('budgetMs')]).toEqual([startedAt, 30 * MINUTE]);
    expect(cell('dueAt')).toBe(startedAt + 30 * MINUTE);
  });
});
