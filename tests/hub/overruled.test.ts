import { describe, expect, it } from 'vitest';
import { KEEPER_TICK_MS } from '../../server/hub/ClockKeeper.ts';
import type { CaseOrder } from '../../shared/domain/case/CaseCommand.ts';
import { countedCallback } from '../../shared/domain/rating/countedCallback.ts';
import { must } from '../../shared/lib/assert.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { called, NO_ANSWER, STEPS } from '../support/caseScenario.ts';
import { accepted, filing, intake, laneHub, ordering } from '../support/laneHub.ts';
import { ratedCity } from '../support/ratedCity.ts';
import { local } from '../support/sampleWork.ts';

const HOUR = 3_600_000;
type Step = Omit<CaseOrder, 'caseId'>;
const said = (channel: 'phone' | 'ai', solved: boolean): Step =>
  called({
    channel,
    contacted: true,
    solved,
    satisfaction: solved ? 'satisfied' : 'veryDissatisfied',
  });

/** A hub with a case that waits for its callback at 10:00. */
async function waiting(policy: Partial<Policy> = {}) {
  const rig = await laneHub(ratedCity({}, { policy }));
  const { hub, clock, city } = rig;
  clock.stepWall(local('2026-11-21 10:00') - clock.now());
  const { state } = accepted(await hub.submit(filing(intake({ level: 'L3', hostUnitCode: 'ROADS' }))));
  const give = (step: Step) => hub.submit(ordering({ ...step, caseId: state.id } as CaseOrder));
  const work = {
    ...STEPS.SubmitFeedback,
    payload: { result: '路面坑洼已经修复完毕，并已告知来电人，现场已清理。' },
  };
  for (const step of [STEPS.Sign, STEPS.RecordContact, work, STEPS.PassFeedback]) accepted(await give(step));
  const pass = async (ms: number) => {
    clock.stepWall(ms);
    await clock.advanceAsync(KEEPER_TICK_MS);
  };
  const standing = async () => must(await hub.caseOf(state.id), 'the case is gone');
  const rated = async () => {
    const { callbacks, acceptedAt } = await standing();
    return countedCallback(callbacks, must(city.periods.at(acceptedAt ?? 0), 'there is a period'))?.solved;
  };
  return { ...rig, give, pass, standing, rated };
}

describe('a person and a machine are told different things within a day', () => {
  it('[E15] person first: not solved stays so, both are stored, and rework follows', async () => {
    const { give, pass, standing, rated } = await waiting();
    accepted(await give(said('phone', false)));
    await pass(3 * HOUR);
    accepted(await give(said('ai', true)));
    await pass(26 * HOUR);
    expect((await standing()).state).toBe('callback');
    expect((await standing()).callbacks.map(({ channel, solved }) => [channel, solved])).toEqual([
      ['phone', false],
      ['ai', true],
    ]);
    expect(await rated()).toBe(false);
    expect((await give(STEPS.CloseSolved)).ok).toBe(false);
    accepted(await give(STEPS.Rework));
  });

  it('[E15] machine first: solved closes nothing for a day, and the person is heard', async () => {
    const { give, pass, standing, rated } = await waiting();
    accepted(await give(said('ai', true)));
    expect((await standing()).state).toBe('callback');
    await pass(3 * HOUR);
    accepted(await give(said('phone', false)));
    await pass(26 * HOUR);
    expect((await standing()).state).toBe('callback');
    expect((await standing()).callbacks).toHaveLength(2);
    expect(await rated()).toBe(false);
    accepted(await give(STEPS.Rework));
  });

  it('[E15] machine first: not solved, and the person’s solved closes the case', async () => {
    const { give, pass, standing, rated } = await waiting();
    accepted(await give(said('ai', false)));
    await pass(3 * HOUR);
    accepted(await give(said('phone', true)));
    expect(await standing()).toMatchObject({ state: 'closed', closeReason: 'solved' });
    expect(await rated()).toBe(true);
  });

  it('[E15] a person is heard beyond the number of tries, a machine is not', async () => {
    const { give, pass, standing } = await waiting({ callbackTries: 2, callbackHalfDays: 1 });
    accepted(await give(NO_ANSWER));
    accepted(await give(said('ai', true)));
    expect((await give(said('ai', false))).ok).toBe(false);
    await pass(HOUR);
    accepted(await give(said('phone', false)));
    expect((await give(said('phone', true))).ok).toBe(false);
    expect((await standing()).callbacks).toHaveLength(3);
  });

  it('[E15] after a day the machine’s answer counts, and so does its next one', async () => {
    const { give, pass, standing, rated } = await waiting();
    accepted(await give(said('phone', false)));
    await pass(24 * HOUR + 1);
    accepted(await give(said('ai', true)));
    expect(await rated()).toBe(true);
    await pass(24 * HOUR);
    expect(await standing()).toMatchObject({ state: 'closed', closeReason: 'solved' });
  });
});

describe('an answer by a machine alone', () => {
  it('[CASE296] closes the case a day later, once, and the citizen’s clock is judged by the answer', async () => {
    const { hub, give, pass, standing, clock } = await waiting();
    const answeredAt = clock.now();
    accepted(await give(said('ai', true)));
    await pass(23 * HOUR);
    expect((await standing()).state).toBe('callback');
    await pass(HOUR);
    const closed = await standing();
    expect(closed).toMatchObject({ state: 'closed', closeReason: 'solved' });
    expect(closed.clocks.find(({ kind }) => kind === 'citizen')).toMatchObject({
      state: 'met',
      stoppedAt: answeredAt,
    });
    const ends = (await hub.history(closed.id)).filter(({ type }) => type === 'CaseClosed');
    expect(ends.map(({ actor }) => actor)).toEqual([{ role: 'system', id: 'clock' }]);
  });

  it('[CASE296] is closed by who does not want to wait, and after a restart and among others as well', async () => {
    const one = await waiting();
    accepted(await one.give(said('ai', true)));
    accepted(await one.give(STEPS.CloseSolved));
    expect((await one.standing()).state).toBe('closed');

    const { hub, start, clock, give, standing } = await waiting();
    accepted(await give(said('ai', true)));
    accepted(await hub.submit(filing(intake({ level: 'L1', externalId: 'other' }))));
    const { id } = await standing();
    await hub.close();
    clock.advance(25 * HOUR);
    const again = await start('second');
    await clock.advanceAsync(4 * KEEPER_TICK_MS);
    expect((await again.caseOf(id))?.state).toBe('closed');
    await again.close();
  });

  it('[CASE296] a person’s answer lets the citizen’s clock go on as if nothing had been said', async () => {
    const { give, pass, standing } = await waiting();
    const citizen = async () => (await standing()).clocks.find(({ kind }) => kind === 'citizen');
    const before = await citizen();
    accepted(await give(said('ai', true)));
    expect(await citizen()).toMatchObject({ state: 'paused' });
    await pass(5 * HOUR);
    accepted(await give(said('phone', false)));
    expect(await citizen()).toEqual(before);
  });
});
