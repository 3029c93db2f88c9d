import { describe, expect, it } from 'vitest';
import { openHub } from '../../server/hub/openHub.ts';
import type { Hub } from '../../server/hub/Hub.ts';
import { MemoryStore } from '../../server/store/memory/MemoryStore.ts';
import type { AppendGroup } from '../../server/store/EventStore.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import type { City } from '../../shared/domain/City.ts';
import { periodLabel } from '../../shared/domain/rating/FrozenPeriod.ts';
import { KINDS } from '../../shared/domain/vocabulary.ts';
import { COUNTER_TABLES, LIVE_COUNTERS } from '../../shared/tables/liveTables.ts';
import type { CounterTableName } from '../../shared/tables/liveTables.ts';
import { FakeClock } from '../support/FakeClock.ts';
import { caseEventsOf } from '../support/caseEventsOf.ts';
import { independentFold } from '../support/independentFold.ts';
import { independentRates } from '../support/independentRates.ts';
import type { Definition } from '../support/independentRates.ts';
import { plainVault } from '../support/plainVault.ts';
import { quietLog } from '../support/quietLog.ts';
import { ratedCity, ratedProfile } from '../support/ratedCity.ts';
import { ratedLife } from '../support/ratedLife.ts';
import { SAMPLE_BUDGETS, limits } from '../support/sampleCity.ts';
import { SeededRandom } from '../support/seededRandom.ts';

interface Edited {
  readonly city: City;
  /** Undefined where the pack has no definition of rates any more. */
  readonly definition: Definition | undefined;
}

/** Anything that an operator may do to a pack between two starts. */
function edit(random: SeededRandom): Edited {
  const definition: Definition = {
    scored: KINDS.filter((kind) => kind !== 'praise' && random.chance(0.6)),
    proactive: ['grid', 'patrol', 'app'].filter(() => random.chance(0.5)),
    startDay: random.pick([1, 10, 19, 28]),
    cutoffDays: random.pick([0, 10, 30]),
  };
  const { units, areas, categories } = ratedCity().pack;
  const isRated = random.chance(0.85);
  const profile = ratedProfile({
    weights: random.pick([
      { response: 100, solve: 500, satisfaction: 400 },
      { response: 300, solve: 350, satisfaction: 350 },
    ]),
    proactiveChannels: [...definition.proactive],
    periodStartDay: definition.startDay,
    callbackCutoffDays: definition.cutoffDays,
  });
  const city = ratedCity(
    {},
    {
      policy: { budgets: { ...SAMPLE_BUDGETS, handle: limits(random.pick([600, 10_080])) } },
      pack: {
        scoredKinds: KINDS.filter((kind) => definition.scored.includes(kind)),
        profiles: isRated ? [profile] : [],
        units: units.filter(() => random.chance(0.9)),
        areas: areas.filter(({ code }) => code === 'NORTH' || random.chance(0.7)),
        categories: categories.filter(() => random.chance(0.8)),
        dispatchRules: [],
      },
    },
  );
  return { city, definition: isRated ? definition : undefined };
}

/** A store that several hubs are given in turn; each may be killed, and from then on changes nothing. */
class Machine {
  readonly store = new MemoryStore({ beforeAppend: (group) => this.#look(group) });
  readonly clock = new FakeClock();
  readonly vault = plainVault();
  readonly log = quietLog();
  readonly faults: string[] = [];
  #lives = 0;

  /** The next hub; after `appends` of them it is dead. */
  start(city: City, appends = Infinity): Promise<Hub> {
    const life = ++this.#lives;
    let left = appends;
    const append = (group: AppendGroup): Promise<void> =>
      life === this.#lives && left-- > 0 ? this.store.append(group) : new Promise(() => {});
    const store = new Proxy(this.store, {
      get: (target, name) => {
        if (name === 'append') return append;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const { clock, vault, log } = this;
    const epoch = `life-${life}`;
    const rest = { mode: 'live', epoch, holdBreaches: () => false, recountStep: 3 } as const;
    return openHub({ store, vault, city, clock, log, ...rest });
  }

  #look({ counters }: AppendGroup): void {
    for (const { table, key, values } of counters)
      if (values.some((value) => value < 0)) this.faults.push(`${table} ${key} is ${values.join(' ')}`);
  }
}

type Rows = Record<string, Record<string, number>>;

function withoutZeros(rows: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Rows {
  const told = Object.entries(rows).map(([key, row]) => {
    const counts = Object.entries(row).map(([name, count]) => [name, Number(count)] as const);
    return [key, Object.fromEntries(counts.filter(([, count]) => count !== 0))] as const;
  });
  return Object.fromEntries(told.filter(([, row]) => Object.keys(row).length > 0));
}

async function kept(machine: Machine, table: CounterTableName): Promise<Rows> {
  const rows = await machine.store.countersUnder(table, '');
  // None of them stands for nothing: no row is left behind.
  expect(rows.filter(({ values }) => values.every((value) => value === 0))).toEqual([]);
  const columns = COUNTER_TABLES[table].columns.slice(1);
  return withoutZeros(
    Object.fromEntries(
      rows.map(({ key, values }) => [key, Object.fromEntries(values.map((value, i) => [columns[i], value]))]),
    ),
  );
}

/** Every table of counters against other code, and the tables that screens see against the store. */
async function expectRight(machine: Machine, hub: Hub, { city, definition }: Edited): Promise<void> {
  const events = await caseEventsOf(machine.store);
  const { timeZone, caseNoPrefix } = city.pack;
  const fold = independentFold(events, { timeZone, prefix: caseNoPrefix });
  for (const name of ['kpi', 'units', 'cells', 'trend', 'categories', 'channels'] as const) {
    const rows = await kept(machine, name);
    const expected = withoutZeros(fold[name] ?? {});
    if (name === 'channels')
      for (const [key, row] of Object.entries(rows)) rows[key] = { received: row['received'] ?? 0 };
    expect([name, rows]).toEqual([name, expected]);
  }
  const rates = definition === undefined ? {} : independentRates(events, Infinity, definition);
  expect(await kept(machine, 'rates')).toEqual(withoutZeros(rates));
  // What is frozen is shown as it was frozen.
  const frozen = (await machine.store.subjects('period')).map(({ subject }) => periodLabel(subject));
  const isLive = (key: unknown) => !frozen.includes(String(key).slice(0, 7));
  for (const { name } of Object.values(LIVE_COUNTERS)) {
    const { order, limit } = LIVE_COUNTERS[name];
    const snapshot = hub.room('wall').snapshotOf(name)?.snapshot.rows ?? [];
    const shown = snapshot.filter(([key]) => name !== 'rates' || isLive(key));
    const all = await machine.store.counters(name, order.descending, limit);
    const rows = all.filter(({ key }) => name !== 'rates' || isLive(key));
    expect([name, shown.map((row) => [String(row[0]), ...row.slice(1)])]).toEqual([
      name,
      rows.map(({ key, values }) => [key, ...values]),
    ]);
  }
}

const FIRST: Edited = {
  city: ratedCity(),
  definition: {
    scored: ['help', 'complaint', 'report'],
    proactive: ['grid', 'patrol'],
    startDay: 19,
    cutoffDays: 10,
  },
};

describe('counting anew after a change of the pack', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    '[CTB301] whatever changed and whenever the hub was killed, the counters are those of a recount by other code, and never below nothing (seed %d)',
    async (seed) => {
      const random = new SeededRandom(seed);
      const machine = new Machine();
      const open: CaseState[] = [];
      const live = (hub: Hub, steps: number) =>
        ratedLife(seed * 100 + steps, { hub, clock: machine.clock }, steps, open);
      let hub = await machine.start(FIRST.city);
      await live(hub, 60);
      let edited = FIRST;
      for (let change = 0; change < 4; change++) {
        if (random.chance(0.7)) {
          edited = edit(random);
          // Killed after the change is recorded, or somewhere on the way; what is left is left to the next one.
          const killed = await machine.start(edited.city, random.below(6) + 1);
          void killed.submit({
            actor: { role: 'integration', id: 'x' },
            priority: 'people',
            keys: [],
            command: { type: 'Sign', caseId: open[0]?.id ?? 0, payload: {} },
          });
          await machine.clock.advanceAsync(1_000);
        }
        edited = random.chance(0.5) ? edited : edit(random);
        hub = await machine.start(edited.city);
        // Commands come while the counting is under way.
        await live(hub, 15);
        await hub.counted;
        await expectRight(machine, hub, edited);
      }
      expect(machine.faults).toEqual([]);
      await hub.close();
    },
  );
});
