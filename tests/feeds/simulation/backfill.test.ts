import { describe, expect, it } from 'vitest';
import type { FeedPort } from '../../../server/feeds/FeedPort.ts';
import type { MemoryStore } from '../../../server/store/memory/MemoryStore.ts';
import type { CaseEvent } from '../../../shared/domain/case/CaseEvent.ts';
import { readJson } from '../../../server/readJson.ts';
import type { FakeClock } from '../../support/FakeClock.ts';
import { SeededRandom } from '../../support/seededRandom.ts';
import { fewerCases, simulatedHub, twoDistricts } from '../../support/simulatedHub.ts';
import { tempDir } from '../../support/tempDir.ts';
import { caseEventsOf } from '../../support/caseEventsOf.ts';

const city = twoDistricts();
const NOON = Date.UTC(2026, 10, 24, 4);
const DAY_MS = 86_400_000;

interface Mortality {
  readonly calls: number;
  readonly killsBefore: boolean;
  readonly callMs?: number;
}

/**
 * A process's port that dies at its `calls`-th call, which has happened or has not; none ever answers again. Each
 * call takes a moment of the machine's time.
 */
function mortal(port: FeedPort, machine: FakeClock, { calls, killsBefore, callMs = 200 }: Mortality) {
  let left = calls;
  const life = { port, died: false };
  let onDeath: () => void = () => {};
  const death = new Promise<void>((resolve) => {
    onDeath = resolve;
  });
  const die = () => {
    life.died = true;
    onDeath();
    return new Promise<never>(() => {});
  };
  const call = async <T>(act: () => Promise<T>): Promise<T> => {
    if (life.died) return die();
    if (callMs > 0) machine.advance(callMs);
    left--;
    if (left === 0 && killsBefore) return die();
    const answer = await act();
    return left <= 0 ? die() : answer;
  };
  life.port = {
    submit: (intakes) => call(() => port.submit(intakes)),
    command: (...order) => call(() => port.command(...order)),
    end: (...order) => call(() => port.end(...order)),
    read: (caseNo) => call(() => port.read(caseNo)),
  };
  return { port: life.port, death };
}

async function eventsOf(store: MemoryStore): Promise<readonly CaseEvent[]> {
  return caseEventsOf(store);
}

describe('the making up of the past', () => {
  it('[BKF1] goes through the lane until hub time is the machine’s, and the feed’s row says so meanwhile', async () => {
    const { store, machine, life } = simulatedHub(city, fewerCases(300, 2), tempDir(), NOON);
    const { feed, clock, told, rows } = await life();
    await feed.caughtUp;
    expect(clock.now()).toBe(machine.wall());
    await feed.stop();
    const events = await eventsOf(store);
    expect(events[0]?.at).toBeLessThan(NOON - 2 * DAY_MS + 3_600_000);
    expect(events.at(-1)?.at).toBeGreaterThan(NOON - 3_600_000);
    const filed = events.filter(({ type }) => type === 'CaseRegistered').length;
    expect(filed).toBeGreaterThan(450);
    expect(told[0]).toMatchObject({ fromAt: NOON - 2 * DAY_MS, untilAt: NOON });
    expect(told.at(-1)).toMatchObject({ at: NOON, cases: filed });
    const states = rows.map(([, , state]) => state);
    expect(states[0]).toBe('running');
    expect(states.filter((state) => state === 'backfilling').length).toBeGreaterThan(100);
    expect(rows.at(-1)).toEqual(['simulate', 'simulate', 'running', filed, null, 0, 0, 0, null]);
  });

  it('[BKF2] a stop ends it, and the next start goes on from there', async () => {
    const { store, life } = simulatedHub(city, fewerCases(300, 2), tempDir(), NOON);
    const first = await life();
    await expect.poll(() => first.told.length).toBeGreaterThan(20);
    await first.feed.stop();
    await first.die();
    const before = (await eventsOf(store)).length;
    expect(first.clock.now()).toBeLessThan(NOON - DAY_MS);
    const second = await life();
    await second.feed.caughtUp;
    await second.feed.stop();
    expect(second.told[0]?.fromAt).toBeGreaterThan(NOON - 2 * DAY_MS);
    expect((await eventsOf(store)).length).toBeGreaterThan(before * 2);
    expect(second.log.lines).toEqual([]);
  });

  it.each([1, 2, 3])(
    '[BKF3] after kills numbers go on without gap or repeat and no open case is left behind (seed %i)',
    { timeout: 120_000 },
    async (seed) => {
      const random = new SeededRandom(seed);
      const dir = tempDir();
      const { store, machine, life } = simulatedHub(city, fewerCases(250, 2), dir, NOON);
      let saves = 0;
      for (let lives = 0; lives < 6; lives++) {
        let death: Promise<void> = Promise.resolve();
        const calls = 1 + random.below(250);
        const { die } = await life((port) => {
          const one = mortal(port, machine, { calls, killsBefore: random.chance(0.5) });
          death = one.death;
          return one.port;
        });
        await death;
        await die();
        if ((readJson(`${dir}/simulate.json`) as { next: number }).next > 0) saves++;
      }
      const { feed, log, hub } = await life();
      await feed.caughtUp;
      await feed.stop();
      expect(log.lines).toEqual([]);
      expect(saves).toBeGreaterThan(0);
      const events = await eventsOf(store);
      const filed = events.filter(({ type }) => type === 'CaseRegistered').map(({ caseId }) => caseId);
      const { next, acts } = readJson(`${dir}/simulate.json`) as { next: number; acts: [number, string][] };
      expect(filed.length).toBe(next);
      expect(new Set(acts.map(([n]) => n)).size).toBe(acts.length);
      expect(hub.load().openCases).toBe(acts.length);
    },
  );

  it(
    '[BKF3] a kill after many hub days within one real moment files nothing a second time',
    { timeout: 120_000 },
    async () => {
      const dir = tempDir();
      const { store, machine, life } = simulatedHub(city, fewerCases(60, 9), dir, NOON);
      let death: Promise<void> = Promise.resolve();
      const { die, clock } = await life((port) => {
        // None of these calls takes any time: only hub time says that the place is to be written down.
        const one = mortal(port, machine, { calls: 1_500, killsBefore: false, callMs: 0 });
        death = one.death;
        return one.port;
      });
      await death;
      await die();
      expect(clock.now()).toBeGreaterThan(NOON - 5 * DAY_MS);
      const { nextAt } = readJson(`${dir}/simulate.json`) as { nextAt: number };
      expect(clock.now() - nextAt).toBeLessThan(1.5 * DAY_MS);
      const { feed, log, hub } = await life();
      await feed.caughtUp;
      await feed.stop();
      expect(log.lines).toEqual([]);
      const filed = (await eventsOf(store)).filter(({ type }) => type === 'CaseRegistered').length;
      const { next, acts } = readJson(`${dir}/simulate.json`) as { next: number; acts: unknown[] };
      expect(filed).toBe(next);
      expect(hub.load().openCases).toBe(acts.length);
    },
  );

  it('[BKF5] a directory left alone for longer than the past is made goes on where it stood', async () => {
    const { machine, life } = simulatedHub(city, fewerCases(100, 1), tempDir(), NOON);
    const first = await life();
    await first.feed.caughtUp;
    await first.feed.stop();
    await first.die();
    machine.stepWall(3 * DAY_MS);
    const second = await life();
    await second.feed.caughtUp;
    expect(second.told).toEqual([]);
    expect(second.clock.now()).toBeLessThan(NOON + 60_000);
    await second.feed.stop();
  });
});
