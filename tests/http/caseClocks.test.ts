import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseViewSchema, receiptSchema } from '../../shared/contract/caseAnswers.ts';
import { call, file } from '../support/apiCalls.ts';
import { called, NOT_SOLVED, PATHS } from '../support/caseScenario.ts';
import type { Step } from '../support/caseScenario.ts';
import { callbackCity, limits, SAMPLE_BUDGETS } from '../support/sampleCity.ts';
import { SAMPLE_WORK } from '../support/sampleWork.ts';
import { startEdge } from '../support/startEdge.ts';
import type { Edge } from '../support/startEdge.ts';

const MINUTE = 60_000;
let edge: Edge;
beforeAll(async () => {
  const budgets = {
    ...SAMPLE_BUDGETS,
    contact: limits({ minutes: 840, basis: 'quiet' }),
    handle: limits({ days: 40, basis: 'working' }),
  };
  edge = await startEdge({ city: callbackCity({ budgets }, SAMPLE_WORK) });
});
afterAll(() => edge.close());

const filed = async (externalId: string) =>
  receiptSchema.parse((await file(edge, { externalId, level: 'L1' })).json);
const viewOf = async (caseNo: string) =>
  caseViewSchema.parse((await call(edge, `/api/v1/cases/${caseNo}`)).json);

async function goesOn(caseNo: string, ...steps: readonly Step[]): Promise<void> {
  for (const { type, payload } of steps) {
    const { version } = await viewOf(caseNo);
    const answer = await call(edge, `/api/v1/cases/${caseNo}/commands/${type}`, {
      body: { version, ...payload },
    });
    expect(answer.status).toBe(200);
  }
}

describe('the clocks of a case', () => {
  it('[API12] say which time they count and that a deadline in a year without notice is provisional', async () => {
    const { caseNo, clocks } = await filed('api12');
    const told = clocks.map(({ kind, basis, dueAt, provisional }) => [kind, basis, dueAt, provisional]);
    expect(told.slice(2)).toEqual([
      ['sign', 'natural', '2026-11-21T02:10:00.000Z', undefined],
      ['contact', 'quiet', '2026-11-22T02:00:00.000Z', undefined],
      ['handle', 'working', '2027-01-15T10:00:00.000Z', true],
    ]);
    const view = await viewOf(caseNo);
    expect(view.clocks.find(({ kind }) => kind === 'handle')?.provisional).toBe(true);
  });

  it('[API13] say in which colour they stand now and when that changes', async () => {
    const { caseNo } = await filed('api13');
    const sign = async () => (await viewOf(caseNo)).clocks.find(({ kind }) => kind === 'sign');
    expect(await sign()).toMatchObject({
      colour: 'green',
      nearAt: '2026-11-21T02:05:00.000Z',
      soonAt: '2026-11-21T02:08:00.000Z',
      severeAt: '2026-11-21T03:10:00.000Z',
    });
    edge.clock.stepWall(5 * MINUTE);
    expect((await sign())?.colour).toBe('yellow');
    edge.clock.stepWall(-5 * MINUTE);
  });

  it('[API360] bring along the one that the source had promised, apart from those of the policy', async () => {
    const dueAt = '2026-11-21T03:00:00.000Z';
    const plain = await filed('api360-plain');
    const first = await file(edge, { externalId: 'api360', level: 'L1', dueAt: '2026-11-21T11:00:00+08:00' });
    const { caseNo, clocks } = receiptSchema.parse(first.json);
    expect(clocks.slice(0, -1)).toEqual(plain.clocks);
    expect(clocks.at(-1)).toMatchObject({ kind: 'source', basis: 'natural', state: 'running', dueAt });
    edge.clock.stepWall(70 * MINUTE);
    expect((await viewOf(caseNo)).clocks.at(-1)).toMatchObject({ kind: 'source', colour: 'red', dueAt });
    edge.clock.stepWall(-70 * MINUTE);
  });

  it('[API12] are told in a receipt as they were promised, and the same again however late it is asked', async () => {
    const first = await file(edge, { externalId: 'api12-again' });
    edge.clock.stepWall(MINUTE);
    const second = await file(edge, { externalId: 'api12-again' });
    edge.clock.stepWall(-MINUTE);
    expect(second.json).toEqual(first.json);
  });
});

describe('the callbacks of a case', () => {
  it('[API14] stand in it with their answers, and so does the unit whose work is judged', async () => {
    const { caseNo } = await filed('api14');
    await goesOn(caseNo, ...PATHS.callback.slice(2), NOT_SOLVED);
    expect(await viewOf(caseNo)).toMatchObject({
      state: 'callback',
      scoringUnitCode: 'ROADS',
      firstFeedbackAt: '2026-11-21T02:00:00.000Z',
      callbacks: [
        {
          round: 1,
          at: '2026-11-21T02:00:00.000Z',
          channel: 'phone',
          outcome: 'answered',
          contacted: true,
          solved: false,
          satisfaction: 'dissatisfied',
        },
      ],
    });
  });

  it('[E12] mark the case that is solved though nobody was in touch, for whoever checks callbacks', async () => {
    const { caseNo } = await filed('e12');
    await goesOn(caseNo, ...PATHS.callback.slice(2));
    const before = (await viewOf(caseNo)).marks;
    expect(before).not.toContain('solvedUncontacted');
    await goesOn(caseNo, called({ contacted: false, solved: true, satisfaction: 'satisfied' }));
    expect((await viewOf(caseNo)).marks).toEqual([...before, 'solvedUncontacted']);
  });
});
