import { describe, expect, it } from 'vitest';
import { ClockKeeper, KEEPER_TICK_MS } from '../../server/hub/ClockKeeper.ts';
import { OpenSet } from '../../server/hub/OpenSet.ts';
import type { Reply, Submission } from '../../server/hub/Submission.ts';
import { dueAt } from '../../shared/domain/clock/Clock.ts';
import type { Clock } from '../../shared/domain/clock/Clock.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { must } from '../../shared/lib/assert.ts';
import { accepted, filing, intake, laneHub, ordering } from '../support/laneHub.ts';
import { quietLog } from '../support/quietLog.ts';

const HOUR = 3_600_000;

interface Fired {
  readonly caseId: CaseId;
  readonly until: number;
}

/** What a keeper by itself needs besides its clock, its cases and how they are read. */
function keeping(fired: Fired[], onFire: (one: Fired) => void = () => undefined) {
  return {
    log: quietLog(),
    holdBreaches: () => false,
    submit: ({ command }: Submission): Promise<Reply> => {
      if (command.type !== 'FireClocks') throw new Error(`${command.type} is none of its commands`);
      const one = { caseId: command.caseId, until: command.payload.until };
      fired.push(one);
      onFire(one);
      return Promise.resolve({ ok: true } as Reply);
    },
  };
}

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

  it('[KEP7] after an absence fires what fell due in it, in the order in which it fell due', async () => {
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
      [first, 'dispatch', 60],
      [second, 'dispatch', 120],
      [dispatched, 'handle', 120],
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
      command: { type: 'FireClocks', caseId: state.id, payload: { until: clock.now() } },
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

  it('[KEP5] tries again when what fell due could not be read', async () => {
    const { state, budget, clock } = await waitingCase();
    const states = [state, { ...state, id: state.id + 1 }];
    const openSet = new OpenSet();
    openSet.apply(states);
    clock.stepWall(budget + 1);
    let isReadable = false;
    const fired: Fired[] = [];
    const keeper = new ClockKeeper({
      ...keeping(fired),
      clock,
      openSet,
      cases: () =>
        isReadable
          ? Promise.resolve(new Map(states.map((one) => [one.id, one])))
          : Promise.reject(new Error('the disk said no')),
    });
    expect(await keeper.tick()).toBe(0);
    isReadable = true;
    expect(await keeper.tick()).toBe(2);
    expect(fired).toHaveLength(2);
  });

  it('[KEP10] reads no state where one case alone falls due, and fires all of its clocks', async () => {
    const { state, clock } = await waitingCase();
    const openSet = new OpenSet();
    openSet.apply([state]);
    clock.stepWall(1_000 * HOUR);
    const fired: Fired[] = [];
    const keeper = new ClockKeeper({
      ...keeping(fired),
      clock,
      openSet,
      cases: () => Promise.reject(new Error('a state was read')),
    });
    expect(await keeper.tick()).toBe(1);
    expect(fired).toEqual([{ caseId: state.id, until: clock.now() }]);
  });

  it('[KEP7] keeps that order where more fell due than one tick takes', async () => {
    const { state, clock } = await waitingCase();
    const first = must(state.clocks[0], 'an accepted case has clocks');
    const start = clock.now();
    const dueIn = (ms: number): Clock => ({ ...first, startAt: start + ms - first.budgetMs });
    /** A thousand cases, 10 ms apart; the second clock of each falls due 4,995 ms after its first. */
    const states = new Map(
      Array.from({ length: 1_000 }, (_, n) => n + 1).map((id) => [
        id,
        { ...state, id, clocks: [dueIn(id * 10), dueIn(id * 10 + 4_995)] },
      ]),
    );
    const openSet = new OpenSet();
    openSet.apply([...states.values()]);
    clock.stepWall(60_000);
    const fired: Fired[] = [];
    const keeper = new ClockKeeper({
      ...keeping(fired, ({ caseId, until }) => {
        const one = must(states.get(caseId), 'an unknown case was fired');
        const clocks = one.clocks.filter((running) => dueAt(running) > until);
        states.set(caseId, { ...one, clocks });
        openSet.apply([{ ...one, clocks }]);
      }),
      clock,
      openSet,
      cases: (ids) =>
        Promise.resolve(new Map(ids.map((id) => [id, must(states.get(id), 'an unknown case was read')]))),
    });
    await keeper.drain();
    const dues = fired.map(({ until }) => until - start);
    expect(dues).toHaveLength(2_000);
    expect(dues).toEqual([...dues].sort((a, b) => a - b));
  });

  it('[KEP6] leaves the version of a case alone, so that an officer command is not stale', async () => {
    const { hub, state, budget, pass } = await waitingCase();
    await pass(budget + HOUR);
    expect(await hub.caseOf(state.id)).toMatchObject({ version: state.version });
  });
});
