import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HubProcess } from '../support/HubProcess.ts';
import { nycIntake } from '../support/nycIntake.ts';
import { suiteDir } from '../support/suiteDir.ts';

describe('what is wrong with an intake, told by a whole hub', () => {
  const dir = join(suiteDir(), 'data');
  let hub: HubProcess;
  beforeAll(async () => {
    hub = await HubProcess.start({ dataDir: dir, args: ['--feed', 'off'] });
  });
  afterAll(() => hub?.stop());

  const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  const bodies: readonly (readonly [string, () => unknown, readonly string[]])[] = [
    ['malformed JSON', () => '{"source": "x",', [': malformed_json']],
    ['wrong types', () => nycIntake('a', { title: 7 }), ['title: wrong_type']],
    ['an unknown field', () => nycIntake('b', { colour: 'red' }), ['colour: unknown_field']],
    ['NUL', () => nycIntake('c', { title: 'a\0b' }), ['title: contains_nul']],
    ['a lone surrogate', () => nycIntake('d', { content: '\ud83d' }), ['content: lone_surrogate']],
    [
      'an impossible place',
      () => nycIntake('e', { location: { lng: 200, lat: 0 } }),
      ['location.lng: out_of_range'],
    ],
    [
      'no offset on a time',
      () => nycIntake('f', { reportedAt: '2026-01-01T10:00:00' }),
      ['reportedAt: needs_time_with_offset'],
    ],
    [
      'a time six minutes ahead',
      () => nycIntake('g', { reportedAt: inMinutes(6) }),
      ['reportedAt: in_future'],
    ],
    [
      'two faults at once',
      () => nycIntake('h', { title: '\0', x: 1 }),
      ['title: contains_nul', 'x: unknown_field'],
    ],
  ];
  it.each(bodies)('[RUN12] %s is answered 422 and every bad field is named', async (_what, body, faults) => {
    const answer = await hub.post('/cases', body());
    const problem = (await answer.json()) as { code: string; faults: { field: string; fault: string }[] };
    const named = problem.faults.map(({ field, fault }) => `${field}: ${fault}`).sort();
    expect([answer.status, problem.code, named]).toEqual([422, 'invalid_input', faults]);
  });

  it('[RUN13] too much of it is answered 413, and the hub still serves', async () => {
    const one = await hub.post('/cases', nycIntake('big', { content: 'x'.repeat(70_000) }));
    const line = `${JSON.stringify(nycIntake('line'))}\n`;
    const many = await hub.post('/cases/batch', line.repeat(101));
    const bytes = await hub.post('/cases/batch', 'x'.repeat(5 * 1024 * 1024));
    expect([one.status, many.status, bytes.status]).toEqual([413, 413, 413]);
    expect((await hub.post('/cases', nycIntake('after'))).status).toBe(201);
  });

  it('[RUN14] what the city does not know is accepted, marked and counted, and no words of it are shown', async () => {
    const answer = await hub.post(
      '/cases',
      nycIntake('unknown', {
        categoryCode: 'no such category',
        streetCode: 'no such street',
        hostUnitCode: 'no such unit',
        location: { lng: 0, lat: 0 },
        reportedAt: inMinutes(4),
        title: '\u202e\u2067evil\u2069 \u{1f525}\u{20bb7}',
      }),
    );
    const { caseNo } = (await answer.json()) as { caseNo: string };
    const told = (await (await hub.get(`/cases/${caseNo}`)).json()) as { marks: string[]; title: string };
    expect(answer.status).toBe(201);
    expect(told.marks.sort()).toEqual([
      'outsideCity',
      'unknownArea',
      'unknownCategory',
      'unknownSource',
      'unknownUnit',
    ]);
    expect(told.title).toBe('\u202e\u2067evil\u2069 \u{1f525}\u{20bb7}');
    const kpi = await hub.table('kpi');
    const all = kpi.rows.find(([key]) => key === 'all');
    const count = (column: string) => all?.[kpi.columns.indexOf(column)];
    expect(
      ['outsideCity', 'unknownArea', 'unknownCategory', 'unknownUnit'].map((mark) => count(mark)),
    ).toEqual([1, 1, 1, 1]);
    expect(JSON.stringify((await hub.table('intake')).rows)).not.toMatch(/no such|evil/);
  });
});
