import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, faultsIn, file, SOUND_INTAKE } from '../support/apiCalls.ts';
import { INTAKE_KEY, startEdge } from '../support/startEdge.ts';
import type { Edge } from '../support/startEdge.ts';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly string[];
  readonly hasBody: boolean;
}

let edge: Edge;
let routes: readonly Route[];
beforeAll(async () => {
  edge = await startEdge();
  const { caseNo } = (await file(edge)).json;
  routes = Object.entries(edge.http.document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters, requestBody }]) => ({
      method: method.toUpperCase(),
      path: path
        .replace('{caseNo}', String(caseNo))
        .replace('{table}', 'kpi')
        .replaceAll(/\{\w+\}/g, 'x'),
      parameters: parameters.flatMap((one) => ('in' in one && one.in === 'query' ? nameOf(one) : [])),
      hasBody: requestBody !== undefined,
    })),
  );
});
afterAll(() => edge.close());

const nameOf = (parameter: object): string[] => ('name' in parameter ? [String(parameter.name)] : []);
const inJson = { 'Content-Type': 'application/json' };

/** A request written by hand: `fetch` sends no header twice. */
function sendRaw(lines: readonly string[], body: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(edge.port, '127.0.0.1');
    const bytes = Buffer.from(body);
    const head = [...lines, 'Host: x', `Authorization: Bearer ${INTAKE_KEY}`, 'Connection: close'];
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString())).on('end', () => resolve(answer));
    socket.on('error', reject);
    socket.write(`${head.join('\r\n')}\r\nContent-Length: ${bytes.length}\r\n\r\n`);
    socket.write(bytes);
  });
}

describe('every call of the API', () => {
  it('[API29] names a parameter that it does not know', async () => {
    expect(routes.length).toBeGreaterThan(30);
    for (const { method, path } of routes) {
      const answer = await call(edge, `${path}?nonsense=1`, { method, headers: inJson });
      expect([method, path, answer.status, faultsIn(answer)]).toEqual([
        ...[method, path, 422],
        ['nonsense: unknown_field'],
      ]);
    }
  });

  it('[API220] names a parameter that stands twice, with one value or with two', async () => {
    const asked = routes.flatMap(({ path, parameters }) => parameters.map((name) => ({ path, name })));
    expect(asked.length).toBeGreaterThan(8);
    for (const { path, name } of asked) {
      for (const values of [`${name}=a&${name}=b`, `${name}=a&${name}=a`, `${name}&${name}`]) {
        const answer = await call(edge, `${path}?${values}`);
        expect([path, answer.status, faultsIn(answer)]).toEqual([path, 422, [`${name}: named_twice`]]);
      }
    }
  });

  it('[API220] names an Idempotency-Key that stands twice', async () => {
    const answer = await sendRaw(
      [
        ...['POST /api/v1/cases HTTP/1.1', 'Content-Type: application/json'],
        ...['Idempotency-Key: a', 'Idempotency-Key: b'],
      ],
      JSON.stringify({ ...SOUND_INTAKE, externalId: 'two-keys' }),
    );
    expect(answer).toContain('"faults":[{"field":"Idempotency-Key","fault":"named_twice"}]');
  });
});

describe('every call with a body', () => {
  const wrong: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    ['GBK', { 'Content-Type': 'application/json; charset=gbk' }, 'charset=gbk'],
    ['GB18030, quoted', { 'Content-Type': 'application/json;charset="GB18030"' }, 'charset="GB18030"'],
    ['UTF-16', { 'Content-Type': 'application/json; charset=utf-16le' }, 'charset=utf-16le'],
    ['two charsets', { 'Content-Type': 'application/json; charset=utf-8; charset=gbk' }, 'charset=gbk'],
    ['another parameter', { 'Content-Type': 'application/json; version=2' }, 'version=2'],
    ['plain text', { 'Content-Type': 'text/plain' }, 'text/plain'],
    ['CSV', { 'Content-Type': 'text/csv; charset=utf-8' }, 'text/csv; charset=utf-8'],
    ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }, 'application/x-www-form-urlencoded'],
    ['two types', { 'Content-Type': 'application/json, text/plain' }, 'application/json, text/plain'],
    ['gzip', { ...inJson, 'Content-Encoding': 'gzip' }, 'gzip'],
  ];
  it.each(wrong)('[API221] is 415 and names what it cannot read: %s', async (_what, headers, told) => {
    const before = edge.hub.seq;
    const changing = routes.filter(({ hasBody }) => hasBody);
    expect(changing.length).toBeGreaterThan(15);
    for (const { path } of changing) {
      const answer = await call(edge, path, { body: SOUND_INTAKE, headers });
      expect([path, answer.status, answer.json['code']]).toEqual([path, 415, 'unsupported_media_type']);
      expect(answer.json['facts']).toMatchObject({ told });
    }
    expect(edge.hub.seq).toBe(before);
  });

  it('[API221] is 415 without a type, with two of them, and with a coding under way', async () => {
    const post = 'POST /api/v1/cases HTTP/1.1';
    const type = 'Content-Type: application/json';
    const body = JSON.stringify(SOUND_INTAKE);
    for (const head of [[post], [post, type, 'Content-Type: text/plain']]) {
      expect(await sendRaw(head, body)).toMatch(/^HTTP\/1.1 415 /);
    }
    const coded = await call(edge, '/api/v1/cases', {
      body,
      headers: { ...inJson, 'Content-Encoding': 'br' },
    });
    expect(coded.json['facts']).toEqual({ header: 'Content-Encoding', told: 'br', takes: 'identity' });
  });

  it('[API221] is read where it says UTF-8, however it is written', async () => {
    for (const type of [
      'Application/JSON',
      'application/json;charset=UTF-8',
      'application/json; charset="utf8";',
    ]) {
      const answer = await call(edge, '/api/v1/cases', {
        body: SOUND_INTAKE,
        headers: { 'Content-Type': type },
      });
      expect([type, answer.status]).toEqual([type, 201]);
    }
    for (const type of ['application/x-ndjson; charset=utf-8', 'application/ndjson', 'application/json']) {
      const headers = { 'Content-Type': type };
      const answer = await call(edge, '/api/v1/cases/batch', { body: SOUND_INTAKE, headers });
      expect([type, answer.status]).toEqual([type, 200]);
    }
  });
});

describe('every changing call', () => {
  it('[API222] of a foreign page is refused, whatever key it brings; one of the hub’s own pages is not', async () => {
    const changing = routes.filter(({ method }) => method !== 'GET');
    const before = edge.hub.seq;
    for (const Origin of ['https://evil.example', 'null', `http://127.0.0.1:${edge.port + 1}`, '']) {
      for (const { method, path } of changing) {
        const answer = await call(edge, path, { method, body: SOUND_INTAKE, headers: { Origin } });
        expect([Origin, path, answer.status, answer.json['code']]).toEqual([
          Origin,
          path,
          403,
          'not_allowed',
        ]);
      }
    }
    expect(edge.hub.seq).toBe(before);
    const own = { headers: { Origin: edge.origin } };
    expect((await file(edge, { externalId: 'own' }, own)).status).toBe(201);
  });
});
