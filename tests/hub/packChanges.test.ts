import { describe, expect, it } from 'vitest';
import { openHub } from '../../server/hub/openHub.ts';
import type { Hub } from '../../server/hub/Hub.ts';
import type { City } from '../../shared/domain/City.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { RATE_COLUMNS } from '../../shared/domain/rating/rateCounts.ts';
import { accepted, filing, intake, laneHub, ordering } from '../support/laneHub.ts';
import { ratedCity } from '../support/ratedCity.ts';

type Rig = Awaited<ReturnType<typeof laneHub>>;

/** The next hub on the same store, with another pack. */
function startWith({ store, vault, clock, log }: Rig, city: City, epoch = 'second'): Promise<Hub> {
  return openHub({ store, vault, city, clock, log, mode: 'live', epoch, holdBreaches: () => false });
}

async function dispatched(hub: Hub, kind: 'help' | 'suggest'): Promise<CaseState> {
  return accepted(await hub.submit(filing(intake({ kind, hostUnitCode: 'E1' })))).state;
}

async function rateOf({ store }: Rig, key: string) {
  const [row] = await store.counterRows([{ table: 'rates', key }]);
  const told = RATE_COLUMNS.map((column, i) => [column, row?.values[i] ?? 0] as const);
  return Object.fromEntries(told.filter(([, count]) => count !== 0));
}

describe('a pack that has changed', () => {
  it('[CTB300] what a case added is taken back as it was recorded, not as the new pack would have it', async () => {
    const rig = await laneHub(ratedCity());
    const help = await dispatched(rig.hub, 'help');
    const suggestion = await dispatched(rig.hub, 'suggest');
    await rig.hub.close();
    const { scoredKinds } = rig.city.pack;
    const wider = ratedCity({}, { pack: { scoredKinds: [...scoredKinds, 'suggest'] } });
    const hub = await startWith(rig, wider);
    for (const { id } of [help, suggestion])
      accepted(await hub.submit(ordering({ type: 'Sign', caseId: id, payload: {} })));
    expect(await rateOf(rig, '2026-12 E1')).toEqual({
      cases: 2,
      dispatched: 2,
      dispatchedOnTime: 2,
      signDue: 2,
      signOnTime: 2,
      accepted: 2,
    });
    await hub.close();
  });
});
