import { isCaseEvent } from '../../shared/domain/LogEvent.ts';
import { FedClock } from '../../server/clock/FedClock.ts';
import { FedTime } from '../../server/feeds/FedTime.ts';
import type { FeedEnd } from '../../server/feeds/Feed.ts';
import { FeedRunner } from '../../server/feeds/FeedRunner.ts';
import { insidePort } from '../../server/feeds/insidePort.ts';
import type { Replay } from '../../server/feeds/readReplay.ts';
import { ReplayFeed } from '../../server/feeds/ReplayFeed.ts';
import { CallerKeys } from '../../server/http/intake/CallerKeys.ts';
import { openHub } from '../../server/hub/openHub.ts';
import type { EventStore } from '../../server/store/EventStore.ts';
import { MemoryStore } from '../../server/store/memory/MemoryStore.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import type { City } from '../../shared/domain/City.ts';
import { COUNTER_TABLES } from '../../shared/tables/liveTables.ts';
import type { CounterTableName } from '../../shared/tables/liveTables.ts';
import type { Row } from '../../shared/tables/liveTable.ts';
import { FakeClock } from './FakeClock.ts';
import { plainVault } from './plainVault.ts';
import { playOut } from './playOut.ts';
import { quietLog } from './quietLog.ts';
import type { SeededRandom } from './seededRandom.ts';

const HOUR_MS = 3_600_000;

/** How one process plays: its speed, after how many commits it is killed, and whether its machine is busy. */
export interface ReplayLife {
  readonly speed: number;
  readonly commits?: number | undefined;
  readonly busy?: SeededRandom;
  readonly skipGapsMs?: number;
  readonly turnMs?: number;
}

/** A hub fed by a file, its store in memory; `life` is one process on it, to its end or to its kill. */
export function replayedHub(city: City, replay: Replay, folder: string) {
  const store = new MemoryStore();
  const vault = plainVault();
  const [keys, log] = [new CallerKeys(Buffer.alloc(32, 1)), quietLog()];
  const startAt = replay.steps[0]?.at ?? 0;

  async function life({ speed, commits, busy, skipGapsMs = 6 * HOUR_MS, turnMs = 100 }: ReplayLife) {
    const machine = busy === undefined ? new FakeClock(0) : new BusyClock(busy);
    const { seq } = await store.head();
    const [last] = seq === 0 ? [] : await store.events(seq - 1, 1);
    const clock = new FedClock(last?.at ?? startAt, speed, machine);
    const { mortal, isDead } = mortalStore(store, commits ?? Infinity);
    const hub = await openHub({
      ...{ store: mortal, vault, city, clock, log, mode: 'replay', epoch: 'e' },
      ...{ holdBreaches: () => false, isTimeFed: true },
    });
    const rows: Row[] = [];
    const setRow = (row: Row): void => {
      rows.push(row);
      hub.setRow('feed', row);
    };
    const startedAt = clock.now();
    const feed = new FeedRunner(new ReplayFeed(replay, folder, { speed, skipGapsMs }));
    feed.start({
      port: insidePort(hub, keys, { role: 'integration', id: 'feed.replay' }),
      ...{ clock, log, setRow, fed: new FedTime(clock, hub) },
    });
    const end: FeedEnd | undefined = await playOut(feed, machine, turnMs, isDead);
    return { end, hub, clock, machine, startedAt, row: rows.at(-1) };
  }

  return { store, log, life };
}

/** All that follows from what was filed: events, states and the whole of every counter table. */
export async function dumpOf(store: EventStore) {
  const events = await store.events(0, 10_000_000);
  const ids = [...new Set(events.filter(isCaseEvent).map(({ caseId }) => caseId))];
  const counters: Record<string, unknown> = {};
  for (const table of Object.keys(COUNTER_TABLES) as CounterTableName[])
    counters[table] = await store.counters(table, false, 1_000_000);
  const states: readonly CaseState[] = [...(await store.cases(ids)).values()];
  return { events, states, counters };
}

/** A machine that is at something else between any two looks at its clock, so that groups are cut at odd places. */
class BusyClock extends FakeClock {
  readonly #random: SeededRandom;
  #lostMs = 0;

  constructor(random: SeededRandom) {
    super(0);
    this.#random = random;
  }

  override monotonic(): number {
    this.#lostMs += this.#random.chance(0.2) ? this.#random.below(8) : 0;
    return super.monotonic() + this.#lostMs;
  }
}

/** The store of a process that is killed: after so many commits none of its calls is answered any more. */
function mortalStore(store: MemoryStore, commits: number) {
  let left = commits;
  const never = new Promise<never>(() => {});
  const mortal = new Proxy<EventStore>(store, {
    get: (target, name) => {
      const held: unknown = Reflect.get(target, name, target);
      if (typeof held !== 'function') return held;
      return (...args: readonly unknown[]): unknown => {
        if (left <= 0) return never;
        if (name === 'append') left--;
        const answer: unknown = Reflect.apply(held, target, args);
        return left <= 0 && name === 'append' ? never : answer;
      };
    },
  });
  return { mortal, isDead: () => left <= 0 };
}
