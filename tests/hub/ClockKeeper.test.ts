import { describe, expect, it } from 'vitest';
import { KEEPER_TICK_MS } from '../../server/hub/ClockKeeper.ts';
import { accepted, filing, intake, laneHub, ordering } from '../support/laneHub.ts';

const HOUR = 3_600_000;

async function waitingCase() {
  const bench = await laneHub();
  const { state } = accepted(await bench.hub.submit(filing(intake({ level: 'L1' }))));
  const types = async () => (await bench.hub.history(state.id)).map((event) => event.type);
  const [dispatch] = state.clocks;
  /** Hub time runs ahead at once, and the keeper gets two ticks to see it. */
  const pass = async (ms: number) => {
    bench.clock.stepWall(ms);
    await bench.clock.advanceAsync(2 * KEEPER_TICK_MS);
  };
  return { ...bench, state, types, pass, budget: dispatch?.budgetMs ?? 0 };
}

describe('ClockKeeper', () => {
  it('[KEP1] records a breach after the due instant, never at it, and no more than a tick late', async () => {
    const { clock, types, budget } = await waitingCase();
    clock.stepWall(budget - KEEPER_TICK_MS);
    await clock.advanceAsync(KEEPER_TICK_MS);
    expect(await types()).not.toContain('CaseClockBreached');
    await clock.advanceAsync(KEEPER_TICK_MS);
    expect(await types()).toContain('CaseClockBreached');
  });

  it('[KEP2] records each breach once, with the due instant as its time', async () => {
    const { hub, state, budget, pass } = await waitingCase();
    await pass(budget + HOUR);
    await pass(48 * HOUR);
    await pass(48 * HOUR);
    const breaches = (await hub.history(state.id)).filter((event) => event.type === 'CaseClockBreached');
    expect(breaches.map(({ data }) => data)).toMatchObject([
      { clock: 'dispatch', breachedAt: state.registeredAt + budget },
      { clock: 'citizen', breachedAt: state.registeredAt + 24 * HOUR },
    ]);
  });

  it('[KEP3] fires what fell due while the hub was down once, when it comes up', async () => {
    const { clock, hub, start, state, types, budget } = await waitingCase();
    await hub.close();
    clock.advance(budget + 3 * HOUR);
    const again = await start('second');
    await clock.advanceAsync(2 * KEEPER_TICK_MS);
    const history = await again.history(state.id);
    const breach = history.find((event) => event.type === 'CaseClockBreached');
    expect(breach?.data).toMatchObject({ breachedAt: state.registeredAt + budget });
    expect((await types()).filter((type) => type === 'CaseClockBreached')).toHaveLength(1);
  });

  it('[KEP7] after an absence fires what fell due in it, the case first whose clock fell due first', async () => {
    const { hub, clock, start } = await laneHub();
    const named = { hostUnitCode: 'ROADS', kind: 'help' } as const;
    const filed = [
      accepted(await hub.submit(filing(intake({ level: 'L2', externalId: 'x1' })))),
      accepted(await hub.submit(filing(intake({ level: 'L1', externalId: 'x2' })))),
      accepted(await hub.submit(filing(intake({ level: 'L1', externalId: 'x3', ...named })))),
    ].map(({ state }) => state);
    const at = clock.now();
    await hub.close();
    clock.advance(3 * HOUR);
    const again = await start('second');
    await clock.advanceAsync(2 * KEEPER_TICK_MS);
    const events = (await Promise.all(filed.map(({ id }) => again.history(id)))).flat();
    const breaches = events
      .sort((a, b) => a.seq - b.seq)
      .flatMap(({ type, caseId, data }) => (type === 'CaseClockBreached' ? [{ caseId, ...data }] : []));
    const [second, first, dispatched] = filed.map(({ id }) => id);
    const minutes = (ms: number) => (ms - at) / 60_000;
    expect(
      breaches.map(({ caseId, clock: kind, breachedAt }) => [caseId, kind, minutes(breachedAt)]),
    ).toEqual([
      [dispatched, 'sign', 10],
      [dispatched, 'contact', 30],
      [dispatched, 'handle', 120],
      [first, 'dispatch', 60],
      [second, 'dispatch', 120],
    ]);
    for (const { detectedAt } of breaches) {
      expect(detectedAt).toBeGreaterThanOrEqual(at + 3 * HOUR);
      expect(detectedAt).toBeLessThanOrEqual(clock.now());
    }
  });

  it('[KEP8] judges again what it finds: a clock that was stopped in time on the way does not fire', async () => {
    const { hub, state, types, budget, clock } = await waitingCase();
    const dispatch = { hostUnitCode: 'ROADS', coUnitCodes: [] };
    clock.stepWall(budget);
    await hub.submit(ordering({ type: 'Dispatch', caseId: state.id, payload: dispatch }));
    clock.stepWall(KEEPER_TICK_MS);
    const late = { actor: { role: 'system', id: 'clock' }, priority: 'bulk', keys: [] } as const;
    const reply = await hub.submit({
      ...late,
      command: { type: 'FireClocks', caseId: state.id, payload: {} },
    });
    expect(reply.ok).toBe(true);
    expect(await types()).not.toContain('CaseClockBreached');
  });

  it('[KEP4] holds breaches while the machine clock is in doubt and fires them afterwards', async () => {
    const { types, budget, holdBreaches, pass } = await waitingCase();
    holdBreaches(true);
    await pass(budget + HOUR);
    expect(await types()).not.toContain('CaseClockBreached');
    holdBreaches(false);
    await pass(0);
    expect(await types()).toContain('CaseClockBreached');
  });

  it('[KEP5] tries again when the store could not record a breach', async () => {
    const { types, budget, failNext, pass } = await waitingCase();
    failNext(new Error('the disk said no'));
    await pass(budget + HOUR);
    expect((await types()).filter((type) => type === 'CaseClockBreached')).toHaveLength(1);
  });

  it('[KEP6] leaves the version of a case alone, so that an officer command is not stale', async () => {
    const { hub, state, budget, pass } = await waitingCase();
    await pass(budget + HOUR);
    expect(await hub.caseOf(state.id)).toMatchObject({ version: state.version });
  });
});
