import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openHub } from '../../server/hub/openHub.ts';
import { SqliteStore } from '../../server/store/sqlite/SqliteStore.ts';
import { caseIdOf, LAST_SERIAL } from '../../shared/domain/ids.ts';
import { FakeClock } from '../support/FakeClock.ts';
import { accepted, filing, intake } from '../support/laneHub.ts';
import { plainVault } from '../support/plainVault.ts';
import { quietLog } from '../support/quietLog.ts';
import { sampleCity } from '../support/sampleCity.ts';
import { SAMPLE_DAY, SampleLog } from '../support/sampleGroup.ts';
import { tempDir } from '../support/tempDir.ts';

const key = (hash: string) => [{ hash, bodyMac: 'aa' }];
const file = (n: number) => filing(intake({ externalId: `x${n}` }), key(`0${n}`));

/** A hub whose day has two serials left, and how it is started again on the same file. */
async function lastOfTheDay() {
  const path = join(tempDir(), 'whistleboard.db');
  const clock = new FakeClock();
  const store = SqliteStore.open(path);
  await store.append(new SampleLog({ lastSerial: LAST_SERIAL - 3 }).intakes(1));
  await store.close();
  const start = () =>
    openHub({
      ...{ store: SqliteStore.open(path), vault: plainVault(), city: sampleCity(), clock, log: quietLog() },
      ...{ mode: 'live', epoch: 'e', holdBreaches: () => false },
    });
  return { clock, start };
}

it('[LOG287] of one group that crosses the last serial only what lies beyond it is refused, and nothing of it kept', async () => {
  const { start } = await lastOfTheDay();
  const hub = await start();
  const replies = await Promise.all([1, 2, 3, 4].map((n) => hub.submit(file(n))));
  expect(replies.map((reply) => (reply.ok ? reply.value.state.id : reply.refusal))).toEqual([
    caseIdOf(SAMPLE_DAY, LAST_SERIAL - 1),
    caseIdOf(SAMPLE_DAY, LAST_SERIAL),
    { code: 'day_full' },
    { code: 'day_full' },
  ]);
  expect(hub.load().groups).toBe(1);
  expect(hub.load().openCases).toBe(3);
  expect(await hub.submit(file(3))).toMatchObject({ ok: false, refusal: { code: 'day_full' } });
  expect(accepted(await hub.submit(file(2)))).toMatchObject({ repeated: true });
  await hub.close();
});

it('[LOG287] after a restart the day is still full, and the next day begins at 1', async () => {
  const { clock, start } = await lastOfTheDay();
  const first = await start();
  for (const n of [1, 2]) accepted(await first.submit(file(n)));
  await first.close();
  const hub = await start();
  expect(await hub.submit(file(3))).toEqual({ ok: false, refusal: { code: 'day_full' } });
  clock.advance(14 * 3_600_000);
  const next = accepted(await hub.submit(file(3)));
  expect(next).toMatchObject({ repeated: false, state: { id: caseIdOf(SAMPLE_DAY + 1, 1) } });
  await hub.close();
  const again = await start();
  expect(accepted(await again.submit(file(4))).state.id).toBe(caseIdOf(SAMPLE_DAY + 1, 2));
  await again.close();
});
