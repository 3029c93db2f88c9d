import { describe, expect, it } from 'vitest';
import { openHub } from '../../server/hub/openHub.ts';
import type { Hub } from '../../server/hub/Hub.ts';
import type { City } from '../../shared/domain/City.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { asHubEvent } from '../../shared/domain/LogEvent.ts';
import { must } from '../../shared/lib/assert.ts';
import { accepted, filing, intake, laneHub, ordering } from '../support/laneHub.ts';
import { ratedCity } from '../support/ratedCity.ts';
import { ratedLife, timePasses } from '../support/ratedLife.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The end of the callbacks that count in 2026-12. */
const CUTOFF = Date.parse('2026-12-29T00:00:00+08:00');

type Rig = Awaited<ReturnType<typeof laneHub>>;

const december = (city: City) => must(city.periods.named('2026-12'), 'no period');

async function until(rig: Rig, instant: number): Promise<void> {
  await timePasses(rig, instant - rig.clock.now());
}

async function dispatched(hub: Hub): Promise<CaseState> {
  return accepted(await hub.submit(filing(intake({ hostUnitCode: 'E1', level: 'L4' })))).state;
}

async function sign(hub: Hub, { id }: CaseState): Promise<void> {
  accepted(await hub.submit(ordering({ type: 'Sign', caseId: id, payload: {} })));
}

/** What the log says of freezing, in order. */
async function frozenIn({ store }: Rig) {
  const events = await store.events(0, 1_000_000);
  return events.flatMap((event) => asHubEvent(event, 'PeriodFrozen') ?? []);
}

function startWith({ store, vault, clock, log }: Rig, city: City): Promise<Hub> {
  return openHub({ store, vault, city, clock, log, mode: 'live', epoch: 'next', holdBreaches: () => false });
}

const shownRates = (hub: Hub) =>
  (hub.room('wall').snapshotOf('rates')?.snapshot.rows ?? []).filter(([key]) =>
    String(key).startsWith('2026-12'),
  );

describe('the freezing of a period', () => {
  it('[RAT300] is one event with the numbers as of the cutoff, which a longer log and another pack leave alone', async () => {
    const rig = await laneHub(ratedCity());
    await ratedLife(71, rig, 40);
    await until(rig, CUTOFF - MINUTE);
    const { seq } = rig.hub;
    await until(rig, CUTOFF + 5 * MINUTE);
    const [event, ...others] = await frozenIn(rig);
    expect(others).toEqual([]);
    expect(event).toMatchObject({ kind: 'period', subject: 202612, prev: 0, data: { seq } });
    expect(event?.data.hash).toMatch(/^[0-9a-f]{64}$/);
    const told = await rig.hub.rates.countsOf(december(rig.city));
    expect(told).toMatchObject({ state: 'frozen', seq });
    expect(told.rates.size).toBeGreaterThan(1);
    await ratedLife(72, rig, 20);
    await rig.hub.close();
    const units = rig.city.pack.units.slice(3).map((unit) => ({ ...unit, tier: 'OTHER' }));
    const other = ratedCity(
      { periodStartDay: 5, weights: { response: 300, solve: 350, satisfaction: 350 } },
      { pack: { units, scoredKinds: ['suggest'], tiers: [] } },
    );
    const hub = await startWith(rig, other);
    await hub.counted;
    await ratedLife(73, { ...rig, hub }, 10);
    const period = must(await hub.rates.named('2026-12'), 'no period');
    expect(JSON.parse(JSON.stringify(period))).toEqual(JSON.parse(JSON.stringify(december(rig.city))));
    expect(await hub.rates.countsOf(period)).toEqual({ ...told, period });
    expect((await frozenIn(rig)).filter(({ subject }) => subject === 202612)).toEqual([event]);
    await hub.close();
  });

  it('[RAT301] never comes while the machine’s clock is in doubt, and counts what was received before the true cutoff', async () => {
    const rig = await laneHub(ratedCity());
    const [first, second] = [await dispatched(rig.hub), await dispatched(rig.hub)];
    await until(rig, CUTOFF - 4 * HOUR);
    // Five hours ahead: an hour past the cutoff, as it seems.
    rig.holdBreaches(true);
    rig.clock.stepWall(5 * HOUR);
    await sign(rig.hub, first);
    await rig.clock.advanceAsync(10_000);
    expect(await frozenIn(rig)).toEqual([]);
    expect(await rig.hub.rates.stateOf(december(rig.city))).toBe('provisional');
    rig.clock.stepWall(-5 * HOUR);
    await sign(rig.hub, second);
    const { seq } = rig.hub;
    rig.holdBreaches(false);
    await until(rig, CUTOFF + 5 * MINUTE);
    const [event] = await frozenIn(rig);
    expect(event?.data.seq).toBeGreaterThanOrEqual(seq);
    const e1 = event?.data.rates.find(([unit]) => unit === 'E1')?.[1];
    expect(e1?.[0]).toBe(2);
    for (let n = 0; n < 5; n++) await dispatched(rig.hub);
    await rig.hub.close();
    const again = await rig.start('second');
    await rig.clock.advanceAsync(1_000);
    expect(await frozenIn(rig)).toEqual([event]);
    expect((await again.rates.countsOf(december(rig.city))).seq).toBe(event?.data.seq);
    await again.close();
  });

  it('[RAT302] comes at the next start where no hub was at work at the cutoff, once for every period that is over', async () => {
    const rig = await laneHub(ratedCity());
    await dispatched(rig.hub);
    const { seq } = rig.hub;
    await rig.hub.close();
    rig.clock.stepWall(100 * DAY);
    const again = await rig.start('second');
    await rig.clock.advanceAsync(1_000);
    const labels = (await frozenIn(rig)).map(({ data }) => [data.period.label, data.seq]);
    expect(labels[0]).toEqual(['2026-12', seq]);
    expect(labels.map(([label]) => label)).toEqual(['2026-12', '2027-01', '2027-02']);
    await again.close();
    const third = await rig.start('third');
    await rig.clock.advanceAsync(1_000);
    expect(await frozenIn(rig)).toHaveLength(3);
    await third.close();
  });

  it('[RAT303] holds for the table that screens see: nothing that happens to a case later moves its rows', async () => {
    const rig = await laneHub(ratedCity());
    const cases = [await dispatched(rig.hub), await dispatched(rig.hub), await dispatched(rig.hub)];
    await until(rig, CUTOFF + 5 * MINUTE);
    const before = shownRates(rig.hub);
    expect(before.length).toBeGreaterThan(0);
    const [erased, withdrawn, signed] = cases.map(({ id }) => id);
    for (const order of [
      { type: 'EraseCase', caseId: erased ?? 0, payload: {} },
      { type: 'Withdraw', caseId: withdrawn ?? 0, payload: {} },
      { type: 'Sign', caseId: signed ?? 0, payload: {} },
    ] as const)
      accepted(await rig.hub.submit(ordering(order)));
    await rig.clock.advanceAsync(1_000);
    expect(shownRates(rig.hub)).toEqual(before);
    const { rates } = await rig.hub.rates.countsOf(december(rig.city));
    expect(new Map(before.map(([key, ...cells]) => [String(key).slice(8), cells]))).toEqual(rates);
    await rig.hub.close();
    const again = await rig.start('second');
    expect(shownRates(again)).toEqual(before);
    await again.close();
  });

  it('[RAT46] an open case that is erased stays counted as it was, and its end is no closing', async () => {
    const rig = await laneHub(ratedCity());
    const { id } = await dispatched(rig.hub);
    const before = (await rig.hub.rates.countsOf(december(rig.city))).rates;
    accepted(await rig.hub.submit(ordering({ type: 'EraseCase', caseId: id, payload: {} })));
    expect((await rig.hub.rates.countsOf(december(rig.city))).rates).toEqual(before);
    const [kpi] = await rig.store.counterRows([{ table: 'kpi', key: 'all' }]);
    expect(kpi?.values.slice(0, 5)).toEqual([1, 0, 0, 0, 0]);
    await rig.hub.close();
  });
});
