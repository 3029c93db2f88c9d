import { constants, inflateRawSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FinishedPacket } from '../../server/sockets/FinishedPacket.ts';
import { RoomCaster } from '../../server/sockets/RoomCaster.ts';
import { Screens } from '../../server/sockets/Screens.ts';
import { Turnstile } from '../../server/sockets/Turnstile.ts';
import { must } from '../../shared/lib/assert.ts';
import { file } from '../support/apiCalls.ts';
import { startEdge } from '../support/startEdge.ts';

afterEach(() => vi.restoreAllMocks());

/** A screen that only remembers what it was sent. */
function listener() {
  const sent: FinishedPacket[] = [];
  return { sent, send: (packet: FinishedPacket) => sent.push(packet) };
}

describe('what many are sent', () => {
  it('[SOC40] is made once: all who join at one revision share the same snapshot and the same missed frames', async () => {
    const edge = await startEdge();
    const room = edge.hub.room('wall');
    for (let i = 0; i < 3; i++) {
      await file(edge, { externalId: `s-${i}` });
      room.flush();
    }
    // Nobody is cast to here, so the caster needs no namespace with anybody in it.
    const caster = new RoomCaster({ adapter: { rooms: new Map() } }, new Screens(edge.hub));
    const held = { table: 'kpi', scope: 'city' };
    const sent = [{}, { epoch: edge.hub.epoch, rev: 1 }].map((rest) =>
      [listener(), listener()].map((screen) => {
        caster.catchUp(screen, must(room.catchUp({ ...held, ...rest }), 'no such table'));
        return screen.sent;
      }),
    );
    const [snapshots, frames] = sent;
    expect(snapshots?.[0]).toHaveLength(1);
    expect(snapshots?.[0]?.[0]).toBe(snapshots?.[1]?.[0]);
    expect(frames?.[0]).toHaveLength(2);
    frames?.[0]?.forEach((packet, i) => expect(packet).toBe(frames[1]?.[i]));
    await edge.close();
  });

  it('[SOC41] is one finished frame, whatever its length', () => {
    for (const [length, head] of [
      [10, 2],
      [125, 4],
      [70_000, 10],
    ] as const) {
      const packet = new FinishedPacket('sync:beat', JSON.stringify('x'.repeat(length)));
      const [frame] = packet.optionsFor({ deflates: false }).wsPreEncodedFrame;
      expect(frame?.subarray(head).toString()).toBe(`4${packet.text}`);
      expect(frame?.[0]).toBe(0x81);
      expect(packet.optionsFor({ deflates: false })).toBe(packet.optionsFor({ deflates: false }));
    }
  });

  it('[SOC43] is compressed as RFC 7692 has it, where a socket agreed and there is something to gain', () => {
    const packet = new FinishedPacket('sync:beat', JSON.stringify('x'.repeat(5_000)));
    const [frame] = packet.optionsFor({ deflates: true }).wsPreEncodedFrame;
    const payload = must(frame, 'no frame').subarray(2);
    expect(frame?.[0]).toBe(0xc1);
    expect(payload.subarray(-4).toString('hex')).not.toBe('0000ffff');
    const whole = Buffer.concat([payload, Buffer.from([0, 0, 0xff, 0xff])]);
    const text = inflateRawSync(whole, { finishFlush: constants.Z_SYNC_FLUSH }).toString();
    expect(text).toBe(`4${packet.text}`);
    const small = new FinishedPacket('sync:beat', '1');
    expect(small.optionsFor({ deflates: true })).toBe(small.optionsFor({ deflates: false }));
  });
});

describe('newcomers', () => {
  it('[SOC42] are let in in their order, and hold nobody up for longer than a slice of a turn', async () => {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    const turnstile = new Turnstile();
    const seen: string[] = [];
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      turnstile.pass(() => {
        now += 2;
        seen.push(name);
      });
    }
    expect(seen).toEqual([]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual(['a', 'b', 'c']);
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('[SOC205] who have not shown who they are come after all others, the newest first, one a turn', async () => {
    const turnstile = new Turnstile();
    const seen: string[] = [];
    for (const name of ['a', 'b']) turnstile.passStranger(() => seen.push(name));
    turnstile.pass(() => seen.push('known'));
    turnstile.passStranger(() => seen.push('c'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual(['known', 'c']);
    await vi.waitFor(() => expect(seen).toEqual(['known', 'c', 'b', 'a']));
  });
});
