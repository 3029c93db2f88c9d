import { describe, expect, it } from 'vitest';
import { KEEPER_TICK_MS } from '../../server/hub/ClockKeeper.ts';
import { DEADLINE_TICK_MS } from '../../server/hub/DeadlineTables.ts';
import type { Hub } from '../../server/hub/Hub.ts';
import { dueAt } from '../../shared/domain/clock/Clock.ts';
import type { City } from '../../shared/domain/City.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import type { CaseOrder } from '../../shared/domain/case/CaseCommand.ts';
import { STEPS } from '../support/caseScenario.ts';
import { accepted, filing, intake, laneHub, ordering } from '../support/laneHub.ts';
import { callbackCity, limits, SAMPLE_BUDGETS } from '../support/sampleCity.ts';
import { local, SAMPLE_WORK } from '../support/sampleWork.ts';

const MINUTE = 60_000;
const { Sign, RecordContact, SubmitFeedback, ReturnFeedback, PassFeedback } = STEPS;

/** A hub with one case whose feedback was handed in on Friday 2026-11-20 at 17:00. */
async function inReview(changes: Partial<Policy> = {}, city: City = callbackCity(changes, SAMPLE_WORK)) {
  const rig = await laneHub(city);
  const { hub, clock } = rig;
  clock.stepWall(local('2026-11-20 17:00') - clock.now());
  const { state } = accepted(await hub.submit(filing(intake({ level: 'L3', hostUnitCode: 'ROADS' }))));
  const give = (step: Omit<CaseOrder, 'caseId'>, by: Hub = hub) =>
    by.submit(ordering({ ...step, caseId: state.id } as CaseOrder));
  for (const step of [Sign, RecordContact, SubmitFeedback]) accepted(await give(step));
  /** Hub time runs ahead at once; the keeper and the tables then have their turn. */
  const goTo = async (time: string) => {
    clock.stepWall(local(time) - clock.now());
    await clock.advanceAsync(KEEPER_TICK_MS);
  };
  const told = async (by: Hub = hub) =>
    (await by.history(state.id)).map(({ type, actor, data }) =>
      type === 'CaseClockBreached' ? `${actor.id} ${data.clock}` : `${actor.id} ${type}`,
    );
  return { ...rig, state, give, goTo, told };
}

describe('a feedback that nobody reviews', () => {
  // Working hours are 9 to 12 and 13 to 18; the weekend is not worked.
  it('[CASE291] passes by itself after four working hours, as a command of the hub’s clock', async () => {
    const { hub, state, goTo, told } = await inReview();
    await goTo('2026-11-23 11:59:59');
    expect((await hub.caseOf(state.id))?.state).toBe('feedback');
    await goTo('2026-11-23 12:00');
    const after = await hub.caseOf(state.id);
    expect(after).toMatchObject({ state: 'callback', scoringUnitCode: 'ROADS' });
    expect((await told()).slice(-2)).toEqual(['clock review', 'clock CaseFeedbackPassed']);
    const clocks = new Map(after?.clocks.map((clock) => [clock.kind, clock]));
    expect(clocks.get('handle')).toMatchObject({ state: 'met', stoppedAt: local('2026-11-20 17:00') });
    expect(clocks.get('review')).toMatchObject({
      state: 'breached',
      breachedAt: local('2026-11-23 12:00'),
    });
  });

  it('[CASE291] passes once, whatever restarts and however long the hub was down', async () => {
    const { hub, state, clock, start, told } = await inReview();
    await hub.close();
    clock.advance(44 * 1_440 * MINUTE);
    const second = await start('second');
    await clock.advanceAsync(2 * KEEPER_TICK_MS);
    expect((await second.caseOf(state.id))?.state).toBe('callback');
    await second.close();
    const third = await start('third');
    await clock.advanceAsync(4 * KEEPER_TICK_MS);
    const passed = (await told(third)).filter((line) => line.endsWith('CaseFeedbackPassed'));
    expect(passed).toEqual(['clock CaseFeedbackPassed']);
    await third.close();
  });

  it('[CASE291] waits while the machine’s clock is in doubt', async () => {
    const { hub, state, goTo, holdBreaches } = await inReview();
    holdBreaches(true);
    await goTo('2026-11-25 12:00');
    expect((await hub.caseOf(state.id))?.state).toBe('feedback');
    holdBreaches(false);
    await goTo('2026-11-25 12:01');
    expect((await hub.caseOf(state.id))?.state).toBe('callback');
  });

  it('[CASE291] is reviewed by who comes in time, and a second feedback has four hours of its own', async () => {
    const { hub, state, give, goTo, told } = await inReview();
    await goTo('2026-11-23 11:00');
    accepted(await give(ReturnFeedback));
    accepted(await give(SubmitFeedback));
    await goTo('2026-11-23 14:00');
    expect((await hub.caseOf(state.id))?.state).toBe('feedback');
    accepted(await give(PassFeedback));
    await goTo('2026-11-24 11:00');
    expect(await told()).not.toContain('clock review');
    const reviews = (await hub.caseOf(state.id))?.clocks.filter(({ kind }) => kind === 'review');
    expect(reviews?.map((clock) => [clock.state, dueAt(clock) - (dueAt(clock) % MINUTE)])).toEqual([
      ['met', local('2026-11-23 12:00')],
      ['met', local('2026-11-23 16:00')],
    ]);
  });

  it('[CASE291] that is returned after its time is returned, and its verdict on the centre stays', async () => {
    const { hub, state, clock, give, told } = await inReview();
    clock.stepWall(local('2026-11-23 12:00:00.001') - clock.now());
    accepted(await give(ReturnFeedback));
    await clock.advanceAsync(2 * KEEPER_TICK_MS);
    expect((await hub.caseOf(state.id))?.state).toBe('handling');
    expect((await told()).slice(-2)).toEqual(['program review', 'program CaseFeedbackReturned']);
  });

  it('[CASE291] closes the case where nobody is asked back, and the pack may give it another time', async () => {
    const budgets = { ...SAMPLE_BUDGETS, review: limits({ minutes: 60, basis: 'working' }) };
    const { hub, state, goTo } = await inReview({ callback: 'none', budgets });
    await goTo('2026-11-20 18:01');
    expect(await hub.caseOf(state.id)).toMatchObject({ state: 'closed', closeReason: 'handled' });
  });

  it('[CASE291] waits four hours of any time in a city without a calendar of working days', async () => {
    const { hub, state, goTo } = await inReview({}, callbackCity());
    await goTo('2026-11-20 20:59:59');
    expect((await hub.caseOf(state.id))?.state).toBe('feedback');
    await goTo('2026-11-20 21:00');
    expect((await hub.caseOf(state.id))?.state).toBe('callback');
  });
});

describe('the review’s clock', () => {
  it('[CASE292] shows as the centre’s: near, then overdue without a unit, and in no unit’s count', async () => {
    const { hub, clock, state, goTo, holdBreaches } = await inReview();
    const rows = (table: string) => hub.room('wall').snapshotOf(table)?.snapshot.rows ?? [];
    await goTo('2026-11-23 11:00');
    await clock.advanceAsync(DEADLINE_TICK_MS);
    expect(rows('deadlines')).toEqual([['city', 0, 0, 1, 0]]);
    holdBreaches(true);
    await goTo('2026-11-23 12:30');
    await clock.advanceAsync(DEADLINE_TICK_MS);
    expect(rows('deadlines')).toEqual([['city', 0, 0, 0, 1]]);
    expect(rows('overdue').map((row) => [row[4], row[8]])).toEqual([['review', null]]);
    expect(rows('units').map((row) => [row[0], row[4]])).toEqual([['ROADS', 0]]);
    holdBreaches(false);
    await goTo('2026-11-23 12:31');
    await clock.advanceAsync(DEADLINE_TICK_MS);
    expect((await hub.caseOf(state.id))?.state).toBe('callback');
    expect(rows('overdue')).toEqual([]);
    expect(rows('units').map((row) => [row[0], row[4]])).toEqual([['ROADS', 0]]);
  });

  it('[CASE292] ends with the case', async () => {
    const { hub, state, give, goTo } = await inReview();
    accepted(await give(STEPS.Withdraw));
    const review = (await hub.caseOf(state.id))?.clocks.find(({ kind }) => kind === 'review');
    expect(review).toMatchObject({ state: 'cancelled' });
    await goTo('2026-11-24 12:00');
    expect((await hub.caseOf(state.id))?.state).toBe('withdrawn');
  });
});
