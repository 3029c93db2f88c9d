import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StartDoubt } from '../../server/clock/StartDoubt.ts';
import { watchClock } from '../../server/clock/watchClock.ts';
import { readConfig } from '../../server/config.ts';
import { KEEPER_TICK_MS } from '../../server/hub/ClockKeeper.ts';
import { openHub } from '../../server/hub/openHub.ts';
import { startHub } from '../../server/startHub.ts';
import { DataDir } from '../../server/store/dir/DataDir.ts';
import { MemoryStore } from '../../server/store/memory/MemoryStore.ts';
import { SqliteStore } from '../../server/store/sqlite/SqliteStore.ts';
import { FileVault } from '../../server/store/vault/FileVault.ts';
import { FakeClock } from '../support/FakeClock.ts';
import { accepted, filing, intake } from '../support/laneHub.ts';
import { plainVault } from '../support/plainVault.ts';
import { quietLog } from '../support/quietLog.ts';
import { sampleCity } from '../support/sampleCity.ts';
import { SampleLog } from '../support/sampleGroup.ts';
import { tempDir } from '../support/tempDir.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** A log with one case of now, and how a hub is started on it whose clock is off by so much. */
async function started(byMs: number, isTrusted = false) {
  const clock = new FakeClock();
  const store = new MemoryStore();
  const rest = {
    mode: 'live',
    epoch: 'e',
    log: quietLog(),
    vault: plainVault(),
    city: sampleCity(),
  } as const;
  const first = await openHub({ ...rest, store, clock, holdBreaches: () => false });
  const { state } = accepted(await first.submit(filing(intake({ level: 'L1' }))));
  await first.close();
  const lastAt = clock.now();
  clock.stepWall(byMs);
  const doubt = new StartDoubt(clock, lastAt, isTrusted);
  const { holdBreaches, refusesActs } = watchClock(clock, quietLog(), doubt);
  const hub = await openHub({ ...rest, store, clock, holdBreaches, refusesActs });
  const file = (n: number) => hub.submit(filing(intake({ externalId: `y${n}` })));
  return { clock, hub, store, doubt, file, state };
}

describe('a start whose clock does not go with the last event', () => {
  it.each([
    [-61_000, true],
    [-60_000, false],
    [-6 * 365 * DAY, true],
    [31 * DAY, false],
    [31 * DAY + 1, true],
    [5 * 365 * DAY, true],
    [0, false],
  ])('[LOG295] off by %i ms takes no act: %s', async (byMs, held) => {
    const { hub, store, doubt, file, clock, state } = await started(byMs);
    const { seq } = await store.head();
    const reply = await file(1);
    expect(reply.ok ? 'taken' : reply.refusal.code).toBe(held ? 'clock_in_doubt' : 'taken');
    expect((await hub.health()).clockSane).toBe(!held);
    expect(doubt.sentence() === undefined).toBe(!held);
    await clock.advanceAsync(2 * KEEPER_TICK_MS);
    if (!held) return;
    expect((await store.head()).seq).toBe(seq);
    expect((await hub.history(state.id)).map(({ type }) => type)).not.toContain('CaseClockBreached');
  });

  it('[LOG295] takes acts as soon as the clock is right, and for good', async () => {
    const { hub, clock, file } = await started(-6 * 365 * DAY);
    expect((await file(1)).ok).toBe(false);
    clock.stepWall(6 * 365 * DAY + MINUTE);
    expect(accepted(await file(1)).state.id).toBe(20261121000002);
    clock.stepWall(-3 * MINUTE);
    expect((await file(2)).ok).toBe(true);
    await hub.close();
  });

  it('[LOG295] takes acts at once where the operator vouches for the clock, and of an empty log', async () => {
    const { file, doubt } = await started(-6 * 365 * DAY, true);
    expect((await file(1)).ok).toBe(true);
    expect(doubt.sentence()).toBeUndefined();
    expect(new StartDoubt(new FakeClock(), undefined, false).isHeld()).toBe(false);
  });

  it.each([
    [
      'says so in one sentence',
      [],
      /^The machine's clock says 20[^\n]+Z, but the last event of the log is of 20[^\n]+\.$/,
    ],
    ['and says nothing where it is told to trust the clock', ['--trust-clock', 'true'], undefined],
  ])('[LOG295] a hub %s', async (_, flags, sentence) => {
    const path = join(tempDir(), 'data');
    const at = Date.now() + 400 * DAY;
    const dir = DataDir.open({ path, city: 'nyc', mode: 'live', t0: at });
    const store = SqliteStore.open(dir.layout.database);
    const vault = FileVault.open(dir.layout.keys, 0);
    await store.append(new SampleLog({ vault, at }).intakes(1));
    vault.close();
    await store.close();
    dir.close();
    const args = ['--city', 'nyc', '--feed', 'off', '--data-dir', path, '--port', '0', ...flags];
    const hub = await startHub(readConfig(args, {}), quietLog());
    if (sentence === undefined) expect(hub.doubt).toBeUndefined();
    else expect(hub.doubt).toMatch(sentence);
    await hub.close();
  });
});
