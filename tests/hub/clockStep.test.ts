import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { watchClock } from '../../server/clock/watchClock.ts';
import { KEEPER_TICK_MS } from '../../server/hub/ClockKeeper.ts';
import { openHub } from '../../server/hub/openHub.ts';
import type { EventStore } from '../../server/store/EventStore.ts';
import { MemoryStore } from '../../server/store/memory/MemoryStore.ts';
import { SqliteStore } from '../../server/store/sqlite/SqliteStore.ts';
import { FakeClock } from '../support/FakeClock.ts';
import { accepted, filing, intake, ordering } from '../support/laneHub.ts';
import { plainVault } from '../support/plainVault.ts';
import { quietLog } from '../support/quietLog.ts';
import { callbackCity } from '../support/sampleCity.ts';
import { tempDir } from '../support/tempDir.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A hub on a watched machine clock, with one urgent case at its unit: sign 10 min, contact 30 min, handle 2 h. */
async function watchedHub(open: () => EventStore = () => new MemoryStore()) {
  const clock = new FakeClock();
  const log = quietLog();
  const start = () =>
    openHub({
      ...{ store: open(), vault: plainVault(), city: callbackCity(), clock, log },
      ...{ mode: 'live', epoch: 'e', holdBreaches: watchClock(clock, log).holdBreaches },
    });
  const hub = await start();
  const named = { level: 'L1', kind: 'help', hostUnitCode: 'ROADS' } as const;
  const { state } = accepted(await hub.submit(filing(intake(named))));
  const breaches = async () =>
    (await hub.history(state.id)).flatMap((event) =>
      event.type === 'CaseClockBreached' ? [event.data] : [],
    );
  const kinds = async () => (await breaches()).map(({ clock: kind }) => kind);
  const sign = () => hub.submit(ordering({ type: 'Sign', caseId: state.id, payload: {} }));
  const steps = () => log.lines.filter((line) => line.includes('ClockStep'));
  return { clock, hub, state, breaches, kinds, sign, steps, start };
}

describe('a step of the machine’s clock', () => {
  it.each([2_001, 3 * HOUR])(
    '[K8] of +%i ms records no breach before 60 s have passed without another',
    async (step) => {
      const { clock, state, breaches, kinds, steps } = await watchedHub();
      await clock.advanceAsync(10 * MINUTE - 2 * KEEPER_TICK_MS);
      clock.stepWall(step);
      // The keeper's next look sees it, before the second in which the clock is looked at anyway is over.
      await clock.advanceAsync(KEEPER_TICK_MS);
      expect(steps()).toHaveLength(1);
      await clock.advanceAsync(59_999);
      expect(await kinds()).toEqual([]);
      await clock.advanceAsync(1);
      expect(await kinds()).toEqual(step === 2_001 ? ['sign'] : ['sign', 'contact', 'handle']);
      expect((await breaches())[0]).toEqual({
        clock: 'sign',
        breachedAt: state.registeredAt + 10 * MINUTE,
        detectedAt: clock.now(),
      });
    },
  );

  it('[K8] of 2,000 ms holds nothing', async () => {
    const { clock, kinds, steps } = await watchedHub();
    await clock.advanceAsync(10 * MINUTE - 2 * KEEPER_TICK_MS);
    clock.stepWall(2_000);
    await clock.advanceAsync(KEEPER_TICK_MS);
    expect(await kinds()).toEqual(['sign']);
    expect(steps()).toEqual([]);
  });

  it.each([-2_001, 2_001])('[K8] of %i ms within the 60 s begins them anew', async (second) => {
    const { clock, kinds, steps } = await watchedHub();
    clock.stepWall(3 * HOUR);
    await clock.advanceAsync(KEEPER_TICK_MS);
    await clock.advanceAsync(59_000);
    clock.stepWall(second);
    await clock.advanceAsync(KEEPER_TICK_MS);
    await clock.advanceAsync(59_999);
    expect(await kinds()).toEqual([]);
    await clock.advanceAsync(1);
    expect(await kinds()).toEqual(['sign', 'contact', 'handle']);
    expect(steps()).toHaveLength(2);
  });

  it('[K8] is seen by the first command after it: none of them records a breach either', async () => {
    const { clock, hub, kinds, sign } = await watchedHub();
    clock.stepWall(3 * HOUR);
    expect((await sign()).ok).toBe(true);
    expect(await kinds()).toEqual([]);
    expect(await hub.health()).toMatchObject({ clockSane: false, ready: false });
    clock.advance(59_999);
    expect(await hub.health()).toMatchObject({ clockSane: false });
    clock.advance(1);
    expect(await hub.health()).toMatchObject({ clockSane: true, ready: true });
  });

  it('[KEP9] a verdict that it put off on a case that has ended meanwhile is fired when it is over, once', async () => {
    const { clock, hub, state, breaches } = await watchedHub();
    clock.stepWall(11 * MINUTE);
    await hub.submit(ordering({ type: 'Withdraw', caseId: state.id, payload: {} }));
    expect(await breaches()).toEqual([]);
    expect(hub.load().openCases).toBe(1);
    await clock.advanceAsync(MINUTE - 1);
    expect(await breaches()).toEqual([]);
    await clock.advanceAsync(MINUTE);
    expect(await breaches()).toMatchObject([{ clock: 'sign', breachedAt: state.registeredAt + 10 * MINUTE }]);
    expect(hub.load().openCases).toBe(0);
    expect(await hub.caseOf(state.id)).toMatchObject({ state: 'withdrawn', version: state.version + 1 });
  });

  it.each(['SqliteStore', 'MemoryStore'])(
    '[KEP288] a verdict owed by a case that ended in a hold is recorded at once by the next start (%s)',
    async (kind) => {
      const path = join(tempDir(), 'whistleboard.db');
      const memory = new MemoryStore();
      const { clock, hub, state, start } = await watchedHub(() =>
        kind === 'MemoryStore' ? memory : SqliteStore.open(path),
      );
      clock.stepWall(11 * MINUTE);
      await hub.submit(ordering({ type: 'Withdraw', caseId: state.id, payload: {} }));
      await hub.close();
      const next = await start();
      expect(next.load().openCases).toBe(1);
      expect(next.room('wall').snapshotOf('deadlines')?.snapshot.rows).toEqual([['city', 0, 0, 0, 0]]);
      await clock.advanceAsync(2 * KEEPER_TICK_MS);
      const told = (await next.history(state.id)).filter(({ type }) => type === 'CaseClockBreached');
      expect(told).toMatchObject([{ data: { clock: 'sign', breachedAt: state.registeredAt + 10 * MINUTE } }]);
      expect(next.load().openCases).toBe(0);
      await next.close();
      const last = await start();
      expect(last.load().openCases).toBe(0);
      expect((await last.caseOf(state.id))?.state).toBe('withdrawn');
      await last.close();
    },
  );
});
