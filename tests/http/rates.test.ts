import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainViewSchema, ratesViewSchema } from '../../shared/contract/ratesView.ts';
import type { ExplainView, RatesView } from '../../shared/contract/ratesView.ts';
import type { CaseOrder } from '../../shared/domain/case/CaseCommand.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { formatCaseNo } from '../../shared/domain/ids.ts';
import { must } from '../../shared/lib/assert.ts';
import { call } from '../support/apiCalls.ts';
import { accepted, filing, intake, ordering } from '../support/laneHub.ts';
import { ratedCity } from '../support/ratedCity.ts';
import { SCREEN_TOKEN, startEdge } from '../support/startEdge.ts';
import type { Edge } from '../support/startEdge.ts';

type Answer = Extract<CaseOrder, { type: 'RecordCallback' }>['payload'];

const YES = {
  channel: 'phone',
  outcome: 'answered',
  contacted: true,
  solved: true,
  satisfaction: 'satisfied',
} as const;
const NO = { ...YES, solved: false, satisfaction: 'dissatisfied' } as const;
const BASIC = { ...YES, satisfaction: 'basic' } as const;

let edge: Edge;
const asked: CaseId[] = [];

beforeAll(async () => {
  edge = await startEdge({ city: ratedCity() });
  // E1 6 of 6, E2 three of five and one basic, W1 too few, W2 nobody asked.
  for (const answer of [YES, YES, YES, YES, YES, YES]) asked.push(await lifeOf('E1', answer));
  for (const answer of [YES, YES, BASIC, NO, NO]) asked.push(await lifeOf('E2', answer));
  for (const answer of [YES, YES]) asked.push(await lifeOf('W1', answer));
  await edge.hub.submit(filing(intake()));
});
afterAll(() => edge.close());

/** A case that a unit has worked on and whose requester was asked. */
async function lifeOf(hostUnitCode: string, payload: Answer, { hub } = edge): Promise<CaseId> {
  const { state } = accepted(await hub.submit(filing(intake({ hostUnitCode }))));
  const caseId = state.id;
  const orders: readonly CaseOrder[] = [
    { type: 'Sign', caseId, payload: {} },
    { type: 'RecordContact', caseId, payload: { reached: true, note: 'called' } },
    { type: 'SubmitFeedback', caseId, payload: { result: 'it is done' } },
    { type: 'PassFeedback', caseId, payload: {} },
    { type: 'RecordCallback', caseId, payload },
  ];
  for (const order of orders) accepted(await hub.submit(ordering(order)));
  return caseId;
}

async function rates(query = ''): Promise<RatesView> {
  const answer = await call(edge, `/api/v1/metrics/rates?${query}`);
  expect([query, answer.status]).toEqual([query, 200]);
  return ratesViewSchema.parse(answer.json);
}

async function explain(query: string): Promise<ExplainView> {
  const answer = await call(edge, `/api/v1/explain?${query}`);
  expect([query, answer.status]).toEqual([query, 200]);
  return explainViewSchema.parse(answer.json);
}

const unitOf = (view: RatesView, code: string) =>
  must(
    view.units.find((unit) => unit.code === code),
    code,
  );

describe('GET /metrics/rates', () => {
  it('[RAT70] tells each rate with numerator, denominator, definition, and as it is shown', async () => {
    const view = await rates();
    expect(view).toMatchObject({ seq: edge.hub.seq, definitionId: 'ten-fifty-forty' });
    const { rates: of, counts } = unitOf(view, 'E2');
    expect(counts).toMatchObject({ cases: 5, valid: 5, contacted: 5, solved: 3, satisfied: 2, basic: 1 });
    const definitionId = 'ten-fifty-forty';
    expect(of.responseRate).toMatchObject({ numerator: 5, denominator: 5, shown: '100.00', definitionId });
    expect(of.solveRate).toMatchObject({ numerator: 3, denominator: 5, shown: '60.00', definitionId });
    expect(of.satisfactionRate).toMatchObject({ numerator: 2900, denominator: 5000, shown: '58.00' });
    // 10 + 30 + 23.2
    expect(of.compositeScore).toMatchObject({ shown: '63.20', definitionId });
    expect(of.onTimeFinish).toEqual({ numerator: 5, denominator: 5, shown: '100.00', definitionId });
    expect(of.solveRate?.interval).toEqual({ low: '23.07', high: '88.24' });
  });

  it('[E1] null is told where nobody was asked, and no interval', async () => {
    const { rates: of, counts, handleTime } = unitOf(await rates(), 'W2');
    expect(counts.valid).toBe(0);
    expect([...Object.values(of), handleTime]).toEqual(Array(14).fill(null));
  });

  it('[RAT11] tells the interval of what was graded, where grades have a denominator of their own', async () => {
    const split = await startEdge({ city: ratedCity({ splitDenominator: true }) });
    const ungraded = { ...YES, satisfaction: undefined };
    for (const answer of [YES, YES, ungraded, ungraded, ungraded, ungraded])
      await lifeOf('E1', answer, split);
    for (let n = 0; n < 6; n++) await lifeOf('E2', ungraded, split);
    const { json } = await call(split, '/api/v1/metrics/rates');
    const view = ratesViewSchema.parse(json);
    const { rates: of, ...e1 } = unitOf(view, 'E1');
    expect([e1.rank, e1.unranked]).toEqual([null, 'tooFew']);
    expect(of.solveRate?.interval).toEqual({ low: '60.96', high: '100.00' });
    expect(of.satisfactionRate?.interval).toEqual({ low: '34.23', high: '100.00' });
    expect(of.compositeScore?.interval).toEqual({ low: '34.23', high: '100.00' });
    expect(unitOf(view, 'E2')).toMatchObject({ rank: null, unranked: 'noGrade' });
    await split.close();
  });

  it('[RAT71] ranks each unit within its tier and says why it does not', async () => {
    const view = await rates();
    const told = view.units.map(({ code, tier, rank, unranked }) => [code, tier, rank, unranked]);
    expect(told).toEqual([
      ['E1', 'STREETS', 1, undefined],
      ['E2', 'STREETS', 2, undefined],
      ['W1', 'STREETS', null, 'tooFew'],
      ['W2', 'STREETS', null, 'noCallback'],
      ['unassigned', undefined, null, 'noTier'],
    ]);
  });

  it('[RAT72] tells the city and groups as sums of counts', async () => {
    const view = await rates('group=district');
    expect(view.city.counts).toMatchObject({ cases: 14, valid: 13, solved: 11 });
    expect(view.city.rates.solveRate).toMatchObject({ numerator: 11, denominator: 13, shown: '84.62' });
    expect(
      view.groups.map(({ code, counts, rates: of }) => [code, counts.valid, of.solveRate?.shown]),
    ).toEqual([
      ['EAST', 11, '81.82'],
      ['WEST', 2, '100.00'],
    ]);
    const tiers = (await rates('group=tier')).groups;
    expect(tiers.map(({ code, counts }) => [code, counts.valid])).toEqual([['STREETS', 13]]);
    expect((await rates('group=none')).groups).toEqual([]);
  });

  it('[RAT73] tells cases to ten thousand people where the population is known', async () => {
    const view = await rates('group=district');
    expect(view.groups[0]?.per10k).toMatchObject({ numerator: 110_000, denominator: 20_000, shown: '5.50' });
    expect(view.city.per10k).toMatchObject({ denominator: 80_000, shown: '1.75' });
    expect(unitOf(view, 'E1').per10k).toBeNull();
  });

  it('[RAT73] tells none for a district’s own cases, whose people are those of its streets', async () => {
    const alone = {
      code: 'PARK',
      names: { zh: '园区', en: 'Park' },
      kind: 'district' as const,
      population: 500,
    };
    const { pack } = ratedCity();
    const own = await startEdge({ city: ratedCity({}, { pack: { units: [...pack.units, alone] } }) });
    for (const hostUnitCode of ['EAST', 'E1', 'E1', 'PARK'])
      accepted(await own.hub.submit(filing(intake({ hostUnitCode }))));
    const view = ratesViewSchema.parse((await call(own, '/api/v1/metrics/rates?group=district')).json);
    expect(unitOf(view, 'EAST')).toMatchObject({ per10k: null, counts: { cases: 1 } });
    expect(view.groups.find(({ code }) => code === 'EAST')?.per10k).toMatchObject({
      ...{ numerator: 30_000, denominator: 20_000, shown: '1.50' },
    });
    // A district without streets is its own whole.
    expect(unitOf(view, 'PARK').per10k).toMatchObject({ denominator: 500, shown: '20.00' });
    await own.close();
  });

  it('[RAT74] tells one unit, or a district with its streets, ranked among all', async () => {
    expect((await rates('unit=E2')).units.map(({ code, rank }) => [code, rank])).toEqual([['E2', 2]]);
    const east = await rates('unit=EAST&group=district');
    expect(east.units.map(({ code }) => code)).toEqual(['E1', 'E2']);
    expect(east.groups.map(({ code }) => code)).toEqual(['EAST']);
    expect(east.city).toEqual((await rates()).city);
  });

  it('[RAT75] tells the period and its state', async () => {
    expect((await rates()).period).toEqual({
      label: '2026-12',
      startAt: '2026-11-18T16:00:00.000Z',
      endAt: '2026-12-18T16:00:00.000Z',
      callbackCutoffAt: '2026-12-28T16:00:00.000Z',
      state: 'open',
    });
    const past = await rates('period=2026-10');
    expect([past.period.state, past.seq, past.city.counts.cases]).toEqual(['frozen', 0, 0]);
  });

  it('[RAT61] tells the rates as of an earlier event', async () => {
    const early = await rates('seq=9');
    expect([early.seq, early.city.counts.valid, early.city.counts.dispatched]).toEqual([9, 1, 1]);
    expect((await rates('seq=0')).city.counts.cases).toBe(0);
    expect(await rates(`seq=${edge.hub.seq}`)).toEqual(await rates());
  });

  it('[RAT76] names what it cannot be asked for', async () => {
    for (const [query, field] of [
      ['period=2026-13', 'period'],
      ['period=now', 'period'],
      ['unit=nobody', 'unit'],
      ['seq=-1', 'seq'],
      ['seq=999999', 'seq'],
      ['group=mood', 'group'],
    ] as const) {
      const { status, json } = await call(edge, `/api/v1/metrics/rates?${query}`);
      expect([query, status, json['faults']]).toEqual([query, 422, [expect.objectContaining({ field })]]);
    }
    const { status, json } = await call(edge, '/api/v1/metrics/rates?period=2019-01');
    expect([status, json['code']]).toEqual([404, 'not_found']);
  });

  it('[RAT77] is told to a screen and not without a key', async () => {
    const path = '/api/v1/metrics/rates';
    expect((await call(edge, path, { key: SCREEN_TOKEN })).status).toBe(200);
    expect((await call(edge, path, { key: null })).status).toBe(401);
    expect((await call(edge, '/api/v1/explain?metric=M2', { key: SCREEN_TOKEN })).status).toBe(403);
  });
});

describe('GET /explain', () => {
  const caseNo = (id: CaseId) => formatCaseNo('SC', id);

  it('[EXP2] tells the cases behind a rate, with the part of each, and what they add up to', async () => {
    const view = await explain('metric=solveRate&unit=E2');
    expect(view).toMatchObject({
      metric: 'solveRate',
      definitionId: 'ten-fifty-forty',
      unit: 'E2',
      total: { numerator: 3, denominator: 5 },
      seq: edge.hub.seq,
    });
    expect(view.cases).toEqual(
      asked.slice(6, 11).map((id, i) => ({ caseNo: caseNo(id), numerator: i < 3 ? 1 : 0, denominator: 1 })),
    );
    expect(view.cursor).toBeUndefined();
  });

  it('[EXP3] knows a metric by its name and by its number, and counts by their names', async () => {
    const [byName, byNumber] = [await explain('metric=compositeScore'), await explain('metric=M4')];
    expect(byNumber).toEqual(byName);
    const sum = byName.cases.reduce((total, { numerator }) => total + numerator, 0);
    expect(sum).toBe(byName.total?.numerator);
    const count = await explain('metric=accepted&unit=unassigned');
    expect(count.cases.map(({ numerator, denominator }) => [numerator, denominator])).toEqual([[1, null]]);
  });

  it('[EXP3] knows what came in without a call, and how much of that is closed', async () => {
    const patrolled = await startEdge({ city: ratedCity() });
    const found = [];
    for (const channel of ['patrol', 'grid', 'phone'])
      found.push(
        accepted(await patrolled.hub.submit(filing(intake({ channel, hostUnitCode: 'E1' })))).state.id,
      );
    const [first = 0, second = 0] = found;
    const answer = { type: 'Withdraw', caseId: second, payload: {} } as const;
    const explained = async (metric: string) =>
      explainViewSchema.parse((await call(patrolled, `/api/v1/explain?metric=${metric}`)).json);
    expect((await explained('proactive')).cases.map((one) => one.caseNo)).toEqual(
      [first, second].map(caseNo),
    );
    accepted(await patrolled.hub.submit(ordering(answer)));
    const rate = await explained('M23');
    expect([rate.metric, rate.total]).toEqual(['proactiveClosureRate', { numerator: 0, denominator: 1 }]);
    const view = ratesViewSchema.parse((await call(patrolled, '/api/v1/metrics/rates')).json);
    expect(view.city.counts).toMatchObject({ proactive: 1, proactiveClosed: 0 });
    expect(unitOf(view, 'E1').rates.proactiveClosureRate).toMatchObject({ numerator: 0, shown: '0.00' });
    expect(unitOf(view, 'E2').rates.proactiveClosureRate).toBeNull();
    await patrolled.close();
  });

  it('[EXP4] tells a district’s cases, and what they were as of an earlier event', async () => {
    expect((await explain('metric=M2&unit=EAST')).cases).toHaveLength(11);
    const early = await explain('metric=M2&unit=EAST&seq=18');
    expect([early.seq, early.cases.map((one) => one.caseNo)]).toEqual([18, asked.slice(0, 2).map(caseNo)]);
  });

  it('[EXP5] goes on page by page as of the event of the first', async () => {
    const many = await startEdge({ city: ratedCity() });
    const filings = Array.from({ length: 620 }, (_, n) =>
      many.hub.submit(filing(intake({ hostUnitCode: 'E1', externalId: `x${n}` }))),
    );
    await Promise.all(filings);
    const seen: string[] = [];
    let cursor = '';
    for (let page = 0; page < 4; page++) {
      const { json } = await call(many, `/api/v1/explain?metric=M6${cursor}`);
      const view = explainViewSchema.parse(json);
      const total = page === 0 ? { numerator: 620, denominator: 620 } : undefined;
      expect([view.seq, view.total, view.cases.length]).toEqual([1860, total, page < 3 ? 200 : 20]);
      seen.push(...view.cases.map((one) => one.caseNo));
      cursor = `&cursor=${view.cursor}`;
      await many.hub.submit(filing(intake({ hostUnitCode: 'E1', externalId: `later${page}` })));
    }
    expect(cursor).toBe('&cursor=undefined');
    expect(new Set(seen).size).toBe(620);
    expect(seen).toEqual([...seen].sort());
    const past = ratesViewSchema.parse((await call(many, '/api/v1/metrics/rates?seq=1860')).json);
    expect(past.city.counts.dispatched).toBe(620);
    await many.close();
  });

  it('[EXP6] names what it cannot be asked for', async () => {
    for (const [query, field] of [
      ['', 'metric'],
      ['metric=mood', 'metric'],
      ['metric=M2&cursor=x', 'cursor'],
      ['metric=M2&cursor=99999.20261121000001', 'cursor'],
      ['metric=M2&unit=nobody', 'unit'],
    ] as const) {
      const { status, json } = await call(edge, `/api/v1/explain?${query}`);
      expect([query, status, json['faults']]).toEqual([query, 422, [expect.objectContaining({ field })]]);
    }
  });
});
