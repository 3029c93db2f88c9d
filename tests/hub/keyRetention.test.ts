import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { watchClock } from '../../server/clock/watchClock.ts';
import { openHub } from '../../server/hub/openHub.ts';
import type { EventStore } from '../../server/store/EventStore.ts';
import { MemoryStore } from '../../server/store/memory/MemoryStore.ts';
import { SqliteStore } from '../../server/store/sqlite/SqliteStore.ts';
import { FakeClock } from '../support/FakeClock.ts';
import { accepted, filing, intake } from '../support/laneHub.ts';
import { plainVault } from '../support/plainVault.ts';
import { quietLog } from '../support/quietLog.ts';
import { sampleCity } from '../support/sampleCity.ts';
import { tempDir } from '../support/tempDir.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
const file = (n: number) => filing(intake({ externalId: `x${n}` }), [{ hash: `0${n}`, bodyMac: 'aa' }]);

describe.each(['MemoryStore', 'SqliteStore'])('callers’ keys in a %s', (kind) => {
  const path = () => join(tempDir(), 'whistleboard.db');

  async function keeping() {
    const clock = new FakeClock();
    const memory = new MemoryStore();
    const file = path();
    const open = (): EventStore => (kind === 'MemoryStore' ? memory : SqliteStore.open(file));
    const start = () => {
      const { holdBreaches } = watchClock(clock, quietLog());
      const rest = { mode: 'live', epoch: 'e', log: quietLog(), holdBreaches } as const;
      return openHub({ ...rest, store: open(), vault: plainVault(), city: sampleCity(), clock });
    };
    return { clock, start };
  }

  it('[LOG294] answer a retry as a repeat although the clock was four days ahead for two seconds', async () => {
    const { clock, start } = await keeping();
    const hub = await start();
    const { state } = accepted(await hub.submit(file(1)));
    clock.stepWall(4 * DAY);
    accepted(await hub.submit(file(2)));
    clock.advance(2_000);
    clock.stepWall(-4 * DAY);
    accepted(await hub.submit(file(3)));
    expect(accepted(await hub.submit(file(1)))).toMatchObject({ repeated: true, state: { id: state.id } });
    await hub.close();
  });

  it('[LOG294] answer it so also where nobody saw the step, since it came while the hub was down', async () => {
    const { clock, start } = await keeping();
    const hub = await start();
    accepted(await hub.submit(file(1)));
    await hub.close();
    clock.stepWall(4 * DAY);
    const ahead = await start();
    for (const n of [2, 3]) accepted(await ahead.submit(file(n)));
    clock.advance(10 * MINUTE);
    accepted(await ahead.submit(file(4)));
    await ahead.close();
    clock.stepWall(-4 * DAY);
    const back = await start();
    expect(accepted(await back.submit(file(1)))).toMatchObject({ repeated: true });
    await back.close();
  });

  it('[LOG294] answer it so after two starts days ahead, with filings on both days', async () => {
    const { clock, start } = await keeping();
    const hub = await start();
    accepted(await hub.submit(file(1)));
    await hub.close();
    clock.stepWall(10 * DAY);
    for (const n of [2, 3]) {
      const ahead = await start();
      accepted(await ahead.submit(file(n)));
      clock.advance(DAY);
      accepted(await ahead.submit(file(n + 2)));
      await ahead.close();
    }
    const again = await start();
    expect(accepted(await again.submit(file(1)))).toMatchObject({ repeated: true });
    await again.close();
  });

  it('[LOG294] go after three further days with filings, however long nothing was filed', async () => {
    const { clock, start } = await keeping();
    const hub = await start();
    accepted(await hub.submit(file(1)));
    for (const [n, days] of [4, 1, 1].entries()) {
      clock.advance(days * DAY);
      accepted(await hub.submit(file(n + 2)));
    }
    expect(accepted(await hub.submit(file(1)))).toMatchObject({ repeated: true });
    clock.advance(DAY);
    accepted(await hub.submit(file(5)));
    expect(accepted(await hub.submit(file(1)))).toMatchObject({ repeated: false });
    await hub.close();
  });
});
