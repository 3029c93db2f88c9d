import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RawScreen } from '../support/RawScreen.ts';
import { INTAKE_KEY, startEdge } from '../support/startEdge.ts';
import type { Edge } from '../support/startEdge.ts';

let edge: Edge;
const open: RawScreen[] = [];
beforeEach(async () => {
  edge = await startEdge({ compressOnce: true });
});
afterEach(async () => {
  open.splice(0).forEach((one) => one.close());
  await edge.close();
});

async function join(deflate: boolean, headers: Readonly<Record<string, string>> = {}): Promise<RawScreen> {
  const joined = await new RawScreen(edge.port, { deflate, headers, auth: { token: INTAKE_KEY } }).settled();
  open.push(joined);
  await joined.hello([{ table: 'screens', scope: 'city' }]);
  return joined;
}

describe('frames compressed once', () => {
  it('[SOC30] reach those who agreed to it compressed, all others plain, and say the same', async () => {
    const agreed = await join(true);
    const plain = await join(false);
    const small = await join(false, {
      'Sec-WebSocket-Extensions': 'permessage-deflate; server_max_window_bits=10',
    });
    for (let i = 1; i < 150; i++) edge.hub.setRow('screens', [`S-${i}`, 'wall', 1, 'build', i, 40, 60, 0, 0]);
    edge.hub.room('wall').flush();
    const screens = [agreed, plain, small];
    const has = (one: RawScreen) =>
      one.named('sync:frame').some(({ bytes, isCompressed }) => bytes > 2_000 || isCompressed);
    await Promise.all(screens.map((one) => one.until(() => has(one))));
    const [packed, ...others] = screens.map((one) => one.named('sync:frame').at(-1));
    expect([packed, ...others].map((one) => one?.isCompressed)).toEqual([true, false, false]);
    expect(others.map((one) => one?.value)).toEqual([packed?.value, packed?.value]);
    expect((packed?.bytes ?? 0) / (others[0]?.bytes ?? 0)).toBeLessThan(0.25);
  });

  it('[SOC31] leave small messages and the answers to one socket as they are', async () => {
    const agreed = await join(true);
    edge.clock.advance(1_000);
    await agreed.until(() => agreed.named('sync:beat').length > 0);
    const heard = [...agreed.named('reply'), ...agreed.named('sync:beat')];
    expect(heard.map(({ isCompressed }) => isCompressed)).toEqual(heard.map(() => false));
  });
});
