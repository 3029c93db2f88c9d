import { describe, expect, it } from 'vitest';
import { ARCHIVE_TICK_MS, ArchiveSweep, MOST_A_LOOK } from '../../server/hub/ArchiveSweep.ts';
import type { SweepDeps } from '../../server/hub/ArchiveSweep.ts';
import type { Hub } from '../../server/hub/Hub.ts';
import type { Submission } from '../../server/hub/Submission.ts';
import type { CaseEvent } from '../../shared/domain/case/CaseEvent.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import type { City } from '../../shared/domain/City.ts';
import { refusal } from '../../shared/domain/refusals.ts';
import { refuse } from '../../shared/lib/Result.ts';
import { accepted, filing, intake, laneHub, ordering } from '../support/laneHub.ts';
import { callbackCity, sampleCity } from '../support/sampleCity.ts';
import { caseEventsOf } from '../support/caseEventsOf.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** A hub under a policy that archives after 30 days; sweeps of it look when a test says so. */
async function endingHub(city: City = callbackCity()) {
  const rig = await laneHub(city);
  const { store, clock, log } = rig;
  let isHeld = false;
  /** A sweep that begins now, as after a start of the hub. */
  const sweeping = async (hub: Hub = rig.hub, over: Partial<SweepDeps> = {}) => {
    const lastSeq = (await store.head()).seq;
    const submit = (submission: Submission) => hub.submit(submission);
    return new ArchiveSweep({
      ...{ store, city, clock, log, lastSeq, submit, holdBreaches: () => isHeld },
      ...over,
    });
  };
  const withdraw = async ({ id }: CaseState) =>
    accepted(await rig.hub.submit(ordering({ type: 'Withdraw', caseId: id, payload: {} }))).state;
  /** So many cases that are filed and taken back at this moment. */
  const ended = async (count: number) => {
    const filed = Array.from({ length: count }, async () =>
      withdraw(accepted(await rig.hub.submit(filing(intake({ level: 'L4' })))).state),
    );
    return Promise.all(filed);
  };
  const archived = async () => (await caseEventsOf(store)).filter(({ type }) => type === 'CaseArchived');
  const hold = (held: boolean) => {
    isHeld = held;
    rig.holdBreaches(held);
  };
  return { ...rig, sweeping, withdraw, ended, archived, hold };
}

const idsOf = (events: readonly CaseEvent[]) => events.map(({ caseId }) => caseId);
/** How often each case was archived, other than once. */
const notOnce = (events: readonly CaseEvent[], cases: readonly CaseState[]) =>
  cases.filter(({ id }) => events.filter(({ caseId }) => caseId === id).length !== 1);

describe('the archiving of ended cases', () => {
  it('[ARC1] comes when the policy’s days are over: 30 d − 1 ms no, 30 d yes, by the scheduler', async () => {
    const { clock, sweeping, ended, archived, hub } = await endingHub();
    const [one] = await ended(1);
    const sweep = await sweeping();
    clock.stepWall(30 * DAY - 1);
    expect(await sweep.look()).toBe(0);
    clock.stepWall(1);
    expect(await sweep.look()).toBe(1);
    expect(await archived()).toMatchObject([
      { caseId: one?.id, at: clock.now(), actor: { role: 'system', id: 'scheduler' } },
    ]);
    expect(await hub.caseOf(one?.id ?? 0)).toMatchObject({ state: 'archived', closedAt: one?.closedAt });
  });

  it('[ARC1] is looked for by the hub itself, once a minute of real time', async () => {
    const { clock, ended, archived, hub } = await endingHub();
    await ended(2);
    clock.stepWall(30 * DAY);
    await clock.advanceAsync(ARCHIVE_TICK_MS - 1);
    expect(await archived()).toHaveLength(0);
    await clock.advanceAsync(MINUTE);
    expect(await archived()).toHaveLength(2);
    await hub.close();
    expect(clock.pending).toBe(0);
  });

  it('[ARC2] goes in the order in which they ended, each once, and leaves the others alone', async () => {
    const { clock, sweeping, ended, withdraw, archived, hub, store } = await endingHub();
    const late = accepted(await hub.submit(filing(intake()))).state;
    const open = accepted(await hub.submit(filing(intake()))).state;
    const [first, byHand, erased] = await ended(3);
    clock.stepWall(DAY);
    await withdraw(late);
    await hub.submit(ordering({ type: 'EraseCase', caseId: erased?.id ?? 0, payload: {} }));
    clock.stepWall(31 * DAY);
    await hub.submit(ordering({ type: 'Archive', caseId: byHand?.id ?? 0, payload: {} }));
    const sweep = await sweeping();
    expect(await sweep.look()).toBe(2);
    expect(idsOf(await archived())).toEqual([byHand?.id, first?.id, late.id]);
    const { seq } = await store.head();
    clock.stepWall(60 * DAY);
    expect(await sweep.look()).toBe(0);
    expect((await store.head()).seq).toBe(seq);
    expect(await hub.caseOf(open.id)).toMatchObject({ state: 'accepted' });
  });

  it('[ARC3] of what came due while the hub was down is made up for after the start, once', async () => {
    const { clock, hub, start, sweeping, ended, archived } = await endingHub();
    const before = await ended(2);
    clock.stepWall(29 * DAY);
    const after = await ended(2);
    await hub.close();
    clock.stepWall(40 * DAY);
    const again = await start('second');
    const sweep = await sweeping(again);
    expect(await sweep.look()).toBe(4);
    expect(idsOf(await archived())).toEqual(
      idsOf([...before, ...after].map(({ id }) => ({ caseId: id }) as CaseEvent)),
    );
    expect(await (await sweeping(again)).look()).toBe(0);
  });

  it('[ARC3] goes on where a hub stopped that was killed while it caught up, also after many more events', async () => {
    const { clock, sweeping, ended, archived, hub, log } = await endingHub();
    const cases = await ended(2 * MOST_A_LOOK + 300);
    clock.stepWall(70 * DAY);
    const killed = await sweeping();
    expect(await killed.look()).toBe(MOST_A_LOOK);
    await ended(5);
    for (let start = 0; start < 3; start++) await (await sweeping()).look();
    const all = await archived();
    expect(notOnce(all, cases)).toEqual([]);
    expect(all).toHaveLength(cases.length);
    expect(log.lines).toEqual([]);
    await hub.close();
  });

  it('[ARC3] leaves no gap where a group of the last look before a kill was not recorded', async () => {
    const { sweeping, ended, archived, clock, hub } = await endingHub();
    const cases = await ended(400);
    clock.stepWall(31 * DAY);
    let given = 0;
    const killed = await sweeping(hub, {
      submit: (submission) =>
        ++given > 100 ? hub.submit(submission) : Promise.resolve(refuse(refusal('storage_failed'))),
    });
    expect(await killed.look()).toBe(300);
    // Its successor sees archived cases behind those that are missing.
    expect(await (await sweeping()).look()).toBe(100);
    expect(notOnce(await archived(), cases)).toEqual([]);
  });

  it('[ARC4] gives at most 500 commands a look, as bulk, and goes on with the next', async () => {
    const { clock, sweeping, ended, hub, archived } = await endingHub();
    const cases = await ended(MOST_A_LOOK + 20);
    clock.stepWall(31 * DAY);
    const given: Submission[] = [];
    const submit = (submission: Submission) => {
      given.push(submission);
      return hub.submit(submission);
    };
    const sweep = await sweeping(hub, { submit });
    expect(MOST_A_LOOK).toBe(500);
    expect(await sweep.look()).toBe(500);
    expect(await sweep.look()).toBe(20);
    expect(given.every(({ priority }) => priority === 'bulk')).toBe(true);
    expect(notOnce(await archived(), cases)).toEqual([]);
  });

  it('[ARC4] is tried again where it was not taken', async () => {
    const { clock, sweeping, ended, hub, archived } = await endingHub();
    const cases = await ended(3);
    clock.stepWall(31 * DAY);
    let isFull = true;
    const sweep = await sweeping(hub, {
      submit: (submission) =>
        isFull && submission.command.type === 'Archive' && submission.command.caseId === cases[1]?.id
          ? Promise.resolve(refuse(refusal('storage_full')))
          : hub.submit(submission),
    });
    expect(await sweep.look()).toBe(2);
    isFull = false;
    expect(await sweep.look()).toBe(1);
    expect(notOnce(await archived(), cases)).toEqual([]);
  });

  it.each([
    { days: 60, looks: '29.9: 0, 30: 0, 59.9: 0, 60: 2' },
    { days: 10, looks: '20: 0, 24.9: 0, 25: 2' },
    { days: 0, looks: '24.9: 0, 25: 2' },
  ])(
    '[ARC5] follows a policy that changes 25 days after the end from 30 to $days days; archived by then: $looks',
    async ({ days, looks }) => {
      const [policy] = callbackCity().pack.policies;
      if (policy === undefined) throw new Error('the sample city has a policy');
      const next = { ...policy, id: 'next', from: '2026-12-17', archiveAfterDays: days };
      const { clock, sweeping, ended, archived, hub } = await endingHub(
        sampleCity({ policies: [{ ...policy, archiveAfterDays: 30 }, next] }),
      );
      // From 2026-11-21 10:00 local time to the first minute of that day: 25 days less ten hours.
      clock.stepWall(14 * 60 * MINUTE);
      const endedAt = clock.now();
      await ended(2);
      let sweep = await sweeping();
      for (const [day = 0, count = 0] of looks.split(', ').map((look) => look.split(': ').map(Number))) {
        clock.stepWall(endedAt + day * DAY - clock.now());
        await sweep.look();
        expect([day, (await archived()).length]).toEqual([day, count]);
        // Another start changes nothing about it.
        sweep = await sweeping(hub);
        await sweep.look();
        expect([day, (await archived()).length]).toEqual([day, count]);
      }
    },
  );

  it('[ARC6] reads no more where the history is longer', async () => {
    const readsOf = async (months: number) => {
      const { clock, sweeping, ended, store } = await endingHub();
      for (let month = 0; month < months; month++) {
        await ended(MOST_A_LOOK);
        clock.stepWall(31 * DAY);
        await (await sweeping()).look();
      }
      await ended(10);
      clock.stepWall(DAY);
      const before = store.rowsRead;
      const sweep = await sweeping();
      await sweep.look();
      const first = store.rowsRead - before;
      await sweep.look();
      return { first, next: store.rowsRead - before - first };
    };
    const [short, long] = [await readsOf(2), await readsOf(6)];
    expect(long.first).toBeLessThanOrEqual(short.first * 1.05);
    expect([short.next, long.next].every((rows) => rows <= 250)).toBe(true);
  });

  it('[ARC7] waits while the machine’s clock is in doubt', async () => {
    const { clock, sweeping, ended, hold } = await endingHub();
    await ended(1);
    const sweep = await sweeping();
    hold(true);
    clock.stepWall(31 * DAY);
    expect(await sweep.look()).toBe(0);
    hold(false);
    expect(await sweep.look()).toBe(1);
  });

  it('[ARC7] brings the verdict that a doubt put off, where a restart came between, also of an erased case', async () => {
    const { clock, hub, start, sweeping, withdraw, hold } = await endingHub();
    const filed = [1, 2].map(async () => accepted(await hub.submit(filing(intake({ level: 'L1' })))).state);
    const [kept, erased] = await Promise.all(filed);
    if (kept === undefined || erased === undefined) throw new Error('two were filed');
    hold(true);
    clock.stepWall(61 * MINUTE);
    await withdraw(kept);
    await withdraw(erased);
    await hub.submit(ordering({ type: 'EraseCase', caseId: erased.id, payload: {} }));
    await hub.close();
    hold(false);
    const again = await start('second');
    clock.stepWall(30 * DAY);
    expect(await (await sweeping(again)).look()).toBe(2);
    for (const { id, registeredAt } of [kept, erased]) {
      const verdicts = (await again.history(id)).filter(({ type }) => type === 'CaseClockBreached');
      expect(verdicts.map(({ data }) => data)).toEqual([
        { clock: 'dispatch', breachedAt: registeredAt + 60 * MINUTE, detectedAt: clock.now() },
      ]);
    }
    expect(await again.caseOf(kept.id)).toMatchObject({ state: 'archived' });
    expect(await (await sweeping(again)).look()).toBe(0);
  });
});
