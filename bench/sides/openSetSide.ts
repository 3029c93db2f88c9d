import { ClockKeeper, KEEPER_TICK_MS } from '../../server/hub/ClockKeeper.ts';
import type { HubClock } from '../../server/hub/HubClock.ts';
import { OpenSet } from '../../server/hub/OpenSet.ts';
import type { Reply } from '../../server/hub/Submission.ts';
import { openDatabase } from '../../server/store/sqlite/openDatabase.ts';
import { SqliteStore } from '../../server/store/sqlite/SqliteStore.ts';
import { StoreTables } from '../../server/store/sqlite/StoreTables.ts';
import { must } from '../../shared/lib/assert.ts';
import { quantileOf } from '../measure/Figures.ts';
import { cpuMs } from '../process/cpuMs.ts';
import { OpenCases } from '../data/OpenCases.ts';

/** Cases that go on to their next clock between two ticks, and so get another due time. */
const MOVED_A_TICK = 100;
const PAGE = 10_000;

export interface Loaded {
  readonly ms: number;
  readonly mb: number;
}

export interface Ticked {
  /** Of all ticks: one in which another process had the core does not move it. */
  readonly medianUs: number;
  readonly worstUs: number;
  readonly fired: number;
  /** Clocks that were fired later than one tick after their turn. */
  readonly late: number;
}

let openSet = new OpenSet();
let cases = new OpenCases(0);
/** What the process kept before there was a set. */
let emptyMb: number | undefined;

/** The set of open cases and the keeper of their clocks, on a hub's own time that passes tick by tick. */
export const openSetSide = {
  /** Writes the state rows of `count` open cases, as the hub's store keeps them. */
  build(path: string, count: number): void {
    cases = new OpenCases(count);
    const db = openDatabase(path);
    const tables = new StoreTables(db);
    const write = db.transaction((from: number) => {
      for (let n = from; n < Math.min(count, from + PAGE); n++) tables.cases.put(cases.state(n));
    });
    for (let from = 0; from < count; from += PAGE) write(from);
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
  },
  /** Loads the set anew: milliseconds of processor time from the opened store to the last row, megabytes kept. */
  async load(path: string): Promise<Loaded> {
    openSet = new OpenSet();
    const store = SqliteStore.open(path);
    emptyMb ??= keptMb();
    const startedAt = cpuMs();
    for await (const rows of store.openRows()) openSet.load(rows);
    const ms = cpuMs() - startedAt;
    const mb = keptMb() - (emptyMb ?? 0);
    await store.close();
    return { ms, mb };
  },
  /** Runs so many ticks, in which about one clock falls due and a hundred are set anew. */
  async tick(path: string, ticks: number): Promise<Ticked> {
    const fired: Fired = { count: 0, late: 0 };
    const store = SqliteStore.open(path);
    const keeper = keeperOf(fired, store);
    const took: number[] = [];
    for (let tick = 0; tick < ticks; tick++) {
      const moved = Array.from({ length: MOVED_A_TICK }, () => cases.move());
      cases.now += KEEPER_TICK_MS;
      const startedAt = performance.now();
      openSet.apply(moved);
      await keeper.tick();
      took.push((performance.now() - startedAt) * 1_000);
    }
    await store.close();
    took.sort((a, b) => a - b);
    const [medianUs, worstUs] = [quantileOf(took, 0.5), quantileOf(took, 1)];
    return { medianUs, worstUs, fired: fired.count, late: fired.late };
  },
};

const ignore = (): void => undefined;

interface Fired {
  count: number;
  late: number;
}

/** Whatever is fired gets its next clock, as the lane would give it. */
function keeperOf(fired: Fired, store: SqliteStore): ClockKeeper {
  const clock: HubClock = {
    rate: 1,
    now: () => cases.now,
    monotonic: () => cases.now,
    wall: () => cases.now,
    after: () => () => {},
  };
  const reply: Reply = { ok: false, refusal: { code: 'invalid_state' } };
  return new ClockKeeper({
    clock,
    log: { info: ignore, warn: ignore, error: ignore },
    openSet,
    holdBreaches: () => false,
    // Read as the hub reads them, though the cases that were moved stand as they did before.
    cases: async (ids) => {
      await store.cases(ids);
      return new Map(ids.map((id) => [id, cases.due(id, must(openSet.dueOf(id), 'a case is not open'))]));
    },
    submit: ({ command }) => {
      if (command.type !== 'FireClocks') return Promise.resolve(reply);
      const due = must(openSet.dueOf(command.caseId), 'a fired case is not open');
      fired.count++;
      if (cases.now - due > KEEPER_TICK_MS) fired.late++;
      openSet.apply([cases.moved(command.caseId)]);
      return Promise.resolve(reply);
    },
  });
}

function keptMb(): number {
  // The second round frees the arrays that the first let go of.
  for (let round = 0; round < 2; round++) global.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}
