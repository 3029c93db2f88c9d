import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { helloReplySchema, snapshotSchema, frameSchema, beatSchema } from '../../shared/contract/sync.ts';
import { LIVE_TABLES } from '../../shared/tables/liveTables.ts';
import { call, file } from '../support/apiCalls.ts';
import { RawScreen } from '../support/RawScreen.ts';
import { INTAKE_KEY, SCREEN_TOKEN, startEdge } from '../support/startEdge.ts';
import type { Edge } from '../support/startEdge.ts';

let edge: Edge;
let screen: RawScreen;
const open: RawScreen[] = [];
const KPI = { table: 'kpi', scope: 'city' };

async function join(token = INTAKE_KEY): Promise<RawScreen> {
  const joined = await new RawScreen(edge.port, { auth: { token } }).settled();
  open.push(joined);
  return joined;
}

beforeEach(async () => {
  edge = await startEdge();
  await file(edge);
  screen = await join();
});
afterEach(async () => {
  open.splice(0).forEach((one) => one.close());
  await edge.close();
});

describe('a hello', () => {
  it('[SOC10] is answered first, then each granted table comes whole, equal to what HTTP tells', async () => {
    const tables = Object.keys(LIVE_TABLES).map((table) => ({ table, scope: 'city' }));
    const reply = await screen.hello([
      ...tables,
      { table: 'nothing', scope: 'city' },
      { table: 'kpi', scope: 'x' },
    ]);
    expect(helloReplySchema.parse(reply)).toMatchObject({
      epoch: 'epoch-1',
      hubTime: edge.clock.now(),
      rate: 1,
      mode: 'live',
      city: 'sample',
      screen: 'S-001',
      granted: tables,
    });
    await screen.until(() => screen.named('sync:snapshot').length === tables.length);
    expect(screen.heard.map(({ event }) => event)).toEqual(['reply', ...tables.map(() => 'sync:snapshot')]);
    for (const { value } of screen.named('sync:snapshot')) {
      const snapshot = snapshotSchema.parse(value);
      const told = await call(edge, `/api/v1/tables/${snapshot.table}?scope=city`);
      expect(told.json).toEqual(snapshot);
    }
  });

  it('[SOC11] with a revision that is little behind is answered with the missed frames alone', async () => {
    await screen.hello([KPI]);
    await screen.until(() => screen.named('sync:snapshot').length === 1);
    const { rev, epoch } = snapshotSchema.parse(screen.named('sync:snapshot')[0]?.value);
    for (let i = 0; i < 3; i++) {
      await file(edge, { externalId: `missed-${i}` });
      edge.hub.room('wall').flush();
    }
    const late = await join();
    await late.hello([{ ...KPI, epoch, rev }]);
    await late.until(() => late.named('sync:frame').length === 3);
    const revs = late
      .named('sync:frame')
      .map(({ value }) => frameSchema.parse(value).tables.map((one) => one.rev));
    expect(revs).toEqual([[rev + 1], [rev + 2], [rev + 3]]);
    expect(late.named('sync:snapshot')).toEqual([]);
  });

  it('[SOC12] with another epoch, or up to date, is answered with the whole table, or with nothing', async () => {
    await screen.hello([KPI]);
    await screen.until(() => screen.named('sync:snapshot').length === 1);
    const { rev, epoch } = snapshotSchema.parse(screen.named('sync:snapshot')[0]?.value);
    await screen.hello([{ ...KPI, epoch: 'another', rev }]);
    await screen.until(() => screen.named('sync:snapshot').length === 2);
    await screen.hello([{ ...KPI, epoch, rev }]);
    await screen.hello([{ ...KPI, epoch, rev }]);
    expect(screen.named('sync:snapshot')).toHaveLength(2);
    expect(screen.named('sync:frame')).toEqual([]);
  });

  it('[SOC200] that names a table many times is answered once for it, as it was named first', async () => {
    const { epoch, rev } = edge.hub.room('wall').snapshotOf('kpi')?.snapshot ?? {};
    const many = Array.from({ length: 20 }, () => [{ ...KPI, epoch, rev }, KPI]).flat();
    expect((await screen.hello(many))['granted']).toEqual([KPI]);
    // What a second hello is sent comes after all that the first one was.
    await screen.hello([KPI]);
    await screen.until(() => screen.named('sync:snapshot').length === 1);
    expect(screen.heard.map(({ event }) => event)).toEqual(['reply', 'reply', 'sync:snapshot']);
  });

  it('[SOC13] is refused for another version of the contract and for a malformed one, with every bad field', async () => {
    const version = await screen.hello([KPI], { contractVersion: 99 });
    expect(version).toEqual({
      ok: false,
      refusal: { code: 'contract_version', facts: { hub: 1, screen: 99 } },
    });
    const bad = await screen.hello([{ table: 5, scope: 'city' }], { surface: 'roof', more: 1 });
    expect(bad).toEqual({
      ok: false,
      refusal: {
        code: 'invalid_input',
        faults: [
          { field: 'surface', fault: 'not_in_list' },
          { field: 'tables.0.table', fault: 'wrong_type' },
          { field: 'more', fault: 'unknown_field' },
        ],
      },
    });
    expect(edge.sockets.screenCount()).toBe(0);
  });

  it('[SOC14] of a paired screen opens the wall only; a program may look at every surface', async () => {
    const wall = await join(SCREEN_TOKEN);
    const refused = await wall.hello([KPI], { surface: 'console' });
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'not_allowed' } });
    expect(await wall.hello([KPI])).toMatchObject({ ok: true });
    for (const surface of ['console', 'leader', 'wall']) {
      expect(await screen.hello([KPI], { surface })).toMatchObject({ ok: true });
    }
  });
});

describe('what follows', () => {
  it('[SOC15] each change reaches every screen of the room once, at the next revision, encoded once', async () => {
    const other = await join();
    await Promise.all([screen.hello([KPI]), other.hello([KPI])]);
    const packets = async () => (await edge.registry.metrics()).match(/room_packets (\d+)/)?.[1];
    const before = Number(await packets());
    await file(edge, { externalId: 'next' });
    edge.hub.room('wall').flush();
    await Promise.all([screen, other].map((one) => one.until(() => one.named('sync:frame').length > 0)));
    const [mine, theirs] = [screen, other].map((one) => one.named('sync:frame'));
    expect(mine).toEqual(theirs);
    expect(mine).toHaveLength(1);
    const frame = frameSchema.parse(mine?.[0]?.value);
    expect(frame.seq).toBe(edge.hub.seq);
    expect(frame.tables.find(({ table }) => table === 'kpi')?.rev).toBe(2);
    expect(Number(await packets()) - before).toBe(1);
  });

  it('[SOC16] a screen that joins while things change misses nothing and gets nothing twice', async () => {
    await screen.hello([KPI]);
    for (let i = 0; i < 5; i++) {
      // The filing's own frame waits for the tick, so that the hello finds the room unflushed.
      await file(edge, { externalId: `race-${i}` });
      const late = await join();
      await late.hello([KPI]);
      await late.until(() => late.named('sync:snapshot').length === 1);
      expect(late.named('sync:frame')).toEqual([]);
      await screen.until(() => screen.named('sync:frame').length === i + 1);
      const revs = screen
        .named('sync:frame')
        .flatMap(({ value }) => frameSchema.parse(value).tables)
        .filter(({ table }) => table === 'kpi')
        .map(({ rev }) => rev);
      expect(revs).toEqual(revs.map((_rev, at) => (revs[0] ?? 0) + at));
      expect(snapshotSchema.parse(late.named('sync:snapshot')[0]?.value).rev).toBe(revs.at(-1));
    }
  });

  it('[TIC4] a beat sends no frame of its own, and says the seq up to which all is shown', async () => {
    await screen.hello([KPI]);
    edge.clock.advance(990);
    await file(edge, { externalId: 'at once' });
    const shown = edge.hub.seq;
    edge.clock.advance(5);
    await file(edge, { externalId: 'waits for the tick' });
    edge.clock.advance(5);
    edge.clock.advance(16);
    await screen.until(() => screen.named('sync:frame').length === 2);
    const told = screen.heard.filter(({ event }) => event !== 'sync:snapshot' && event !== 'reply');
    expect(told.map(({ event, value }) => [event, value['seq']])).toEqual([
      ['sync:frame', shown],
      ['sync:beat', shown],
      ['sync:frame', edge.hub.seq],
    ]);
    edge.clock.advance(1_000);
    await screen.until(() => screen.named('sync:beat').length === 2);
    expect(screen.named('sync:beat')[1]?.value['seq']).toBe(edge.hub.seq);
  });

  it('[SOC17] a beat comes every second, changed or not, to those who said hello', async () => {
    const silent = await join();
    await screen.hello([KPI]);
    edge.clock.advance(3_000);
    await screen.until(() => screen.named('sync:beat').length === 3);
    expect(screen.named('sync:beat').map(({ value }) => beatSchema.parse(value).hubTime)).toEqual(
      [2_000, 1_000, 0].map((ago) => edge.clock.now() - ago),
    );
    expect(silent.heard).toEqual([]);
  });

  it('[SOC220] no word that a caller or a screen chose stands in a table', async () => {
    const words = ['张三13800138000', 'constructor', '__proto__'];
    for (const [i, word] of words.entries())
      await file(edge, {
        externalId: `w${i}`,
        channel: word,
        source: word,
        title: word,
        requester: { name: word },
      });
    await screen.hello([KPI]);
    const report = { seq: 3, heapMb: 40, fps: 60, driftMs: -2 };
    for (const build of [...words, '0.1.0 张三', '13800138000', '0.1.0+13800138000z']) {
      screen.emit('screen:report', { ...report, build });
      await screen.hello([KPI]);
      edge.clock.advance(5_000);
      const room = edge.hub.room('wall');
      const told = Object.keys(LIVE_TABLES).map(
        (table) => room.has(table, 'city') && room.snapshotOf(table)?.text,
      );
      for (const word of [...words, build]) expect(told.join()).not.toContain(`"${word}`);
      expect(told.join()).not.toMatch(/张三|13800138000/);
    }
    expect(edge.hub.room('wall').snapshotOf('screens')?.snapshot.rows[0]?.slice(3)).toEqual([
      ...['unknown', 3, 40, 60, -2, 0],
    ]);
  });

  it('[SOC18] every screen has a row with what it last said, written with the beat, gone when it goes', async () => {
    const row = (id: string) =>
      edge.hub
        .room('wall')
        .snapshotOf('screens')
        ?.snapshot.rows.find(([key]) => key === id);
    const since = edge.clock.now();
    await screen.hello([KPI]);
    expect(edge.sockets.screenCount()).toBe(1);
    edge.clock.advance(1_000);
    expect(row('S-001')).toEqual(['S-001', 'wall', since, null, null, null, null, null, 0]);
    screen.emit('screen:report', { build: '0.1.0+abc', seq: 3, heapMb: 40, fps: 60, driftMs: -2 });
    screen.emit('screen:report', { build: 'x'.repeat(99) });
    await screen.hello([KPI]);
    edge.clock.advance(4_000);
    expect(row('S-001')).toEqual(['S-001', 'wall', since, '0.1.0+abc', 3, 40, 60, -2, 0]);
    const second = await join();
    await second.hello([KPI]);
    screen.close();
    await waitFor(second, () => edge.sockets.screenCount() === 1);
    edge.clock.advance(1_000);
    expect([row('S-001'), row('S-002')?.[0]]).toEqual([undefined, 'S-002']);
  });
});

/** Turns of the event loop, driven by a socket that answers, until something at the hub has happened. */
async function waitFor(by: RawScreen, condition: () => boolean): Promise<void> {
  while (!condition()) await by.hello([]);
}
