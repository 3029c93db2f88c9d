import { openHub } from '../../server/hub/openHub.ts';
import type { Hub } from '../../server/hub/Hub.ts';
import { MemoryStore } from '../../server/store/memory/MemoryStore.ts';
import type { City } from '../../shared/domain/City.ts';
import { LIVE_TABLES } from '../../shared/tables/liveTables.ts';
import { differencesFromFold } from './differencesFromFold.ts';
import { FakeClock } from './FakeClock.ts';
import { FaultyWire } from './FaultyWire.ts';
import { independentFold } from './independentFold.ts';
import { filing, intake } from './laneHub.ts';
import { plainVault } from './plainVault.ts';
import { quietLog } from './quietLog.ts';
import { randomIntake, randomOrder } from './randomWork.ts';
import { SeededRandom } from './seededRandom.ts';
import { caseEventsOf } from './caseEventsOf.ts';

export interface SeedOutcome {
  readonly cases: number;
  readonly events: number;
  readonly restarts: number;
  readonly failedGroups: number;
  readonly flips: number;
}

/**
 * One run of chaos: random commands, a clock that jumps ahead, appends that fail, hubs that restart, and five
 * screens whose wires drop, double and reorder. Afterwards the wires are mended and audited once, and every
 * screen must equal the hub, and the hub a fold of the log by other code. Throws where one does not.
 */
export async function runSeed(seed: number, steps: number, city: City): Promise<SeedOutcome> {
  const run = new Run(seed, city);
  await run.restart();
  for (let step = 0; step < steps; step++) await run.step();
  await run.settle();
  await run.judge();
  await run.hub.close();
  return run.outcome;
}

class Run {
  readonly #random: SeededRandom;
  readonly #city: City;
  readonly #clock = new FakeClock();
  readonly #vault = plainVault();
  #failNext = false;
  readonly #store = new MemoryStore({
    beforeAppend: () => {
      if (!this.#failNext) return;
      this.#failNext = false;
      throw new Error('the disk said no');
    },
  });
  readonly #ids: number[] = [];
  readonly #wires: FaultyWire[] = [];
  #hub: Hub | undefined;
  #serial = 0;
  #restarts = 0;
  #failedGroups = 0;
  #flips = 0;

  constructor(seed: number, city: City) {
    this.#random = new SeededRandom(seed);
    this.#city = city;
  }

  get hub(): Hub {
    if (this.#hub === undefined) throw new Error('no hub has been started');
    return this.#hub;
  }

  get outcome(): SeedOutcome {
    const { cases, restarts, failedGroups, flips } = {
      cases: this.#ids.length,
      restarts: this.#restarts,
      failedGroups: this.#failedGroups,
      flips: this.#flips,
    };
    return { cases, events: this.hub.seq, restarts, failedGroups, flips };
  }

  async restart(): Promise<void> {
    if (this.#hub !== undefined) await this.#hub.close();
    this.#restarts++;
    const hub = await openHub({
      store: this.#store,
      vault: this.#vault,
      city: this.#city,
      clock: this.#clock,
      mode: 'live',
      epoch: `epoch-${this.#restarts}`,
      log: quietLog(),
      holdBreaches: () => false,
    });
    this.#hub = hub;
    hub.room('wall').onFrame((frame) => this.#wires.forEach((wire) => wire.broadcast(frame)));
    while (this.#wires.length < 5) this.#wires.push(new FaultyWire(hub));
    this.#wires.forEach((wire) => wire.connect(hub));
  }

  async step(): Promise<void> {
    const dice = this.#random.next();
    if (dice < 0.3) await this.#file();
    else if (dice < 0.55) await this.#order();
    else if (dice < 0.6) await this.#pass(this.#random.below(90) * 60_000);
    else if (dice < 0.602) await this.restart();
    else if (dice < 0.61) this.#failNext = true;
    else if (dice < 0.62) this.#flip();
    else this.#trouble();
    this.#clock.advance(20);
  }

  /** Lets hub time run ahead at once and gives the clock keeper one tick to see it. */
  async #pass(ms: number): Promise<void> {
    this.#clock.stepWall(ms);
    await this.#clock.advanceAsync(300);
  }

  async settle(): Promise<void> {
    this.#failNext = false;
    // A frame that was lost shows at the next of its tables: a last case, sent to a unit and let go overdue, is in all.
    await this.hub.submit(filing(intake({ level: 'L1', kind: 'help', hostUnitCode: 'ROADS' })));
    await this.#pass(60 * 60_000);
    // Past a whole second, so that what a look at the deadlines found has been told as well.
    await this.#clock.advanceAsync(1_500);
    this.hub.room('wall').flush();
    for (const wire of this.#wires) if (!wire.isConnected) wire.connect(this.hub);
    // Twice: what was lost on the way is asked for again only when one whole interval has passed.
    for (let round = 0; round < 3; round++) {
      for (const wire of this.#wires) {
        wire.deliverAll();
        wire.screen.audit();
        wire.deliverAll();
      }
    }
  }

  async judge(): Promise<void> {
    const expected = this.#tablesOfHub();
    this.#wires.forEach((wire, i) => {
      for (const [name, rows] of expected) {
        const replica = wire.screen.replicas.get(name);
        const shown = [...(replica?.rows() ?? [])].map((row) => JSON.stringify(row)).sort();
        if (shown.join('\n') !== rows) throw new Error(`screen ${i + 1} shows another ${name} than the hub`);
      }
    });
    await this.#judgeHub();
  }

  #tablesOfHub(): ReadonlyMap<string, string> {
    const room = this.hub.room('wall');
    const names = Object.keys(LIVE_TABLES);
    return new Map(
      names.map((name) => {
        const rows = room.snapshotOf(name)?.snapshot.rows ?? [];
        return [
          name,
          rows
            .map((row) => JSON.stringify(row))
            .sort()
            .join('\n'),
        ];
      }),
    );
  }

  async #judgeHub(): Promise<void> {
    const events = await caseEventsOf(this.#store);
    const { timeZone, caseNoPrefix } = this.#city.pack;
    const numbers = independentFold(events, { timeZone, prefix: caseNoPrefix });
    for (const name of ['kpi', 'units', 'cells', 'trend', 'categories', 'channels', 'intake'] as const) {
      const snapshot = this.hub.room('wall').snapshotOf(name)?.snapshot;
      if (snapshot === undefined) throw new Error(`the hub has no table ${name}`);
      const [first] = differencesFromFold(snapshot, numbers);
      if (first !== undefined) throw new Error(first);
    }
  }

  async #file(): Promise<void> {
    const count = 1 + this.#random.below(3);
    const batch = Array.from({ length: count }, () => randomIntake(this.#random, this.#city, this.#serial++));
    // The last one is now and then handed in twice, as by a caller that did not hear the answer.
    const last = batch.at(-1);
    if (last !== undefined && this.#random.chance(0.2)) batch.push(last);
    const replies = await Promise.all(batch.map((submission) => this.hub.submit(submission)));
    for (const reply of replies) {
      if (!reply.ok) this.#failedGroups++;
      else if (!this.#ids.includes(reply.value.state.id)) this.#ids.push(reply.value.state.id);
    }
  }

  async #order(): Promise<void> {
    const id = this.#ids[Math.max(0, this.#ids.length - 1 - this.#random.below(40))];
    const state = id === undefined ? undefined : await this.hub.caseOf(id);
    if (state !== undefined) await this.hub.submit(randomOrder(this.#random, this.#city, state));
  }

  /** Changes one cell of one row in a screen's memory; its next audit must notice. */
  #flip(): void {
    const wire = this.#random.pick(this.#wires);
    const replica = wire?.screen.replicas.get('units');
    const row = replica === undefined ? undefined : this.#random.pick([...replica.rows()]);
    if (!Array.isArray(row)) return;
    row[1] = Number(row[1]) + 1;
    this.#flips++;
    if (this.#random.chance(0.5)) wire?.screen.audit();
  }

  #trouble(): void {
    const wire = this.#random.pick(this.#wires);
    if (wire === undefined) return;
    const dice = this.#random.next();
    if (dice < 0.03) wire.disconnect();
    else if (dice < 0.3 && !wire.isConnected) wire.connect(this.hub);
    else if (dice < 0.34) wire.drop();
    else if (dice < 0.38) wire.double();
    else if (dice < 0.42) wire.swap();
    else if (dice < 0.5) wire.screen.audit();
    else if (dice < 0.9) wire.deliver();
    else wire.deliverAll();
  }
}
