import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { HubProcess, TEST_KEY } from '../support/HubProcess.ts';
import { LiveScreen } from '../support/LiveScreen.ts';
import { RawConnection } from '../support/RawConnection.ts';
import { RawScreen } from '../support/RawScreen.ts';
import { openDescriptors } from '../support/openDescriptors.ts';
import { residentMb } from '../support/residentMb.ts';
import { suiteDir } from '../support/suiteDir.ts';

const dir = suiteDir();
let hub: HubProcess;
let port: number;
const open: { close: () => void }[] = [];

beforeAll(async () => {
  hub = await HubProcess.start({ dataDir: join(dir, 'data'), args: ['--feed', 'off'] });
  port = Number(new URL(hub.origin).port);
});
afterAll(() => hub?.stop());
afterEach(() => open.splice(0).forEach((one) => one.close()));

function opened<T extends { close: () => void }>(one: T): T {
  open.push(one);
  return one;
}

const HANDSHAKE = () =>
  `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\n` +
  'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
const descriptors = (): number => openDescriptors(hub.pid);
const answers = async (): Promise<number> => (await fetch(`${hub.origin}/healthz`)).status;

describe('sockets that have not shown who they are', () => {
  it('[SOC202] keep no paired screen out, however many ask at once, and are gone in seconds', async () => {
    await answers();
    const files = descriptors();
    const screens = [opened(new LiveScreen(hub.origin, hub.screenToken))];
    await Promise.all(screens.map((screen) => screen.until(() => screen.isSettled)));
    const startedAt = performance.now();
    const strangers = Array.from({ length: 1_050 }, () => opened(new RawConnection(port, HANDSHAKE())));
    const late = opened(new RawScreen(port, { auth: { token: hub.screenToken } }));
    strangers.push(...Array.from({ length: 1_050 }, () => opened(new RawConnection(port, HANDSHAKE()))));
    await late.settled();
    expect(late.admitted).toBe('connected');
    expect(await late.hello()).toMatchObject({ ok: true });
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    // Three seconds at most until the upgrade, and three to join.
    await vi.waitFor(() => expect(descriptors() - files).toBeLessThan(6), 9_000);
    expect(strangers.filter(({ isClosed }) => isClosed).length).toBeGreaterThan(2_090);
    // The screen that was there never lost its place.
    expect(screens.map(({ hellos }) => hellos)).toEqual([1]);
  });
});

describe('frames of any kind', () => {
  const kinds: readonly (readonly [string, Buffer])[] = [
    ['pings', Buffer.from([0x89, 0x80, 0, 0, 0, 0])],
    ['pongs', Buffer.from([0x8a, 0x80, 0, 0, 0, 0])],
    ['pieces of a message', Buffer.from([0x00, 0x80, 0, 0, 0, 0])],
    ['pongs of the library', Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0x33])],
    ['noops', Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0x36])],
    ['empty texts', Buffer.from([0x81, 0x80, 0, 0, 0, 0])],
  ];
  it.each(kinds)('[SOC203] count against the rate, before and after joining: %s', async (_what, frame) => {
    const flood = Buffer.concat(Array<Buffer>(60_000).fill(frame));
    const longest = longestAnswer();
    for (const auth of [{}, { token: TEST_KEY }]) {
      const one = opened(new RawScreen(port, { auth }));
      await one.settled();
      const before = await hub.metric('whistleboard_socket_cuts_total{reason="rate"}').catch(() => 0);
      if (frame[0] === 0) one.bytes(Buffer.from([0x01, 0x80, 0, 0, 0, 0]));
      one.bytes(flood);
      await one.until(() => one.isClosed);
      expect(await hub.metric('whistleboard_socket_cuts_total{reason="rate"}')).toBe(before + 1);
    }
    expect(await longest()).toBeLessThan(1_000);
  });

  /** Asks all the time how the hub does; resolves with the longest that an answer took, once it is called. */
  function longestAnswer(): () => Promise<number> {
    let isOver = false;
    const asking = (async () => {
      let longest = 0;
      while (!isOver) {
        const startedAt = performance.now();
        await answers();
        longest = Math.max(longest, performance.now() - startedAt);
      }
      return longest;
    })();
    return () => {
      isOver = true;
      return asking;
    };
  }
});

describe('sockets that ask and never read', () => {
  const asks: readonly (readonly [string, (one: RawScreen, n: number) => void])[] = [
    ['hellos', (one, n) => one.text(`42/live,${n}["sync:hello",${JSON.stringify(HELLO)}]`)],
    ['bad hellos', (one, n) => one.text(`42/live,${n}["sync:hello",${JSON.stringify(BAD)}]`)],
    ['namespaces that are none', (one) => one.text(`40/${'x'.repeat(60_000)},`)],
    ['pings', (one) => one.frame(0x89, Buffer.alloc(125))],
  ];
  it.each(asks)('[SOC204] have little waiting for them: %s', async (_what, ask) => {
    const before = residentMb(hub.pid);
    let most = before;
    for (const auth of [{}, { token: TEST_KEY }]) {
      const some = Array.from({ length: 14 }, () => opened(new RawScreen(port, { auth })));
      await Promise.all(some.map((one) => one.settled()));
      some.forEach((one) => one.stopReading());
      // As fast as the rate allows, until the hub has had enough of each or has sent what it may.
      for (let n = 0; n < 160 && (await stillOpen(some)); n++) {
        some.forEach((one) => ask(one, n));
        for (let i = 0; i < 3; i++) await answers();
        most = Math.max(most, residentMb(hub.pid));
        await new Promise((resolve) => setImmediate(resolve));
      }
      some.forEach((one) => one.close());
    }
    // Most of it is what parsing leaves behind until it is collected.
    expect(most - before).toBeLessThan(120);
  });

  const HELLO = {
    contractVersion: 1,
    surface: 'wall',
    tables: Array.from({ length: 40 }, () => ({ table: 'kpi', scope: 'city' })),
  };
  const BAD = Object.fromEntries(Array.from({ length: 190 }, (_one, i) => [`${i}`.padEnd(190, 'x'), 1]));

  async function stillOpen(some: readonly RawScreen[]): Promise<boolean> {
    await answers();
    return some.some(({ isClosed }) => !isClosed);
  }
});
