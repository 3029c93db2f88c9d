import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receiptSchema } from '../../shared/contract/caseAnswers.ts';
import { problemSchema } from '../../shared/contract/problem.ts';
import { call, faultsIn, file, SOUND_INTAKE } from '../support/apiCalls.ts';
import { OTHER_KEY, SCREEN_TOKEN, startEdge } from '../support/startEdge.ts';
import type { Edge } from '../support/startEdge.ts';

let edge: Edge;
beforeAll(async () => {
  edge = await startEdge();
});
afterAll(() => edge.close());

describe('filing one case', () => {
  it('[INT1] is answered 201 with number, seq, state and every clock, times in UTC', async () => {
    const filed = await file(edge, { externalId: 'int1' });
    expect(filed.status).toBe(201);
    const receipt = receiptSchema.parse(filed.json);
    expect(receipt).toMatchObject({ caseNo: 'SC20261121000001', state: 'dispatched' });
    expect(receipt.clocks.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'dispatch met',
      'citizen running',
      'sign running',
      'contact running',
      'handle running',
    ]);
    expect(receipt.clocks[2]).toMatchObject({
      startAt: '2026-11-21T02:00:00.000Z',
      dueAt: '2026-11-21T02:30:00.000Z',
    });
    expect(receipt).not.toHaveProperty('mode');
  });

  it('[INT2] is not answered before the store has taken it', async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const slow = await startEdge({
      instead: (hub) => ({
        submit: async (submission) => {
          const reply = await hub.submit(submission);
          await held;
          return reply;
        },
      }),
    });
    let isAnswered = false;
    const filing = file(slow).then((filed) => {
      isAnswered = true;
      return filed;
    });
    await call(slow, '/healthz');
    expect(isAnswered).toBe(false);
    release();
    expect((await filing).status).toBe(201);
    await slow.close();
  });

  it('[INT3] has the very same answer for the same source and externalId, and makes no second case', async () => {
    const first = await file(edge, { externalId: 'int3' });
    const again = await file(edge, { externalId: 'int3' });
    expect(again.status).toBe(201);
    expect(again.text).toBe(first.text);
  });

  it('[INT4] has the very same answer for the same Idempotency-Key, however the body is written', async () => {
    const headers = { 'Idempotency-Key': 'k-4' };
    const first = await file(edge, { externalId: 'int4' }, { headers });
    const turned = Object.fromEntries(Object.entries({ ...SOUND_INTAKE, externalId: 'int4' }).reverse());
    const again = await call(edge, '/api/v1/cases', { body: JSON.stringify(turned, null, 2), headers });
    expect([again.status, again.text]).toEqual([201, first.text]);
  });

  it('[INT5] refuses the same key with another body as key_reused, be it header or source and externalId', async () => {
    const headers = { 'Idempotency-Key': 'k-5' };
    await file(edge, { externalId: 'int5' }, { headers });
    const byHeader = await file(edge, { externalId: 'int5b' }, { headers });
    const bySource = await file(edge, { externalId: 'int5', title: '别的事' });
    expect([byHeader.status, byHeader.json['code']]).toEqual([422, 'key_reused']);
    expect([bySource.status, bySource.json['code']]).toEqual([422, 'key_reused']);
  });

  it('[INT6] keeps the keys of two callers apart', async () => {
    const headers = { 'Idempotency-Key': 'k-6' };
    const mine = await file(edge, { externalId: 'int6' }, { headers });
    const theirs = await file(edge, { externalId: 'int6' }, { headers, key: OTHER_KEY });
    expect(theirs.status).toBe(201);
    expect(theirs.json['caseNo']).not.toBe(mine.json['caseNo']);
  });

  it('[INT7] refuses an Idempotency-Key that is too long, by the name of its header', async () => {
    const called = await file(
      edge,
      { externalId: 'int7' },
      { headers: { 'Idempotency-Key': 'k'.repeat(256) } },
    );
    expect([called.status, ...faultsIn(called)]).toEqual([422, 'Idempotency-Key: too_long']);
  });

  it('[INT8] accepts and marks what the city does not know, and places outside it', async () => {
    const strange = { categoryCode: '999999', streetCode: 'NOWHERE', hostUnitCode: 'NOBODY' };
    const filed = await file(edge, { externalId: 'int8', ...strange, location: { lng: -73.9, lat: 40.7 } });
    expect([filed.status, filed.json['state']]).toEqual([201, 'accepted']);
    const read = await call(edge, `/api/v1/cases/${String(filed.json['caseNo'])}`);
    expect(read.json).toMatchObject({
      marks: ['outsideCity', 'unknownArea', 'unknownCategory', 'unknownUnit'],
      categoryCode: 'unknown',
      areaCode: 'unknown',
      unknownCodes: strange,
    });
  });

  it('[INT9] keeps texts as typed: outer white space, bidirectional marks, four-byte characters', async () => {
    const texts = { title: '  \u202eabc\u202c 👨‍👩‍👧 \n', content: '\t𠮷野家\u200f של\u0000'.slice(0, -1) + ' ' };
    const filed = await file(edge, { externalId: 'int9', ...texts });
    const read = await call(edge, `/api/v1/cases/${String(filed.json['caseNo'])}`);
    expect(read.json).toMatchObject(texts);
  });
});

describe('who may file', () => {
  it('[INT10] is told 401 without a key and with a wrong one, and 403 with a screen token', async () => {
    const nobody = await file(edge, {}, { key: null });
    const wrong = await file(edge, {}, { key: 'wrong' });
    const screen = await file(edge, {}, { key: SCREEN_TOKEN });
    expect([nobody.status, wrong.status, screen.status]).toEqual([401, 401, 403]);
    expect(nobody.headers.get('www-authenticate')).toBe('Bearer');
    expect(problemSchema.parse(screen.json).code).toBe('not_allowed');
  });

  it('[INT11] is told 429 after too many failures from one address, while a valid key is still served', async () => {
    const strict = await startEdge({ failuresPerMinute: 2 });
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++) statuses.push((await file(strict, {}, { key: 'wrong' })).status);
    expect(statuses).toEqual([401, 401, 429]);
    expect((await file(strict)).status).toBe(201);
    strict.clock.advance(60_000);
    expect((await file(strict, {}, { key: 'wrong' })).status).toBe(401);
    await strict.close();
  });

  it('[INT12] is told 429 with Retry-After beyond the rate, and served again when it has waited', async () => {
    const strict = await startEdge({ limits: { callsPerSecond: 1, callsBurst: 2 } });
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++) statuses.push((await file(strict, { externalId: `r${i}` })).status);
    expect(statuses).toEqual([201, 201, 429]);
    const refused = await file(strict);
    expect([refused.json['code'], refused.headers.get('retry-after')]).toEqual(['too_fast', '1']);
    strict.clock.advance(1_000);
    expect((await file(strict, { externalId: 'r3' })).status).toBe(201);
    await strict.close();
  });

  it('[INT13] is told 429 with Retry-After while too much waits for the lane', async () => {
    const busy = await startEdge({
      limits: { waiting: 5 },
      instead: (hub) => ({
        load: () => ({ ...hub.load(), waiting: 5 }),
      }),
    });
    const refused = await file(busy);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    await busy.close();
  });
});
