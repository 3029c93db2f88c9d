import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cityViewSchema } from '../../shared/contract/cityView.ts';
import { problemSchema } from '../../shared/contract/problem.ts';
import { snapshotSchema } from '../../shared/contract/sync.ts';
import { tableChecksum } from '../../shared/contract/checksum.ts';
import { call, file } from '../support/apiCalls.ts';
import { SCREEN_TOKEN, startEdge } from '../support/startEdge.ts';
import type { Edge } from '../support/startEdge.ts';

let live: Edge;
let demo: Edge;
beforeAll(async () => {
  live = await startEdge();
  demo = await startEdge({ mode: 'replay', origins: ['https://wall.example'] });
  await file(live);
  await file(demo);
});
afterAll(() => Promise.all([live.close(), demo.close()]));

/** A GET under a Host header of one's own choosing, which `fetch` does not allow. */
function getAs(
  edge: Edge,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asking = request(edge.url + path, { headers });
    asking.on('response', (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asking.on('error', reject);
    asking.end();
  });
}

describe('tables', () => {
  it('[API20] are told as a snapshot would tell them, to a key and to a screen token', async () => {
    const byKey = await call(live, '/api/v1/tables/kpi?scope=city');
    const byScreen = await call(live, '/api/v1/tables/kpi', { key: SCREEN_TOKEN });
    expect([byKey.status, byScreen.status]).toEqual([200, 200]);
    const snapshot = snapshotSchema.parse(byKey.json);
    expect(snapshot).toEqual(live.hub.room('console').snapshotOf('kpi')?.snapshot);
    expect(tableChecksum(snapshot.rows)).toBe(snapshot.checksum);
  });

  it('[API21] are 404 for a table or a scope that there is not', async () => {
    const answers = await Promise.all(
      ['nothing', 'kpi?scope=district', '__proto__'].map((path) => call(live, `/api/v1/tables/${path}`)),
    );
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  });

  it('[API29] name every parameter that they do not know, in the place of an answer about everything', async () => {
    const path = '/api/v1/explain?metric=solveRate&unitCode=E1&unitcode=E1&unitCode=W1';
    for (const [asked, fields] of [
      [path, ['unitCode', 'unitcode']],
      ['/api/v1/tables/kpi?scope=city&unit=E1', ['unit']],
    ] as const) {
      const { status, json } = await call(live, asked);
      const faults = fields.map((field) => ({ field, fault: 'unknown_field' }));
      expect([status, json]).toMatchObject([422, { code: 'invalid_input', faults }]);
    }
  });

  it('[API22] need a key while data are live, and none on the own machine while they are not', async () => {
    const path = '/api/v1/tables/kpi';
    expect((await call(live, path, { key: null })).status).toBe(401);
    expect((await call(demo, path, { key: null })).status).toBe(200);
    expect((await call(demo, path, { key: 'wrong' })).status).toBe(401);
  });

  it('[API23] are not told in a demo through a proxy, under a foreign name, or to a foreign page', async () => {
    const own = `127.0.0.1:${demo.port}`;
    const cases: readonly (readonly [Readonly<Record<string, string>>, number])[] = [
      [{ host: own }, 200],
      [{ host: `localhost:${demo.port}`, origin: `http://localhost:${demo.port}` }, 200],
      [{ host: own, origin: 'https://wall.example' }, 200],
      [{ host: own, 'x-forwarded-for': '10.0.0.1' }, 401],
      [{ host: 'evil.example' }, 401],
      [{ host: own, origin: 'https://evil.example' }, 401],
      [{ host: own, origin: 'null' }, 401],
    ];
    for (const [headers, status] of cases) {
      expect([headers, await getAs(demo, '/api/v1/tables/kpi', headers)]).toEqual([headers, status]);
    }
  });
});

describe('the mark of data that are not live', () => {
  it('[API24] is on every answer of a replaying hub, and on none of a live one', async () => {
    const paths = [
      '/api/v1/city',
      '/api/v1/tables/kpi',
      '/healthz',
      '/nothing',
      '/wall',
      '/api/v1/cases/SC1',
    ];
    for (const path of paths) {
      expect([path, (await call(demo, path)).headers.get('whistleboard-mode')]).toEqual([path, 'replay']);
      expect([path, (await call(live, path)).headers.get('whistleboard-mode')]).toEqual([path, null]);
    }
    const again = await file(demo);
    expect([again.headers.get('whistleboard-mode'), again.json['mode']]).toEqual(['replay', 'replay']);
    expect((await call(demo, '/api/v1/tables/kpi')).json['mode']).toBe('replay');
  });
});

describe('calls that need no key', () => {
  it('[API25] the city tells units, areas and categories by code and name, and allows no other page to read it', async () => {
    const answer = await call(live, '/api/v1/city', {
      key: null,
      headers: { Origin: 'https://evil.example' },
    });
    const city = cityViewSchema.parse(answer.json);
    expect(city).toMatchObject({ id: 'sample', mode: 'live', timeZone: 'Asia/Shanghai' });
    expect(city.units.map(({ code }) => code)).toContain('WATER');
    expect(answer.text).not.toContain('dispatchRules');
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('[API26] health says alive; readiness says 503 where the store does not write', async () => {
    expect((await call(live, '/healthz', { key: null })).json).toEqual({ status: 'ok' });
    const ready = await call(live, '/readyz', { key: null });
    expect([ready.status, ready.json]).toEqual([
      200,
      { ready: true, storeWrites: true, clockSane: true, seq: live.hub.seq, mode: 'live' },
    ]);
    const health = { storeWrites: false, clockSane: true, ready: false };
    const broken = await startEdge({ instead: () => ({ health: async () => health }) });
    const answer = await call(broken, '/readyz', { key: null });
    expect([answer.status, answer.json['storeWrites']]).toEqual([503, false]);
    await broken.close();
  });

  it('[API27] figures are told on the own machine and to a key, not through a proxy', async () => {
    const figures = await call(live, '/metrics', { key: null });
    expect(figures.text).toMatch(/whistleboard_seq 3\n/);
    expect(figures.text).toMatch(/answers_total\{method="POST",path="\/api\/v1\/cases",status="201"\} 1\n/);
    expect(
      (await call(live, '/metrics', { key: null, headers: { 'X-Forwarded-For': '10.0.0.1' } })).status,
    ).toBe(401);
  });
});

describe('errors', () => {
  it('[ERR1] a path that is not there is a problem with 404', async () => {
    for (const path of ['/api/v1/nothing', '/api/v2/cases', '/nothing', '/%ff', '/assets/none.js']) {
      const answer = await call(live, path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(problemSchema.parse(answer.json).code).toBe('not_found');
    }
  });

  it('[ERR2] a method that a path does not take is a problem with 405 that says which it takes', async () => {
    for (const [method, path, allow] of [
      ['DELETE', '/api/v1/cases', 'POST, GET'],
      ['PUT', '/api/v1/cases/SC1', 'GET'],
      ['OPTIONS', '/api/v1/city', 'GET'],
      ['GET', '/api/v1/cases/SC1/commands/Sign', 'POST'],
    ] as const) {
      const answer = await call(live, path, { method });
      expect([answer.status, answer.json['code'], answer.headers.get('allow')]).toEqual([
        405,
        'method_not_allowed',
        allow,
      ]);
    }
  });

  it('[ERR3] what the contract names and does not exist yet is a problem with 501 and one sentence', async () => {
    for (const [method, path] of [
      ['GET', '/api/v1/cases'],
      ['POST', '/api/v1/whistles'],
      ['GET', '/api/v1/whistles/W1'],
    ] as const) {
      const answer = await call(live, path, { method });
      expect([path, answer.status, answer.json['code']]).toEqual([path, 501, 'not_built_yet']);
      expect(answer.json['detail']).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('[ERR4] a fault of the hub is a problem with 500 that tells nothing, and a line in the log', async () => {
    const broken = await startEdge({
      instead: () => ({
        submit: () => Promise.reject(new Error('secret of the inside')),
        caseOf: () => Promise.reject(new Error('secret of the inside')),
      }),
    });
    const answers = [await file(broken), await call(broken, '/api/v1/cases/SC20261121000001')];
    for (const { status, json, text } of answers) {
      expect([status, problemSchema.parse(json).code]).toEqual([500, 'internal_fault']);
      expect(text).not.toContain('secret');
    }
    expect(broken.log.lines.filter((line) => line.startsWith('error'))).toHaveLength(2);
    await broken.close();
  });

  it('[ERR5] a store that fails or is full is 503 or 507, and says so', async () => {
    for (const [code, status] of [
      ['storage_failed', 503],
      ['storage_full', 507],
      ['shutting_down', 503],
    ] as const) {
      const failing = await startEdge({
        instead: () => ({ submit: async () => ({ ok: false, refusal: { code } }) }),
      });
      const answer = await file(failing);
      expect([answer.status, answer.json['code']]).toEqual([status, code]);
      await failing.close();
    }
  });
});
