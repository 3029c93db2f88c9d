import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, faultsIn, file, SOUND_INTAKE } from '../support/apiCalls.ts';
import { INTAKE_KEY, startEdge } from '../support/startEdge.ts';
import type { Edge } from '../support/startEdge.ts';

let edge: Edge;
beforeAll(async () => {
  edge = await startEdge();
});
afterAll(async () => {
  expect(edge.hub.seq).toBe(0);
  await edge.close();
});

const post = (body: string | Uint8Array) => call(edge, '/api/v1/cases', { body });
const without = (name: keyof typeof SOUND_INTAKE) => {
  const { [name]: _, ...rest } = SOUND_INTAKE;
  return JSON.stringify(rest);
};

describe('bad input is answered 422, names every bad field and changes nothing', () => {
  const bodies: readonly (readonly [string, string | Uint8Array, readonly string[]])[] = [
    ['malformed JSON', '{"source":', [': malformed_json']],
    ['nothing at all', '', [': malformed_json']],
    ['a byte order mark', `\ufeff${JSON.stringify(SOUND_INTAKE)}`, [': malformed_json']],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), [': not_utf8']],
    ['an array', '[]', [': wrong_type']],
    ['null', 'null', [': wrong_type']],
    ['a missing field', without('title'), ['title: required']],
    ['another one', without('externalId'), ['externalId: required']],
    [
      'a field named __proto__',
      JSON.stringify(SOUND_INTAKE).replace('{', '{"__proto__":1,'),
      ['__proto__: unknown_field'],
    ],
  ];
  it.each(bodies)('[INT20] %s', async (_what, body, faults) => {
    const answer = await post(body);
    expect([answer.status, answer.json['code'], faultsIn(answer)]).toEqual([422, 'invalid_input', faults]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  const changes: readonly (readonly [string, object, readonly string[]])[] = [
    [
      'wrong types',
      { title: 5, kind: 1, confidential: 'yes' },
      ['confidential: wrong_type', 'kind: wrong_type', 'title: wrong_type'],
    ],
    ['null for a text', { content: null }, ['content: wrong_type']],
    [
      'unknown fields',
      { x: 1, location: { lng: 1, lat: 1, alt: 1 } },
      ['location.alt: unknown_field', 'x: unknown_field'],
    ],
    [
      'impossible coordinates',
      { location: { lng: 180.1, lat: -90.1 } },
      ['location.lat: out_of_range', 'location.lng: out_of_range'],
    ],
    ['half a place', { location: { lng: 116 } }, ['location.lat: required']],
    [
      'an unknown coordinate system',
      { location: { lng: 1, lat: 1, crs: 'mars' } },
      ['location.crs: not_in_list'],
    ],
    [
      'NUL',
      { title: 'a\0b', requester: { name: '\0' } },
      ['requester.name: contains_nul', 'title: contains_nul'],
    ],
    [
      'a lone surrogate',
      { content: 'a\ud800b', externalId: '\udc00' },
      ['content: lone_surrogate', 'externalId: lone_surrogate'],
    ],
    ['NUL in an identifier', { source: 'a\0' }, ['source: wrong_format']],
    ['an unknown kind and level', { kind: 'rant', level: 'L9' }, ['kind: not_in_list', 'level: not_in_list']],
    ['empty texts', { title: '', externalId: '' }, ['externalId: too_short', 'title: too_short']],
    ['more than 20,000 code points', { content: '字'.repeat(20_001) }, ['content: too_long']],
    [
      'a time without an offset',
      { reportedAt: '2026-11-21T09:00:00' },
      ['reportedAt: needs_time_with_offset'],
    ],
    [
      'a day that does not exist',
      { reportedAt: '2026-02-30T09:00:00+08:00' },
      ['reportedAt: needs_time_with_offset'],
    ],
    ['the year 0', { reportedAt: '0000-01-01T00:00:00+08:00' }, ['reportedAt: out_of_range']],
    ['a time before 1900', { reportedAt: '1899-12-31T23:59:59.999Z' }, ['reportedAt: out_of_range']],
    [
      'a year before the year 0',
      { reportedAt: '-000001-01-01T00:00:00Z' },
      ['reportedAt: needs_time_with_offset'],
    ],
    [
      'the last year there is',
      { reportedAt: '+275760-09-13T00:00:00Z' },
      ['reportedAt: needs_time_with_offset'],
    ],
    ['a number for a time', { reportedAt: 1_760_000_000_000 }, ['reportedAt: wrong_type']],
    [
      'a time beyond five minutes ahead',
      { reportedAt: '2026-11-21T02:05:00.001Z' },
      ['reportedAt: in_future'],
    ],
    [
      'a time ahead beside other faults',
      { reportedAt: '2026-11-22T00:00:00Z', x: 1 },
      ['reportedAt: in_future', 'x: unknown_field'],
    ],
  ];
  it.each(changes)('[INT21] %s', async (_what, change, faults) => {
    const answer = await file(edge, change);
    expect([answer.status, faultsIn(answer)]).toEqual([422, faults]);
  });
});

describe('over-size', () => {
  it('[INT22] a body beyond 64 KB is answered 413, and the connection still serves', async () => {
    const answer = await post(JSON.stringify({ ...SOUND_INTAKE, content: 'x'.repeat(65_536) }));
    expect([answer.status, answer.json['code']]).toEqual([413, 'too_large']);
    expect((await call(edge, '/healthz')).status).toBe(200);
  });

  it('[INT23] a body beyond 64 KB of unannounced length is answered 413 too', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sending = request(`${edge.url}/api/v1/cases`, {
        method: 'POST',
        headers: {
          ...{ Authorization: `Bearer ${INTAKE_KEY}`, 'Content-Type': 'application/json' },
          'Transfer-Encoding': 'chunked',
        },
      });
      sending.on('response', (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sending.on('error', reject);
      for (let i = 0; i < 5; i++) sending.write(Buffer.alloc(32 * 1024, 0x20));
      sending.end();
    });
    expect(status).toBe(413);
  });

  it('[INT24] a sender that goes away half-way leaves nothing behind and no error', async () => {
    await new Promise<void>((resolve) => {
      const sending = request(`${edge.url}/api/v1/cases`, {
        method: 'POST',
        headers: {
          ...{ Authorization: `Bearer ${INTAKE_KEY}`, 'Content-Type': 'application/json' },
          'Content-Length': '1000',
        },
      });
      sending.on('error', () => resolve());
      sending.write('{"source"', () => setImmediate(() => sending.destroy(new Error('gone'))));
    });
    expect((await call(edge, '/healthz')).status).toBe(200);
    expect(edge.log.lines.filter((line) => line.startsWith('error'))).toEqual([]);
  });
});
