import { describe, expect, it } from 'vitest';
import { KEEPER_TICK_MS } from '../../server/hub/ClockKeeper.ts';
import { accepted, filing, intake, laneHub } from '../support/laneHub.ts';

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
    const breaches = (await hub.history(state.id)).filter((event) => event.type === 'CaseClockBreached');
    expect(breaches).toHaveLength(1);
    expect(breaches[0]?.data).toMatchObject({ clock: 'dispatch', breachedAt: state.registeredAt + budget });
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
