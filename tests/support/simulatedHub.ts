import { ScaledClock } from '../../server/clock/ScaledClock.ts';
import type { FeedPort } from '../../server/feeds/FeedPort.ts';
import { FeedRunner } from '../../server/feeds/FeedRunner.ts';
import { insidePort } from '../../server/feeds/insidePort.ts';
import type { PastProgress } from '../../server/feeds/PastTime.ts';
import { loadSimulation } from '../../server/feeds/simulation/loadSimulation.ts';
import { SimulateFeed } from '../../server/feeds/simulation/SimulateFeed.ts';
import type { Simulation } from '../../server/feeds/simulation/simulationSchema.ts';
import { CallerKeys } from '../../server/http/intake/CallerKeys.ts';
import type { HubClock } from '../../server/hub/HubClock.ts';
import { openHub } from '../../server/hub/openHub.ts';
import { loadCity } from '../../server/loadCity.ts';
import { MemoryStore } from '../../server/store/memory/MemoryStore.ts';
import { City } from '../../shared/domain/City.ts';
import type { Row } from '../../shared/tables/liveTable.ts';
import { FakeClock } from './FakeClock.ts';
import { plainVault } from './plainVault.ts';
import { quietLog } from './quietLog.ts';

const DAY_MS = 86_400_000;

/** Two districts of the demo city, whose hotline answers what people only ask; streets, rules and units as they are. */
export function twoDistricts(): City {
  const { pack, map } = loadCity('beijing');
  const kept = ['110101', '110102'];
  const isKept = (item: { code: string; parentCode?: string | undefined }) =>
    kept.includes(item.code) || kept.includes(item.parentCode ?? '');
  return new City(
    {
      ...pack,
      policies: pack.policies.map((policy) => ({ ...policy, answeredByHotline: ['consult'] })),
      units: pack.units.filter((unit) => !['street', 'district'].includes(unit.kind) || isKept(unit)),
      areas: pack.areas.filter(isKept),
    },
    undefined,
    map,
  );
}

/** The project's numbers, for a smaller city with a shorter past: its matters as they are, its bursts smaller with it. */
export function fewerCases(casesPerDay: number, days: number): Simulation {
  const simulation = loadSimulation();
  const { day, past, cities } = simulation;
  const share = casesPerDay / day.casesPerDay;
  const thinned = Object.entries(cities).map(([id, city]) => {
    const bursts = city.bursts.map((burst) => ({ ...burst, casesPerHour: burst.casesPerHour * share }));
    return [id, { ...city, bursts }] as const;
  });
  return {
    ...simulation,
    day: { ...day, casesPerDay },
    past: { ...past, days },
    cities: Object.fromEntries(thinned),
  };
}

/** A hub that is fed by the simulation, its store in memory; `life` is one process on them. */
export function simulatedHub(city: City, simulation: Simulation, folder: string, now: number) {
  const store = new MemoryStore();
  const vault = plainVault();
  const machine = new FakeClock(now);
  let at = now - simulation.past.days * DAY_MS;

  async function life(around: (port: FeedPort) => FeedPort = (port) => port) {
    const clock = new ScaledClock(at, 1, machine);
    const log = quietLog();
    const hub = await openHub({
      ...{ store, vault, city, clock, log, mode: 'simulate', epoch: 'e', holdBreaches: () => false },
    });
    const { watched, isWaiting } = watch(clock);
    const told: PastProgress[] = [];
    const rows: Row[] = [];
    const feed = new FeedRunner(new SimulateFeed(city, folder, simulation, now));
    const keys = new CallerKeys(Buffer.alloc(32, 1));
    feed.start({
      port: around(insidePort(hub, keys, { role: 'integration', id: 'feed.simulate' })),
      clock: watched,
      log,
      setRow: (row) => rows.push(row),
      past: {
        jumpTo: (to) => clock.jumpTo(to),
        fireDue: () => hub.fireDue(),
        tell: (progress) => told.push(progress),
      },
    });
    /** The process is gone, and none of its timers fires any more; hub time goes on at the last event. */
    const die = async () => {
      await hub.close();
      const [last] = await store.events((await store.head()).seq - 1, 1);
      at = Math.max(at, last?.at ?? at);
    };
    /** Lets so much time pass in steps, each only when the feed has done what was due and waits. */
    const pass = async (ms: number, stepMs = 500) => {
      for (let passed = 0; passed < ms; passed += stepMs) {
        while (!isWaiting()) await new Promise((resolve) => setImmediate(resolve));
        machine.advance(stepMs);
      }
    };
    return { hub, feed, clock, log, told, rows, die, pass };
  }

  return { store, machine, life };
}

/** A clock that says whether whoever has it waits for it. */
function watch(clock: HubClock): { readonly watched: HubClock; readonly isWaiting: () => boolean } {
  let waits = 0;
  const watched: HubClock = {
    now: () => clock.now(),
    get rate() {
      return clock.rate;
    },
    monotonic: () => clock.monotonic(),
    wall: () => clock.wall(),
    after: (realMs, fire) => {
      waits++;
      const callOff = clock.after(realMs, () => {
        waits--;
        fire();
      });
      return () => callOff();
    },
  };
  return { watched, isWaiting: () => waits > 0 };
}
