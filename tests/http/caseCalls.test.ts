import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseEventsSchema, caseViewSchema, receiptSchema } from '../../shared/contract/caseAnswers.ts';
import { call, faultsIn, file, SOUND_INTAKE } from '../support/apiCalls.ts';
import type { CallOptions } from '../support/apiCalls.ts';
import { OTHER_KEY, SCREEN_TOKEN, startEdge } from '../support/startEdge.ts';
import type { Edge } from '../support/startEdge.ts';

let edge: Edge;
let serial = 0;
beforeAll(async () => {
  edge = await startEdge();
});
afterAll(() => edge.close());

async function filed(changes: object = {}): Promise<string> {
  const answer = await file(edge, { externalId: `case-${serial++}`, ...changes });
  return String(answer.json['caseNo']);
}
const command = (caseNo: string, name: string, body: object, options: CallOptions = {}) =>
  call(edge, `/api/v1/cases/${caseNo}/commands/${name}`, { ...options, body });

describe('reading a case', () => {
  it('[API1] shows its filer state, version, every clock, marks and what was typed', async () => {
    const caseNo = await filed({ externalId: 'api1' });
    const { status, json } = await call(edge, `/api/v1/cases/${caseNo}`);
    expect(status).toBe(200);
    const { title, content, requester, address } = SOUND_INTAKE;
    expect(caseViewSchema.parse(json)).toMatchObject({
      caseNo,
      state: 'dispatched',
      hostUnitCode: 'ROADS',
      level: 'L2',
      reportedAt: '2026-11-21T01:59:00.000Z',
      ...{ externalId: 'api1', title, content, requester, address },
      location: { lng: 116.4, lat: 39.9, crs: 'wgs84' },
    });
    expect(json['clocks']).toHaveLength(5);
  });

  it('[API2] is 404 for everybody who did not file it, and for a number that does not exist', async () => {
    const caseNo = await filed();
    const paths = [caseNo, `${caseNo}/events`, 'SC20261121999999', 'XX20261121000001', 'nonsense', '%ff'];
    const foreign = await Promise.all(
      paths.map((path, i) => call(edge, `/api/v1/cases/${path}`, { ...(i < 2 ? { key: OTHER_KEY } : {}) })),
    );
    expect(foreign.map(({ status, json }) => [status, json['code']])).toEqual(
      paths.map(() => [404, 'not_found']),
    );
  });

  it('[API11] is 403 for a screen token, be it a case, its history or a command', async () => {
    const caseNo = await filed();
    const key = SCREEN_TOKEN;
    const answers = [
      await call(edge, `/api/v1/cases/${caseNo}`, { key }),
      await call(edge, `/api/v1/cases/${caseNo}/events`, { key }),
      await command(caseNo, 'Sign', { version: 3 }, { key }),
    ];
    expect(answers.map(({ status, json }) => [status, json['code']])).toEqual(
      answers.map(() => [403, 'not_allowed']),
    );
  });

  it('[API3] tells its whole history, each text with the event it came with, and no place in the key file', async () => {
    const caseNo = await filed();
    await command(caseNo, 'Sign', { version: 3 });
    await command(caseNo, 'RecordContact', { version: 4, note: ' 已联系 ' });
    const { json } = await call(edge, `/api/v1/cases/${caseNo}/events`);
    const { events } = caseEventsSchema.parse(json);
    expect(events.map(({ type }) => type)).toEqual([
      'CaseRegistered',
      'CaseAccepted',
      'CaseDispatched',
      'CaseSigned',
      'CaseContactRecorded',
    ]);
    expect(events[0]).toMatchObject({
      prev: 0,
      actor: { role: 'integration', id: 'intake' },
      text: { title: SOUND_INTAKE.title },
    });
    expect(events[4]?.text).toBe(' 已联系 ');
    expect(JSON.stringify(events)).not.toMatch(/keySlot|textPart/);
  });

  it('[API4] shows nothing of what was typed once it is erased', async () => {
    const caseNo = await filed();
    const erased = await command(caseNo, 'EraseCase', { version: 3 });
    expect(erased.status).toBe(200);
    const read = await call(edge, `/api/v1/cases/${caseNo}`);
    const events = await call(edge, `/api/v1/cases/${caseNo}/events`);
    expect(caseViewSchema.parse(read.json).erasedAt).toBe('2026-11-21T02:00:00.000Z');
    for (const word of [
      SOUND_INTAKE.title,
      SOUND_INTAKE.content,
      '张三',
      '13800138000',
      SOUND_INTAKE.address,
    ]) {
      expect(read.text + events.text).not.toContain(word);
    }
  });
});

describe('a command on a case', () => {
  it('[API5] is answered like a filing, with the version it led to', async () => {
    const caseNo = await filed();
    const signed = await command(caseNo, 'Sign', { version: 3 });
    expect(signed.status).toBe(200);
    expect(receiptSchema.parse(signed.json)).toMatchObject({ caseNo, state: 'signed', version: 4 });
  });

  it('[API6] is 409 stale with another version, 409 invalid_state in the wrong state', async () => {
    const caseNo = await filed();
    const stale = await command(caseNo, 'Sign', { version: 7 });
    const early = await command(caseNo, 'PassFeedback', { version: 3 });
    expect([stale.status, stale.json['code']]).toEqual([409, 'stale']);
    expect([early.status, early.json['code'], early.json['facts']]).toEqual([
      409,
      'invalid_state',
      { state: 'dispatched' },
    ]);
  });

  it('[API7] is 422 with every bad field named, the version among them', async () => {
    const caseNo = await filed();
    const bad = await command(caseNo, 'Dismiss', { reason: 'dull', explanation: 'a\0', more: 1 });
    expect([bad.status, faultsIn(bad)]).toEqual([
      422,
      ['explanation: contains_nul', 'more: unknown_field', 'reason: not_in_list', 'version: required'],
    ]);
    const unit = await command(await filed({ categoryCode: '030300' }), 'Dispatch', {
      version: 2,
      hostUnitCode: 'X',
    });
    expect([unit.status, faultsIn(unit)]).toEqual([422, ['hostUnitCode: unknown_unit']]);
  });

  it('[API8] with an Idempotency-Key has the same answer again, and key_reused for another command', async () => {
    const caseNo = await filed();
    const options = { headers: { 'Idempotency-Key': `api8-${caseNo}` } };
    const first = await command(caseNo, 'Sign', { version: 3 }, options);
    const again = await command(caseNo, 'Sign', { version: 3 }, options);
    const other = await command(caseNo, 'Withdraw', { version: 3 }, options);
    expect([again.status, again.text]).toEqual([200, first.text]);
    expect([other.status, other.json['code']]).toEqual([422, 'key_reused']);
  });

  it('[API9] is 404 on a case that another key filed, and for a command that does not exist', async () => {
    const caseNo = await filed();
    const foreign = await command(caseNo, 'Sign', { version: 3 }, { key: OTHER_KEY });
    const unknown = await command(caseNo, 'Explode', { version: 3 });
    const own = await command(caseNo, 'RegisterCase', { version: 3 });
    expect([foreign, unknown, own].map(({ status }) => status)).toEqual([404, 404, 404]);
  });
});
