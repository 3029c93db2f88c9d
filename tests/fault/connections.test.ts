import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { HubProcess, TEST_KEY } from '../support/HubProcess.ts';
import { nycIntake } from '../support/nycIntake.ts';
import { RawConnection } from '../support/RawConnection.ts';
import { RawScreen } from '../support/RawScreen.ts';
import { openDescriptors } from '../support/openDescriptors.ts';
import { residentMb } from '../support/residentMb.ts';
import { suiteDir } from '../support/suiteDir.ts';

const dir = suiteDir();
let hub: HubProcess;
let port: number;
const connections: { close: () => void }[] = [];

beforeAll(async () => {
  hub = await HubProcess.start({ dataDir: join(dir, 'data'), args: ['--feed', 'off'] });
  port = Number(new URL(hub.origin).port);
});
afterAll(() => hub?.stop());
afterEach(() => connections.splice(0).forEach((one) => one.close()));

function opened<T extends { close: () => void }>(one: T): T {
  connections.push(one);
  return one;
}

const upgrade = (path = '/socket.io/?EIO=4&transport=websocket', more = '') =>
  `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
  `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${more}\r\n`;
const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;

/** Opens so many connections, sends the same on each, and resets each so many turns of the loop after it is sent. */
async function burst(count: number, bytes: string | Buffer, turns: number): Promise<void> {
  await Promise.all(
    Array.from({ length: count }, async () => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
      socket.write(bytes);
      for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
      socket.resetAndDestroy();
    }),
  );
}

const descriptors = (): number => openDescriptors(hub.pid);
const answers = async (): Promise<number> => (await fetch(`${hub.origin}/healthz`)).status;

describe('what cannot end the hub', () => {
  const packets: readonly (readonly [string, () => string | Buffer])[] = [
    ['an upgrade', () => upgrade()],
    ['an upgrade with a wrong key', () => upgrade(undefined, 'Authorization: Bearer wrong\r\n')],
    ['an upgrade from a foreign page', () => upgrade(undefined, 'Origin: https://evil.example\r\n')],
    ['an upgrade of another path', () => upgrade('/wall')],
    ['an upgrade of a session', () => upgrade('/socket.io/?EIO=4&transport=websocket&sid=x')],
    [
      'an upgrade and a frame',
      () => Buffer.concat([Buffer.from(upgrade()), Buffer.from([0x89, 0x80, 0, 0, 0, 0])]),
    ],
    ['an upgrade and half a frame', () => Buffer.concat([Buffer.from(upgrade()), Buffer.from([0x81, 0xff])])],
    ['an upgrade behind a request', () => get('/api/docs') + upgrade()],
    ['an upgrade behind many requests', () => get('/wall').repeat(40) + upgrade()],
    ['a CONNECT', () => `CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n`],
    ['half a request', () => get('/wall').slice(0, 20)],
    ['no HTTP', () => Buffer.from([0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0])],
    ['a request', () => get('/wall')],
    [
      'a body that does not come',
      () => 'POST /api/v1/cases HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{',
    ],
    [
      'a chunked body that breaks',
      () => 'POST /api/v1/cases HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz',
    ],
  ];
  it.each(packets)(
    '[FLT200] resets right behind it, a hundred at once, five times: %s',
    async (_what, bytes) => {
      for (const turns of [0, 1, 2, 5, 10]) await burst(100, bytes(), turns);
      expect(await answers()).toBe(200);
      expect(hub.isRunning).toBe(true);
    },
  );
});

describe('a connection that asks and does not read', () => {
  it.each([
    '/api/v1/openapi.json',
    '/wall',
    '/assets',
    '/nothing',
    '/socket.io/?EIO=4&transport=polling',
    '/healthz',
  ])('[FLT201] has one answer made at a time and leaves no descriptor behind: %s', async (path) => {
    await answers();
    await vi.waitFor(() => expect(descriptors()).toBeLessThan(60));
    const [mb, files] = [residentMb(hub.pid), descriptors()];
    const startedAt = performance.now();
    for (let i = 0; i < 6; i++) opened(new RawConnection(port, get(path).repeat(1_400))).stopReading();
    expect(await answers()).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(residentMb(hub.pid) - mb).toBeLessThan(60);
    connections.splice(0).forEach((one) => one.close());
    await vi.waitFor(() => expect(descriptors()).toBeLessThanOrEqual(files + 1), 10_000);
  });

  it('[FLT202] has a few requests that it sends at once answered in their order', async () => {
    const paths = ['/healthz', '/nothing', '/api/v1/city', '/wall', '/healthz'];
    const one = opened(new RawConnection(port, paths.map(get).join('')));
    await one.until(() => one.received.split('HTTP/1.1 ').length === 6);
    const statuses = [...one.received.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
    expect([statuses[0], statuses[1], statuses[2], statuses[4]]).toEqual([200, 404, 200, 200]);
    one.send(get('/healthz'));
    await one.until(() => one.received.split('HTTP/1.1 ').length === 7);
  });

  it('[FLT203] is cut off after seconds, and its like take no caller’s place', async () => {
    const slow = Array.from({ length: 300 }, () =>
      opened(new RawConnection(port, get('/api/v1/openapi.json').repeat(3)).stopReading()),
    );
    expect((await hub.post('/cases', nycIntake('beside-the-slow'))).status).toBe(201);
    const before = residentMb(hub.pid);
    await vi.waitFor(async () => {
      const open = descriptors();
      expect(await answers()).toBe(200);
      expect(open).toBeLessThan(160);
    }, 20_000);
    expect(residentMb(hub.pid) - before).toBeLessThan(60);
    slow.forEach((one) => one.close());
  });
});

describe('the end of a hub', () => {
  it.each([
    ['a connection that says nothing', () => ''],
    ['half a head', () => get('/wall').slice(0, 20)],
    ['half a body', () => 'POST /api/v1/cases HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{'],
    ['an upgrade', () => upgrade()],
    ['an upgrade of another path', () => upgrade('/wall')],
    ['unread answers', () => get('/api/v1/openapi.json').repeat(10)],
  ])('[FLT204] comes within 5 s beside %s, and lets go of the directory', async (_what, bytes) => {
    const dataDir = join(dir, 'stopped');
    const stopped = await HubProcess.start({ dataDir, args: ['--feed', 'off'] });
    const at = Number(new URL(stopped.origin).port);
    const [plain, joined] = [await RawConnection.open(at), new RawScreen(at, { auth: { token: TEST_KEY } })];
    plain.send(bytes());
    plain.stopReading();
    await joined.settled();
    await joined.hello();
    const startedAt = performance.now();
    await stopped.stop();
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    const next = await HubProcess.start({ dataDir, args: ['--feed', 'off'] });
    await next.stop();
    plain.close();
    joined.close();
  });
});
