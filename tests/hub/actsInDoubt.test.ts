import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { watchClock } from '../../server/clock/watchClock.ts';
import { openHub } from '../../server/hub/openHub.ts';
import { SqliteStore } from '../../server/store/sqlite/SqliteStore.ts';
import type { CaseOrder } from '../../shared/domain/case/CaseCommand.ts';
import type { ClockKind } from '../../shared/domain/vocabulary.ts';
import { STEPS } from '../support/caseScenario.ts';
import { FakeClock } from '../support/FakeClock.ts';
import { accepted, filing, intake, ordering } from '../support/laneHub.ts';
import { plainVault } from '../support/plainVault.ts';
import { quietLog } from '../support/quietLog.ts';
import { callbackCity } from '../support/sampleCity.ts';
import { tempDir } from '../support/tempDir.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A live hub with one urgent case at its unit: sign is due in 10 min, contact in 30 min, handle in 2 h. */
async function urgent() {
  const clock = new FakeClock();
  const path = join(tempDir(), 'whistleboard.db');
  const start = () => {
    const { holdBreaches, offMs } = watchClock(clock, quietLog());
    const rest = {
      mode: 'live',
      epoch: 'e',
      log: quietLog(),
      vault: plainVault(),
      city: callbackCity(),
    } as const;
    return openHub({ ...rest, store: SqliteStore.open(path), clock, holdBreaches, offMs });
  };
  let hub = await start();
  const named = { level: 'L1', kind: 'help', hostUnitCode: 'ROADS' } as const;
  let { id } = accepted(await hub.submit(filing(intake(named)))).state;
  const give = async (step: Omit<CaseOrder, 'caseId'>) =>
    accepted(await hub.submit(ordering({ ...step, caseId: id } as CaseOrder)));
  const clockOf = async (kind: ClockKind) => (await hub.caseOf(id))?.clocks.find((one) => one.kind === kind);
  const restart = async () => {
    await hub.close();
    hub = await start();
  };
  /** From here on all is about another such case. */
  const refile = async () => {
    id = accepted(await hub.submit(filing(intake({ ...named, externalId: 'another' })))).state.id;
  };
  return { clock, give, clockOf, refile, restart, history: () => hub.history(id), close: () => hub.close() };
}

describe('an act that is stamped while the clock is in doubt', () => {
  it.each([4 * HOUR, -4 * HOUR])(
    '[CASE297] in time by the monotonic clock is in time, though the clock is off by %i ms; both times are kept',
    async (step) => {
      const { clock, give, clockOf, restart, history, close } = await urgent();
      clock.advance(5 * MINUTE);
      const at = clock.now();
      clock.stepWall(step);
      await give(STEPS.Sign);
      clock.stepWall(-step);
      await clock.advanceAsync(3 * MINUTE);
      expect(await clockOf('sign')).toMatchObject({ state: 'met', stoppedAt: at });
      const signed = (await history()).find(({ type }) => type === 'CaseSigned');
      expect(signed).toMatchObject({ at: at + step, estimatedAt: at });
      await restart();
      await clock.advanceAsync(2 * MINUTE);
      expect((await history()).map(({ type }) => type)).not.toContain('CaseClockBreached');
      await close();
    },
  );

  it.each([4 * HOUR, -4 * HOUR])(
    '[CASE297] late by the monotonic clock is late, told once the clock is sane, where it is off by %i ms, over a restart too',
    async (step) => {
      const { clock, give, clockOf, restart, history, close } = await urgent();
      clock.advance(10 * MINUTE - 1);
      clock.stepWall(step);
      clock.advance(2);
      await give(STEPS.Sign);
      expect(await clockOf('sign')).toMatchObject({ state: 'breached' });
      await restart();
      clock.stepWall(-step);
      await clock.advanceAsync(3 * MINUTE);
      const told = (await history()).filter(({ type }) => type === 'CaseClockBreached');
      expect(told).toMatchObject([{ data: { clock: 'sign' } }]);
      await close();
    },
  );

  it.each([4 * HOUR, -4 * HOUR])(
    '[CASE298] starts no clock that runs out before its time, though the clock is off by %i ms and comes back',
    async (step) => {
      const { clock, give, clockOf, refile, history, close } = await urgent();
      clock.stepWall(step);
      await refile();
      clock.stepWall(-step);
      await clock.advanceAsync(10 * MINUTE);
      await give(STEPS.Sign);
      await clock.advanceAsync(3 * MINUTE);
      expect(await clockOf('sign')).toMatchObject({ state: 'met' });
      expect((await history()).map(({ type }) => type)).not.toContain('CaseClockBreached');
      await close();
    },
  );

  it.each([4 * HOUR, -4 * HOUR])(
    '[CASE298] that starts a clock and ends it is never before itself, though the clock is off by %i ms',
    async (step) => {
      const { clock, give, clockOf, refile, close } = await urgent();
      clock.stepWall(step);
      await refile();
      clock.advance(MINUTE / 2);
      await give(STEPS.Sign);
      const signed = await clockOf('sign');
      expect(signed).toMatchObject({ state: 'met', stoppedAt: (signed?.startAt ?? 0) + MINUTE / 2 });
      await close();
    },
  );

  it('[CASE297] a feedback handed in and returned about a doubt moves its clock by the review alone', async () => {
    const { clock, give, clockOf, close } = await urgent();
    await give(STEPS.Sign);
    await give(STEPS.RecordContact);
    clock.advance(HOUR);
    clock.stepWall(4 * HOUR);
    await give(STEPS.SubmitFeedback);
    clock.stepWall(-4 * HOUR);
    clock.advance(30 * MINUTE);
    await give(STEPS.ReturnFeedback);
    expect(await clockOf('handle')).toMatchObject({ state: 'running', pausedMs: 30 * MINUTE });
    await give(STEPS.SubmitFeedback);
    await give(STEPS.PassFeedback);
    expect(await clockOf('handle')).toMatchObject({ state: 'met' });
    await close();
  });
});
