import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { networkOf } from '../../server/http/access/TrustedProxies.ts';
import { call } from '../support/apiCalls.ts';
import { RawConnection } from '../support/RawConnection.ts';
import { RawScreen } from '../support/RawScreen.ts';
import { INTAKE_KEY, startEdge } from '../support/startEdge.ts';
import type { Edge } from '../support/startEdge.ts';

let demo: Edge;
let behind: Edge;
beforeAll(async () => {
  demo = await startEdge({ mode: 'simulate' });
  behind = await startEdge({
    mode: 'simulate',
    trustProxy: ['127.0.0.1', '10.0.0.0/8'],
    failuresPerMinute: 2,
  });
});
afterAll(() => Promise.all([demo.close(), behind.close()]));

/** The status of a GET that is sent as it is written here. */
async function status(
  edge: Edge,
  path: string,
  version: string,
  ...lines: readonly string[]
): Promise<number> {
  const head = [`GET ${path} HTTP/${version}`, ...lines].join('\r\n');
  const one = new RawConnection(edge.port, `${head}\r\n\r\n`);
  await one.until(() => one.received.includes('\r\n\r\n') || one.isClosed);
  one.close();
  return Number(one.received.slice(9, 12));
}

const OPEN = ['/metrics', '/api/v1/tables/kpi'];
const own = () => `Host: 127.0.0.1:${demo.port}`;

describe('a call without a key on the own machine', () => {
  it('[API201] is answered where nothing hints at a proxy', async () => {
    for (const path of OPEN) expect([path, await status(demo, path, '1.1', own())]).toEqual([path, 200]);
  });

  it('[API201] is refused where it comes as nginx passes it on when it is told nothing', async () => {
    for (const path of OPEN)
      expect([path, await status(demo, path, '1.0', own(), 'Connection: close')]).toEqual([path, 401]);
  });

  const signs = [
    'HTTP/1.0',
    'Connection: close',
    'Forwarded: for=10.0.0.1',
    'Via: 1.1 proxy',
    'X-Forwarded-For: 10.0.0.1',
    'X-Forwarded-For:',
    'X-Forwarded-Host: city.example',
    'X-Forwarded-Proto: https',
    'X-Forwarded: x',
    'X-Real-IP: 10.0.0.1',
    'X-Client-IP: 10.0.0.1',
    'X-Cluster-Client-IP: 10.0.0.1',
    'True-Client-IP: 10.0.0.1',
    'CF-Connecting-IP: 10.0.0.1',
    'Fastly-Client-IP: 10.0.0.1',
    'X-Original-URL: /x',
    'X-Envoy-External-Address: 10.0.0.1',
    'X-Amzn-Trace-Id: x',
    'Host: city.example',
    'Origin: https://city.example',
  ];
  it.each(signs)('[API201] is refused where a sign of a proxy is with it: %s', async (sign) => {
    const isHost = sign.startsWith('Host');
    const version = sign === 'HTTP/1.0' ? '1.0' : '1.1';
    const lines = [...(isHost ? [] : [own()]), ...(sign === 'HTTP/1.0' ? [] : [sign])];
    for (const path of OPEN) expect([path, await status(demo, path, version, ...lines)]).toEqual([path, 401]);
    if (isHost || version === '1.0' || sign.startsWith('Origin')) return;
    const [name = '', value = ''] = sign.split(/: ?/);
    if (name === 'Connection') return;
    const page = new RawScreen(demo.port, { origin: demo.origin, headers: { [name]: value } });
    expect((await page.settled()).admitted).toBe('unauthenticated');
    page.close();
  });

  it('[API201] is refused through a proxy that was named, whatever it adds', async () => {
    const host = `Host: 127.0.0.1:${behind.port}`;
    for (const path of OPEN) expect([path, await status(behind, path, '1.1', host)]).toEqual([path, 401]);
    expect((await call(behind, '/metrics')).status).toBe(200);
  });
});

describe('failures of callers behind a proxy', () => {
  const wrong = (edge: Edge, forwarded: string) =>
    call(edge, '/api/v1/tables/kpi', { key: 'wrong', headers: { 'X-Forwarded-For': forwarded } });

  it('[API202] are counted by the address that a named proxy forwards, and never by what others claim', async () => {
    const fresh = await startEdge({ trustProxy: ['127.0.0.1', '10.0.0.0/8'], failuresPerMinute: 2 });
    const statuses = async (...list: readonly string[]) => {
      const answers: number[] = [];
      for (const forwarded of list) answers.push((await wrong(fresh, forwarded)).status);
      return answers;
    };
    expect(await statuses('192.0.2.1', '192.0.2.1', '192.0.2.1')).toEqual([401, 401, 429]);
    // The last address that is no proxy's counts: what the caller put before it is his own claim.
    expect(await statuses('192.0.2.9, 192.0.2.1', '192.0.2.1, 10.1.2.3', '192.0.2.2')).toEqual([
      429, 429, 401,
    ]);
    expect((await call(fresh, '/metrics', { key: INTAKE_KEY })).status).toBe(200);
    await fresh.close();
    const unnamed = await startEdge({ failuresPerMinute: 2 });
    const claimed = [];
    for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.3'])
      claimed.push((await wrong(unnamed, address)).status);
    expect(claimed).toEqual([401, 401, 429]);
    await unnamed.close();
  });

  it('[API202] count a whole /64 as one caller', () => {
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
    expect(networkOf('2001:db8:1:2::9')).toBe('2001:db8:1:2::/64');
    expect(networkOf('::1')).toBe('0:0:0:0::/64');
    expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
  });

  it('[API202] a proxy that is no address and no network stops the start', () => {
    const config = (value: string) => () => readConfig(['--trust-proxy', value], {});
    expect(config('127.0.0.1, 10.0.0.0/8,2001:db8::/32')().trustProxy).toHaveLength(3);
    for (const bad of ['proxy.example', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.0/x', '::/129'])
      expect(config(bad)).toThrow(/^--trust-proxy holds ".*"; each must be an address or a network/);
  });
});

describe('attempts to be let in that are refused', () => {
  it('[API203] are told in the log, a few lines a minute, by address and without what was shown', async () => {
    const edge = await startEdge();
    const told = () => edge.log.lines.filter((line) => line.includes('refused'));
    for (let i = 0; i < 150; i++) await call(edge, '/api/v1/tables/kpi', { key: `secret-${i}` });
    const socket = await new RawScreen(edge.port, { auth: { token: 'secret-socket' } }).settled();
    socket.close();
    expect(told()).toHaveLength(3);
    expect(told().at(-1)).toContain(
      '"address":"127.0.0.1","reason":"wrong_key","attempts":100,"sinceLastLine":90',
    );
    expect(edge.log.lines.join('\n')).not.toContain('secret');
    edge.clock.advance(60_000);
    await call(edge, '/api/v1/tables/kpi', { key: null });
    expect(told().at(-1)).toContain('"reason":"no_key","attempts":1,"sinceLastLine":52');
    await edge.close();
  });
});

describe('a connection over its time', () => {
  it('[API204] is ended where many of one address have shown no key, and those with a key stay', async () => {
    const edge = await startEdge({ limits: { unknownPerAddress: 3 } });
    const known = connect(edge.port, '127.0.0.1');
    let isClosed = false;
    known.on('close', () => (isClosed = true)).on('error', () => {});
    known.write(`GET /api/v1/tables/kpi HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${INTAKE_KEY}\r\n\r\n`);
    await new Promise((resolve) => known.once('data', resolve));
    const strangers = [];
    for (let i = 0; i < 10; i++) strangers.push(await RawConnection.open(edge.port));
    // Answered by each, so the hub has them all.
    for (const one of strangers) {
      one.send(`GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n`);
      await one.until(() => one.received.includes('ok'));
    }
    edge.clock.advance(3_000);
    await Promise.all(strangers.slice(0, 7).map((one) => one.until(() => one.isClosed)));
    expect(strangers.slice(7).map((one) => one.isClosed)).toEqual([false, false, false]);
    expect(isClosed).toBe(false);
    strangers.forEach((one) => one.close());
    known.destroy();
    await edge.close();
  });
});
