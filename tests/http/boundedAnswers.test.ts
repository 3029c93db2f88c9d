import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { caseEventsSchema } from '../../shared/contract/caseAnswers.ts';
import type { CaseEvents } from '../../shared/contract/caseAnswers.ts';
import { parseCaseNo } from '../../shared/domain/ids.ts';
import { must } from '../../shared/lib/assert.ts';
import { problemSchema } from '../../shared/contract/problem.ts';
import { call, file, SOUND_INTAKE } from '../support/apiCalls.ts';
import { startEdge } from '../support/startEdge.ts';
import type { Edge } from '../support/startEdge.ts';

let edge: Edge;
beforeAll(async () => {
  edge = await startEdge();
});
afterAll(() => edge.close());

const manyFields = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_one, i) => [`x${i}`, 1]));
const command = (caseNo: string, name: string, body: object) =>
  call(edge, `/api/v1/cases/${caseNo}/commands/${name}`, { body });

async function contactedCase(externalId: string, notes: readonly string[]): Promise<string> {
  const caseNo = String((await file(edge, { externalId })).json['caseNo']);
  await command(caseNo, 'Sign', { version: 3 });
  for (const [i, note] of notes.entries()) await command(caseNo, 'RecordContact', { version: 4 + i, note });
  return caseNo;
}

async function pagesOf(caseNo: string): Promise<readonly { page: CaseEvents; bytes: number }[]> {
  const pages = [];
  let cursor: string | undefined = '';
  while (cursor !== undefined) {
    const query: string = cursor === '' ? '' : `?cursor=${cursor}`;
    const { text, json } = await call(edge, `/api/v1/cases/${caseNo}/events${query}`);
    const page = caseEventsSchema.parse(json);
    pages.push({ page, bytes: Buffer.byteLength(text) });
    cursor = page.cursor;
  }
  return pages;
}

describe('an answer that names faults', () => {
  it('[INT220] names at most 50 of them, those of known fields first, and says how many more there are', async () => {
    const answer = await file(edge, {
      ...manyFields(5_000),
      kind: 'rant',
      reportedAt: '2027-01-01T00:00:00Z',
    });
    const { faults, facts } = problemSchema.parse(answer.json);
    expect(
      faults
        ?.slice(0, 2)
        .map(({ field }) => field)
        .sort(),
    ).toEqual(['kind', 'reportedAt']);
    expect([faults?.length, facts]).toEqual([50, { moreFaults: 4_952 }]);
    expect(answer.text.length).toBeLessThan(8_000);
  });

  it('[INT220] is as short for parameters, commands and places within the body', async () => {
    const caseNo = await contactedCase('faults', []);
    const query = Array.from({ length: 900 }, (_one, i) => `p${i}=`).join('&');
    const answers = [
      await call(edge, `/healthz?${query}`),
      await command(caseNo, 'Sign', { version: 3, ...manyFields(4_000) }),
      await file(edge, { requester: manyFields(4_000), location: manyFields(1_000) }),
    ];
    for (const { status, json, text } of answers) {
      const { faults, facts } = problemSchema.parse(json);
      expect([status, faults?.length]).toEqual([422, 50]);
      expect(Number(facts?.['moreFaults'])).toBeGreaterThan(800);
      expect(text.length).toBeLessThan(8_000);
    }
  });

  it('[INT221] a batch of a hundred such lines names about 500 in all, and each line one at least', async () => {
    const line = JSON.stringify({ ...SOUND_INTAKE, ...manyFields(4_000) });
    const { text } = await call(edge, '/api/v1/cases/batch', {
      body: Array.from({ length: 60 }, () => line).join('\n'),
    });
    const problems = text
      .trim()
      .split('\n')
      .map((one) => JSON.parse(one) as { faults: unknown[]; facts: object });
    expect(problems).toHaveLength(60);
    expect(problems.every(({ faults }) => faults.length > 0)).toBe(true);
    expect(
      problems.every(
        ({ faults, facts }) => 'moreFaults' in facts && Number(facts.moreFaults) + faults.length === 4_000,
      ),
    ).toBe(true);
    expect(problems.flatMap(({ faults }) => faults).length).toBeLessThan(600);
    expect(text.length).toBeLessThan(64 * 1024);
  });
});

describe('a case with many long notes', () => {
  const notes = Array.from({ length: 120 }, (_one, i) => `${i} ${'字'.repeat(5_000)}`);

  it('[API223] tells its history in pages of bounded size, each event once, in order, with its own text', async () => {
    const pages = await pagesOf(await contactedCase('pages', notes));
    expect(Math.max(...pages.map(({ bytes }) => bytes))).toBeLessThan(400 * 1024);
    const events = pages.flatMap(({ page }) => page.events);
    expect(events.map(({ seq }) => seq)).toEqual(events.map(({ seq }) => seq).sort((a, b) => a - b));
    expect(events.flatMap(({ text }) => (typeof text === 'string' ? [text] : []))).toEqual(notes);
    expect(events).toHaveLength(notes.length + 4);
  });

  it('[API223] refuses a cursor that is none', async () => {
    const caseNo = await contactedCase('cursor', []);
    for (const cursor of ['x', '-1', '', '1e3']) {
      const { status, json } = await call(edge, `/api/v1/cases/${caseNo}/events?cursor=${cursor}`);
      expect([cursor, status, json['code']]).toEqual([cursor, 422, 'invalid_input']);
    }
  });

  it('[API224] opens no text but that of the intake to show the case, and that of the page to show a page', async () => {
    const caseNo = await contactedCase('opened', notes);
    const open = vi.spyOn(edge.vault, 'open');
    await call(edge, `/api/v1/cases/${caseNo}`);
    expect(open).toHaveBeenCalledTimes(1);
    open.mockClear();
    const { json } = await call(edge, `/api/v1/cases/${caseNo}/events`);
    const told = caseEventsSchema.parse(json).events.filter(({ text }) => text !== undefined);
    expect(open).toHaveBeenCalledTimes(told.length);
  });

  it('[CASE220] takes 500 texts from commands without an end, and goes on to its end all the same', async () => {
    const caseNo = await contactedCase('most', []);
    const caseId = must(parseCaseNo('SC', caseNo), 'a number of the sample city');
    const actor = { role: 'integration', id: 'intake' } as const;
    const replies = await Promise.all(
      Array.from({ length: 499 }, (_one, i) => {
        const payload = { reached: true, note: `note ${i}` };
        const noted = { type: 'RecordContact', caseId, payload } as const;
        return edge.hub.submit({ actor, priority: 'people', keys: [], command: noted });
      }),
    );
    expect(replies.every(({ ok }) => ok)).toBe(true);
    const refused = await command(caseNo, 'RecordContact', { version: 503, note: 'one more' });
    expect([refused.status, refused.json['code'], refused.json['facts']]).toEqual([
      ...[409, 'invalid_state'],
      { state: 'handling', texts: 500 },
    ]);
    const fed = await command(caseNo, 'SubmitFeedback', {
      version: 503,
      result: '已处理完毕，路灯恢复照明。',
    });
    expect([fed.status, fed.json['state']]).toEqual([200, 'feedback']);
  });
});
