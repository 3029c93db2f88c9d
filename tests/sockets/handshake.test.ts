import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RawScreen } from '../support/RawScreen.ts';
import type { RawOptions } from '../support/RawScreen.ts';
import { INTAKE_KEY, SCREEN_TOKEN, startEdge } from '../support/startEdge.ts';
import type { Edge } from '../support/startEdge.ts';

let live: Edge;
let demo: Edge;
beforeAll(async () => {
  const origins = ['https://wall.example:8443'];
  live = await startEdge({ origins });
  demo = await startEdge({ mode: 'simulate', origins });
});
afterAll(() => Promise.all([live.close(), demo.close()]));

/** What became of a handshake: `connected`, the refusal's code, or the status of a refused upgrade. */
async function outcome(edge: Edge, options: RawOptions): Promise<string> {
  const screen = await new RawScreen(edge.port, options).settled();
  const result = screen.admitted ?? String(screen.status);
  screen.close();
  return result;
}

const bearer = (key: string) => ({ Authorization: `Bearer ${key}` });

describe('which pages may open a socket', () => {
  const foreign = (port: number): readonly string[] => [
    'https://evil.example',
    'null',
    '',
    `http://evil.127.0.0.1:${port}`,
    `http://127.0.0.1.evil.example:${port}`,
    `http://127.0.0.1:${port + 1}`,
    'http://127.0.0.1',
    `https://127.0.0.1:${port}`,
    `http://localhost:${port}/`,
    `HTTP://LOCALHOST:${port}`,
    'https://wall.example',
    'https://a.wall.example:8443',
    'file://',
  ];

  it('[SOC1] are only its own and the listed ones, matched exactly, whatever key they bring', async () => {
    for (const origin of foreign(demo.port)) {
      const without = await outcome(demo, { origin });
      const withKey = await outcome(demo, {
        origin,
        headers: bearer(INTAKE_KEY),
        auth: { token: INTAKE_KEY },
      });
      expect([origin, without, withKey]).toEqual([origin, '400', '400']);
    }
    for (const origin of [demo.origin, `http://localhost:${demo.port}`, 'https://wall.example:8443']) {
      expect([origin, await outcome(demo, { origin })]).toEqual([origin, 'connected']);
    }
  });

  it('[SOC2] a program without an Origin needs its key, in the header or in auth.token', async () => {
    for (const edge of [live, demo]) {
      expect(await outcome(edge, {})).toBe('unauthenticated');
      expect(await outcome(edge, { headers: bearer(INTAKE_KEY) })).toBe('connected');
      expect(await outcome(edge, { auth: { token: INTAKE_KEY } })).toBe('connected');
      expect(await outcome(edge, { headers: bearer('wrong') })).toBe('400');
      expect(await outcome(edge, { auth: { token: 'wrong' } })).toBe('unauthenticated');
      expect(await outcome(edge, { auth: { token: 5 } })).toBe('unauthenticated');
    }
  });

  it('[SOC3] an unpaired page is let in only where data are not live, on the own machine and not through a proxy', async () => {
    expect(await outcome(live, { origin: live.origin })).toBe('unauthenticated');
    expect(await outcome(live, { origin: live.origin, auth: { token: SCREEN_TOKEN } })).toBe('connected');
    expect(await outcome(demo, { origin: demo.origin })).toBe('connected');
    expect(await outcome(demo, { origin: demo.origin, auth: { token: 'wrong' } })).toBe('unauthenticated');
    const proxied = { origin: demo.origin, headers: { 'X-Forwarded-For': '10.0.0.1' } };
    expect(await outcome(demo, proxied)).toBe('unauthenticated');
    expect(await outcome(demo, { origin: demo.origin, headers: { Host: 'evil.example' } })).toBe(
      'unauthenticated',
    );
  });
});

describe('what else a handshake meets', () => {
  it('[SOC4] no other transport and no other namespace is served', async () => {
    const polling = await fetch(`${demo.url}/socket.io/?EIO=4&transport=polling`, {
      headers: bearer(INTAKE_KEY),
    });
    expect(polling.status).toBe(400);
    expect((await fetch(`${demo.url}/socket.io/socket.io.js`)).status).toBe(400);
    for (const [namespace, code] of [
      ['/', 'not_found'],
      ['/admin', 'Invalid namespace'],
    ] as const) {
      expect([namespace, await outcome(demo, { origin: demo.origin, namespace })]).toEqual([namespace, code]);
    }
  });

  it('[SOC5] an identity has so many handshakes a minute, and a hub so many sockets', async () => {
    const strict = await startEdge({ limits: { handshakesPerMinute: 2, sockets: 3 } });
    const join = () => new RawScreen(strict.port, { auth: { token: INTAKE_KEY } }).settled();
    const screens = [await join(), await join(), await join()];
    expect(screens.map(({ admitted }) => admitted)).toEqual(['connected', 'connected', 'too_fast']);
    expect((await join()).status).toBe(400);
    screens.forEach((screen) => screen.close());
    await strict.close();
  });

  it('[SOC6] failures are counted by address, and a valid key is not held up by them', async () => {
    const strict = await startEdge({ failuresPerMinute: 1 });
    const wrong = { auth: { token: 'wrong' } };
    expect(await outcome(strict, wrong)).toBe('unauthenticated');
    expect(await outcome(strict, wrong)).toBe('too_fast');
    expect(await outcome(strict, { auth: { token: INTAKE_KEY } })).toBe('connected');
    await strict.close();
  });
});
