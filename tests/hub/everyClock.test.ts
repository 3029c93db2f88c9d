import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OpenSet } from '../../server/hub/OpenSet.ts';
import { CorruptStoreError } from '../../server/store/EventStore.ts';
import { MIGRATIONS, migrate } from '../../server/store/sqlite/migrations.ts';
import { numbersCheck } from '../../server/store/sqlite/numbersCheck.js';
import { checkOf } from '../../server/store/sqlite/rowCheck.ts';
import { SqliteStore } from '../../server/store/sqlite/SqliteStore.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { deadlinesOf } from '../../shared/domain/case/deadlines.ts';
import type { Clock } from '../../shared/domain/clock/Clock.ts';
import { must } from '../../shared/lib/assert.ts';
import { savableRow } from '../../shared/tables/deadlineRows.ts';
import { SAVABLE_MINUTES } from '../../shared/tables/savable.ts';
import { CaseScenario, PATHS } from '../support/caseScenario.ts';
import { callbackCity } from '../support/sampleCity.ts';
import { SampleLog } from '../support/sampleGroup.ts';
import { tempDir } from '../support/tempDir.ts';

const MINUTE = 60_000;
const HORIZON = SAVABLE_MINUTES * MINUTE;
const START = Date.UTC(2026, 10, 21, 2);
const template = must(new SampleLog().intakes(1).states[0], 'a group of one has a case');

/** One clock that falls due so many minutes after the start, in each state in which a clock can be. */
const clockOf = (kind: Clock['kind']) =>
  fc
    .record({
      dueIn: fc.integer({ min: -200, max: 400 }),
      budget: fc.constantFrom(10, 30, 61, 120, 1_440),
      state: fc.constantFrom<Clock['state']>('running', 'running', 'running', 'paused', 'met', 'breached'),
      isStopped: fc.boolean(),
    })
    .map(({ dueIn, budget, state, isStopped }): Clock => {
      const startAt = START + (dueIn - budget) * MINUTE;
      const clock: Clock = { kind, startAt, budgetMs: budget * MINUTE, pausedMs: 0, state };
      if (state === 'paused') return { ...clock, pausedAt: startAt };
      return state === 'met' || (state === 'breached' && isStopped) ? { ...clock, stoppedAt: START } : clock;
    });

/** Any clocks at once that a case can have at once: one of each kind, and one clock of the work. */
const clocks = fc
  .tuple(
    fc.subarray(['dispatch', 'sign', 'contact', 'citizen', 'callback'] as const),
    fc.constantFrom('handle', 'rework', undefined),
  )
  .chain(([kinds, work]) =>
    fc.tuple(...[...kinds, ...(work === undefined ? [] : [work])].map((kind) => clockOf(kind))),
  );
const levels = fc.constantFrom<CaseState['level']>('L1', 'L2', 'L3', 'L4', 'unknown');
const instants = fc.integer({ min: -250 * MINUTE, max: 450 * MINUTE }).map((ms) => START + ms);

/** Word for word from the rules, one case after the other: shares nothing with the open set. */
function independently(cases: readonly CaseState[], now: number) {
  const told = { savable: 0, savableContact: 0, near: 0, overdue: 0, savableIds: [] as number[] };
  const order = new Map<number, number>();
  for (const { id, clocks: all } of cases) {
    const due = (clock: Clock) => clock.startAt + clock.budgetMs;
    const share = (clock: Clock) => (clock.budgetMs <= 60 * MINUTE ? 0.5 : 0.75);
    const pressing = all.filter(
      ({ state, stoppedAt }) => stoppedAt === undefined && (state === 'running' || state === 'breached'),
    );
    const keepable = all.filter(
      (clock) =>
        clock.state === 'running' &&
        ['sign', 'contact', 'handle', 'rework'].includes(clock.kind) &&
        due(clock) >= now &&
        due(clock) <= now + HORIZON,
    );
    if (keepable.length > 0) told.savable++;
    if (keepable.length > 0) order.set(id, Math.min(...keepable.map(due)));
    if (keepable.some(({ kind }) => kind === 'contact')) told.savableContact++;
    const isOver = pressing.some((clock) => due(clock) < now);
    if (isOver) told.overdue++;
    else if (pressing.some((clock) => clock.startAt + share(clock) * clock.budgetMs <= now)) told.near++;
  }
  told.savableIds = [...order].sort((a, b) => a[1] - b[1] || a[0] - b[0]).map(([id]) => id);
  return told;
}

describe('savable and near', () => {
  const some = fc.array(fc.tuple(clocks, levels), { minLength: 1, maxLength: 12 });

  it('[DLT289] are functions of all clocks at every instant, in the open set as in its stored rows', async () => {
    await fc.assert(
      fc.asyncProperty(some, fc.array(instants, { minLength: 3, maxLength: 9 }), async (lives, times) => {
        const cases = lives.map(([all, level], n): CaseState => ({
          ...template,
          id: n + 1,
          level,
          clocks: all,
        }));
        const [applied, loaded] = [new OpenSet(), new OpenSet()];
        applied.apply(cases);
        loaded.load(cases.map((state) => ({ id: state.id, ...deadlinesOf(state) })));
        for (const now of times) {
          const expected = independently(cases, now);
          expect(applied.scan(now, now + HORIZON, 100)).toMatchObject(expected);
          expect(loaded.scan(now, now + HORIZON, 100)).toMatchObject(expected);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('[DLT289] a case signed in time stays savable by its handle clock when contact has run out, through a hold too', () => {
    const scenario = new CaseScenario({ city: callbackCity() }).registered({ level: 'L1' });
    const { standing, city, now } = scenario.given(...PATHS.signed);
    const open = new OpenSet();
    open.apply([standing]);
    const at = now + 30 * MINUTE + 1;
    expect(open.scan(at, at + HORIZON, 9)).toMatchObject({ savable: 1, savableContact: 0, overdue: 1 });
    expect(savableRow(standing, city, at)?.[2]).toBe('handle');
  });

  it('[DLT289] come back from the store as they were, for every case', async () => {
    const path = join(tempDir(), 'whistleboard.db');
    const store = SqliteStore.open(path);
    const log = new SampleLog();
    const group = log.intakes(40);
    let n = 0;
    const states = fc.sample(clocks, 40).map((all): CaseState => {
      const state = must(group.states[n++], 'forty cases were filed');
      return { ...state, clocks: all };
    });
    await store.append({ ...group, states });
    await store.close();
    const again = SqliteStore.open(path);
    const rows = [];
    for await (const page of again.openRows()) rows.push(...page);
    expect(rows).toEqual(states.map((state) => ({ id: state.id, ...deadlinesOf(state) })));
    await again.close();
  });
});

describe('a database of the release before', () => {
  /** Its one row, as that release wrote it. */
  function old(path: string): CaseState {
    const db = new Database(path);
    migrate(db, MIGRATIONS.slice(0, 1));
    const state = must(new SampleLog().intakes(1).states[0], 'a group of one has a case');
    const { dueAt, contactAt, nearAt, rank } = deadlinesOf(state);
    const text = JSON.stringify(state);
    const check = numbersCheck(numbersCheck(state.id, dueAt, contactAt, contactAt), nearAt, rank, 0);
    db.prepare('INSERT INTO open_case VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
      ...[state.id, dueAt, contactAt, contactAt, nearAt, rank, check, text, checkOf(text, check)],
    );
    db.close();
    return state;
  }

  it('[STO290] has the deadlines of its open cases worked out anew when it is opened', async () => {
    const path = join(tempDir(), 'whistleboard.db');
    const state = old(path);
    const store = SqliteStore.open(path);
    for await (const page of store.openRows())
      expect(page).toEqual([{ id: state.id, ...deadlinesOf(state) }]);
    expect((await store.cases([state.id])).get(state.id)).toEqual(state);
    await store.close();
  });

  it('[STO290] is not opened where one of its open cases is damaged', () => {
    const path = join(tempDir(), 'whistleboard.db');
    old(path);
    const db = new Database(path);
    db.exec('UPDATE open_case SET contact = contact + 1');
    db.close();
    expect(() => SqliteStore.open(path)).toThrow(CorruptStoreError);
  });
});
