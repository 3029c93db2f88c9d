import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashKey } from '../../server/http/access/Access.ts';
import { call, file } from '../support/apiCalls.ts';
import { RawScreen } from '../support/RawScreen.ts';
import { INTAKE_KEY, SCREEN_TOKEN, startEdge } from '../support/startEdge.ts';
import type { Edge } from '../support/startEdge.ts';

let edge: Edge;
const open: RawScreen[] = [];

async function join(token = INTAKE_KEY): Promise<RawScreen> {
  const joined = await new RawScreen(edge.port, { auth: { token } }).settled();
  open.push(joined);
  return joined;
}

beforeEach(async () => {
  edge = await startEdge();
});
afterEach(async () => {
  open.splice(0).forEach((one) => one.close());
  await edge.close();
});

const cuts = async (): Promise<Readonly<Record<string, number>>> =>
  Object.fromEntries(
    [...(await edge.registry.metrics()).matchAll(/socket_cuts_total\{reason="(\w+)"\} (\d+)/g)].map(
      ([, reason, count]) => [reason, Number(count)],
    ),
  );

describe('a screen whose token is revoked', () => {
  it('[SOC221] is cut off at once, and the others go on', async () => {
    const [wall, program] = [await join(SCREEN_TOKEN), await join()];
    await wall.hello();
    edge.access.use([
      { actor: { role: 'integration', id: 'intake' }, hash: hashKey(INTAKE_KEY) },
      { actor: { role: 'wall', id: 'screen-2' }, hash: hashKey('another-screen-token') },
    ]);
    await wall.until(() => wall.isClosed);
    expect(await program.hello()).toMatchObject({ ok: true });
    expect(await (await join('another-screen-token')).hello()).toMatchObject({ ok: true });
  });
});

describe('what a socket may say', () => {
  it('[SOC20] a wall is cut off at anything but its hello and its report', async () => {
    for (const say of [
      (wall: RawScreen) => wall.emit('action:Sign', {}),
      (wall: RawScreen) => wall.text('42/live,7["action:Sign",{}]'),
      (wall: RawScreen) => wall.emit('join', 'console:city'),
      (wall: RawScreen) => wall.emit('sync:frame', {}),
      (wall: RawScreen) => wall.emit('constructor'),
      // A hello to which no answer is wanted is none.
      (wall: RawScreen) => wall.emit('sync:hello', {}),
      (wall: RawScreen) => wall.emit('sync:hello', {}, 'reply'),
    ]) {
      const wall = await join(SCREEN_TOKEN);
      await wall.hello();
      say(wall);
      await wall.until(() => wall.isClosed);
    }
    const wall = await join(SCREEN_TOKEN);
    wall.emit('screen:report', { build: 'x', seq: 1, heapMb: 1, fps: 60, driftMs: 0 });
    wall.emit('screen:report', null);
    expect(await wall.hello()).toMatchObject({ ok: true });
    expect(await cuts()).toEqual({ other_event: 5, no_reply: 2 });
  });

  it('[SOC21] a program is told that actions do not exist yet, and cut off at what the contract does not name', async () => {
    const program = await join();
    program.text('42/live,7["action:Sign",{}]');
    await program.until(() => program.named('reply').length === 1);
    expect(program.named('reply')[0]?.value).toEqual({ ok: false, refusal: { code: 'not_built_yet' } });
    program.emit('nonsense');
    await program.until(() => program.isClosed);
  });

  it('[SOC22] too large, too deep, too many keys, binary: the connection ends, and nothing is acted on', async () => {
    const nested = '['.repeat(9) + ']'.repeat(9);
    const keys = JSON.stringify(Object.fromEntries(Array.from({ length: 201 }, (_one, i) => [`k${i}`, 1])));
    for (const send of [
      (one: RawScreen) => one.text(`42/live,["screen:report","${'x'.repeat(65_536)}"]`),
      (one: RawScreen) => one.text(`42/live,1["sync:hello",${nested}]`),
      (one: RawScreen) => one.text(`42/live,1["sync:hello",${keys}]`),
      (one: RawScreen) => one.text('451-/live,["sync:hello",{"_placeholder":true,"num":0}]'),
      (one: RawScreen) => one.frame(0x82, Buffer.from([1, 2, 3])),
    ]) {
      const one = await join();
      send(one);
      await one.until(() => one.isClosed);
      expect(one.named('reply')).toEqual([]);
    }
    expect(await cuts()).toMatchObject({ shape: 2, binary: 2 });
    const sound = await join();
    sound.emit('screen:report', { text: '[[[[[[[[[[:::"\\"' });
    expect(await sound.hello()).toMatchObject({ ok: true });
  });

  it('[SOC23] beyond 20 messages a second with a burst of 40 the connection ends', async () => {
    const calm = await join();
    for (let i = 0; i < 38; i++) calm.emit('screen:report', {});
    expect(await calm.hello()).toMatchObject({ ok: true });
    edge.clock.advance(1_000);
    for (let i = 0; i < 19; i++) calm.emit('screen:report', {});
    expect(await calm.hello()).toMatchObject({ ok: true });
    for (let i = 0; i < 2; i++) calm.emit('screen:report', {});
    await calm.until(() => calm.isClosed);
    expect(await cuts()).toEqual({ rate: 1 });
  });

  it('[SOC24] no malformed packet stops the hub', async () => {
    const packets = [
      '',
      '9',
      '4',
      '42',
      '42/live',
      '42/live,',
      '42/live,[',
      '42/live,{}',
      '42/live,[null]',
      '43/live,99[]',
    ];
    packets.push(
      '41/live,',
      '44/live,{}',
      '40/live,{}',
      '45-/live,[]',
      '451',
      '2probe',
      '6',
      '\ud800',
      'b4AAAA',
    );
    packets.push(
      '42/live,1["error"]',
      '42/live,["disconnect"]',
      '42/live,["__proto__"]',
      '42/live,1["sync:hello"]',
    );
    for (const packet of packets) {
      const one = await join();
      one.text(packet);
      await Promise.race([one.hello(), one.until(() => one.isClosed)]);
      one.close();
    }
    for (const bytes of [
      [0x81, 0xff],
      [0xf1, 0x80, 0, 0, 0, 0],
      [0x81, 0x85, 1, 2, 3, 4, 0xff, 0xfe, 0, 0, 0],
    ]) {
      const one = await join();
      one.bytes(Buffer.from(bytes));
      one.close();
    }
    expect((await call(edge, '/healthz')).status).toBe(200);
    expect(await (await join()).hello()).toMatchObject({ ok: true });
  });
});

describe('a screen that does not read', () => {
  /** Fills its queue beyond the limit, at the pace of one that reads: the kernel takes what it can, the rest stays. */
  async function stall(slow: RawScreen, pace: RawScreen): Promise<void> {
    slow.stopReading();
    for (let i = 0; !(await edge.registry.metrics()).includes('screens_stalled 1'); i++) {
      const before = pace.named('sync:frame').length;
      edge.hub.setRow('screens', ['S-w', 'wall', i, 'x'.repeat(60_000), null, null, null, null, 0]);
      edge.hub.room('wall').flush();
      await pace.until(() => pace.named('sync:frame').length > before);
      if (i % 4 === 0) edge.clock.advance(250);
    }
  }

  it('[SOC25] leaves its room, is counted, and costs nobody else a frame', async () => {
    const slow = await join();
    const quick = await join();
    await slow.hello();
    await quick.hello();
    await stall(slow, quick);
    const before = quick.named('sync:frame').length;
    await file(edge);
    edge.hub.room('wall').flush();
    await quick.until(() => quick.named('sync:frame').length > before);
    const deliveries = async () =>
      Number((await edge.registry.metrics()).match(/room_deliveries (\d+)/)?.[1]);
    const packets = await deliveries();
    await file(edge, { externalId: 'one-more' });
    edge.hub.room('wall').flush();
    expect((await deliveries()) - packets).toBe(1);
    edge.clock.advance(5_000);
    const rows = edge.hub.room('wall').snapshotOf('screens')?.snapshot.rows;
    expect(rows?.find(([id]) => id === 'S-001')?.at(-1)).toBe(1);
  });

  it('[SOC26] gets whole tables and the frames after them once it has read what waited', async () => {
    const slow = await join();
    const quick = await join();
    await slow.hello();
    await quick.hello();
    await stall(slow, quick);
    await file(edge);
    slow.readOn();
    const snapshots = slow.named('sync:snapshot').length;
    await slow.until(() => {
      edge.clock.advance(250);
      return slow.named('sync:snapshot').length > snapshots;
    });
    const last = slow.named('sync:snapshot').at(-1)?.value;
    expect(last).toEqual(edge.hub.room('wall').snapshotOf('kpi')?.snapshot);
    const frames = slow.named('sync:frame').length;
    await file(edge, { externalId: 'after' });
    edge.hub.room('wall').flush();
    await slow.until(() => slow.named('sync:frame').length > frames);
  });

  it('[SOC60] gets what waited in the order in which it was sent, answers included', async () => {
    const slow = await join();
    const quick = await join();
    await slow.hello();
    await quick.hello();
    slow.stopReading();
    // More than the kernel keeps. Nobody looks at the queues, since the hub's clock stands still.
    for (let i = 0; i < 200; i++) {
      edge.hub.setRow('screens', ['S-w', 'wall', i, 'x'.repeat(60_000), null, null, null, null, 0]);
      edge.hub.room('wall').flush();
      await quick.until(() => quick.named('sync:frame').length > i);
    }
    const asked = [slow.hello(), slow.hello(), slow.hello()];
    // A hello of another screen that is answered came after those of this one.
    await quick.hello();
    slow.readOn();
    await Promise.all(asked);
    await slow.until(() => slow.named('sync:snapshot').length === 4);
    const frames = quick.named('sync:frame').map(({ value }) => value);
    expect(slow.named('sync:frame').map(({ value }) => value)).toEqual(frames);
    const hello = ['reply', 'sync:snapshot'];
    expect(slow.heard.map(({ event }) => event)).toEqual([
      ...hello,
      ...frames.map(() => 'sync:frame'),
      ...hello,
      ...hello,
      ...hello,
    ]);
  });

  it('[SOC27] is let go after a minute', async () => {
    const slow = await join();
    const quick = await join();
    await slow.hello();
    await quick.hello();
    await stall(slow, quick);
    edge.clock.advance(60_500);
    expect(await cuts()).toEqual({ unread: 1 });
    slow.readOn();
    await slow.until(() => slow.isClosed);
    expect(edge.sockets.screenCount()).toBe(1);
  });
});

describe('the end', () => {
  it('[SOC28] closing ends every connection, those that do not read among them', async () => {
    const some = [await join(), await join()];
    await Promise.all(some.map((one) => one.hello()));
    some[0]?.stopReading();
    await edge.sockets.close();
    some[0]?.readOn();
    await Promise.all(some.map((one) => one.until(() => one.isClosed)));
    expect(edge.sockets.screenCount()).toBe(0);
  });
});
