import { describe, expect, it } from 'vitest';
import { KEEPER_TICK_MS } from '../../server/hub/ClockKeeper.ts';
import type { Hub } from '../../server/hub/Hub.ts';
import { beijing } from '../support/beijingCase.ts';
import { accepted, filing, intake, laneHub } from '../support/laneHub.ts';
import { local } from '../support/sampleWork.ts';

const DAY = '2026-11-21';

/** An urgent case that Beijing's hub gave to a unit at 10:00: sign is due at 10:10, contact at 10:30, handle at 12:00. */
async function urgentCase() {
  const rig = await laneHub(beijing());
  const { hub, clock, start } = rig;
  const { state } = accepted(await hub.submit(filing(intake({ level: 'L1', hostUnitCode: '110101001' }))));
  const time = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(11, 23);
  /** The verdicts as told: which clock, when it was due, when it was seen. */
  const told = async (by: Hub) =>
    (await by.history(state.id)).flatMap(({ type, data }) =>
      type === 'CaseClockBreached' ? [`${data.clock} ${time(data.breachedAt)} ${time(data.detectedAt)}`] : [],
    );
  /** The hub stops, and the next one's first look is at that time. */
  const restart = async (running: Hub, firstLook: string) => {
    await running.close();
    clock.advance(local(`${DAY} ${firstLook}`) - KEEPER_TICK_MS - clock.now());
    const next = await start(firstLook);
    await clock.advanceAsync(KEEPER_TICK_MS);
    return next;
  };
  return { ...rig, state, told, restart };
}

describe('each breach fires exactly once', () => {
  it.each([
    ['10:10:00.000', []],
    ['10:10:00.001', ['sign 10:10:00.000 10:10:00.001']],
    ['10:30:00.001', ['sign 10:10:00.000 10:30:00.001', 'contact 10:30:00.000 10:30:00.001']],
    [
      '13:00:00.000',
      [
        'sign 10:10:00.000 13:00:00.000',
        'contact 10:30:00.000 13:00:00.000',
        'handle 12:00:00.000 13:00:00.000',
      ],
    ],
  ])('[K9] where the hub was down until %s: %j', async (firstLook, expected) => {
    const { hub, told, restart } = await urgentCase();
    const second = await restart(hub, firstLook);
    expect(await told(second)).toEqual(expected);
    const third = await restart(second, '13:00:00.250');
    expect((await told(third)).map((verdict) => verdict.split(' ')[0])).toEqual([
      'sign',
      'contact',
      'handle',
    ]);
    expect((await told(third)).slice(0, expected.length)).toEqual(expected);
    await third.close();
  });

  it('[K9] where the hub was killed between a firing and its record', async () => {
    const { hub, clock, told, restart, failNext } = await urgentCase();
    clock.stepWall(local(`${DAY} 10:10:00.001`) - clock.now() - KEEPER_TICK_MS);
    failNext(new Error('the power went'));
    await clock.advanceAsync(KEEPER_TICK_MS);
    expect([hub.load().failedGroups, await told(hub)]).toEqual([1, []]);
    const second = await restart(hub, '10:11:00.000');
    expect(await told(second)).toEqual(['sign 10:10:00.000 10:11:00.000']);
    const third = await restart(second, '10:12:00.000');
    expect(await told(third)).toHaveLength(1);
  });

  it('[K9] where it is fired twice at once', async () => {
    const { hub, clock, state, told } = await urgentCase();
    clock.stepWall(local(`${DAY} 10:10:00.001`) - clock.now());
    const fire = () =>
      hub.submit({
        actor: { role: 'system', id: 'clock' },
        priority: 'bulk',
        keys: [],
        command: { type: 'FireClocks', caseId: state.id, payload: { until: clock.now() } },
      });
    expect((await Promise.all([fire(), fire()])).every(({ ok }) => ok)).toBe(true);
    expect(await told(hub)).toEqual(['sign 10:10:00.000 10:10:00.001']);
  });
});
