import { join } from 'node:path';
import type { City } from '../../../shared/domain/City.ts';
import { fnv1a } from '../../../shared/lib/fnv1a.ts';
import { must } from '../../../shared/lib/assert.ts';
import { isConflict } from '../FeedPort.ts';
import type { FeedAnswer, FeedCase } from '../FeedPort.ts';
import type { FeedProgress, FeedScript, FeedStage } from '../FeedScript.ts';
import type { PastTime } from '../PastTime.ts';
import { Agenda } from './Agenda.ts';
import type { Act } from './Agenda.ts';
import { Cast } from './Cast.ts';
import { Lines } from './Lines.ts';
import { Plot } from './Plot.ts';
import { SimulateCursor } from './SimulateCursor.ts';
import type { Simulation } from './simulationSchema.ts';
import { Workforce } from './Workforce.ts';

const DAY_MS = 86_400_000;
/** So often the place is written down, in real milliseconds; what a crash loses of it is made up the same again. */
const SAVE_EVERY_MS = 5_000;
/**
 * And so often in hub time: the past runs a hundred thousand times as fast, and the store knows the intakes that a
 * repeat sends again for a few days only.
 */
const SAVE_EVERY_HUB_MS = DAY_MS;
/** Writing it down takes at most one part in so many. */
const SAVE_SHARE = 20;
/** So many acts are under way at the same time: enough to fill the lane's groups. */
const SIDE_BY_SIDE = 256;
/**
 * The past is made up in such stretches of hub time, so that each commit has enough to do. No breach of it is
 * recorded later than this after its turn, and no act done later that follows from another of the same stretch.
 */
const STRETCH_MS = 480_000;

/**
 * Made-up cases without end, and the people who deal with them: callers, the desk, dispatchers, units,
 * reviewers and the callback staff, each acting through the port when its turn comes. Where hub time is
 * behind the machine's, the time between is made up first, in the same way and as fast as the hub takes it.
 */
export class SimulateFeed implements FeedScript {
  readonly mode = 'simulate';
  readonly startAt: number;
  readonly #simulation: Simulation;
  readonly #cast: Cast;
  readonly #workforce: Workforce;
  readonly #plot: Plot;
  readonly #lines: Lines;
  readonly #cursor: SimulateCursor;
  readonly #agenda = new Agenda();
  #next = 0;
  #nextAt: number | undefined;
  #refused = 0;
  #makesUpUntil: number | undefined;
  #at = 0;

  /** `madeAt` is the machine's time: a fresh data directory begins so many days before it. */
  constructor(city: City, folder: string, simulation: Simulation, madeAt: number) {
    const seed = fnv1a(`${simulation.seed} ${city.pack.id}`);
    this.startAt = Math.floor(madeAt) - simulation.past.days * DAY_MS;
    this.#simulation = simulation;
    this.#cast = new Cast(seed, simulation, city);
    this.#workforce = new Workforce(seed, simulation, city, this.#cast);
    this.#plot = new Plot({ seed, simulation, city, cast: this.#cast, workforce: this.#workforce });
    this.#lines = new Lines(seed, simulation, city, this.#workforce);
    this.#cursor = new SimulateCursor(join(folder, 'simulate.json'), city.pack.id);
    const place = this.#cursor.load();
    if (place === undefined) return;
    this.#next = place.next;
    this.#nextAt = place.nextAt;
    this.#workforce.restore(place.busy);
    for (const act of place.acts) this.#agenda.set(act);
  }

  progress(): FeedProgress {
    const done = this.#next;
    const until = this.#makesUpUntil;
    if (until === undefined) return { done, total: null, dead: this.#refused };
    const left = ((until - this.#at) / DAY_MS) * this.#simulation.day.casesPerDay;
    return { done, total: done + Math.max(0, Math.round(left)), dead: this.#refused, makesUpPast: true };
  }

  async play(stage: FeedStage): Promise<void> {
    const { clock, port, pause, show } = stage;
    const saver = this.#saver(stage);
    // Written down before the first case is filed: after a kill its instant must be the same again.
    if (this.#nextAt === undefined) {
      this.#nextAt = clock.now();
      await port.own(() => this.#save(clock.now()));
    }
    if (stage.past !== undefined) await this.#makeUp(stage, stage.past, saver);
    stage.caughtUp();
    while (!pause.stopped) {
      await this.#acts(clock.now(), stage);
      show();
      await saver();
      const left = Math.min(this.#agenda.soonest, this.#nextAt) - clock.now();
      await pause.for(Math.max(1, Math.ceil(left / clock.rate)));
    }
    await this.#save(clock.now());
  }

  /** What lies between hub time and the machine's; nothing where the directory was left alone for longer than the past is made. */
  async #makeUp(stage: FeedStage, past: PastTime, saver: () => Promise<void>): Promise<void> {
    const { clock, pause, show } = stage;
    const fromAt = clock.now();
    const behind = clock.wall() - fromAt;
    if (behind < STRETCH_MS || behind > (this.#simulation.past.days + 1) * DAY_MS) return;
    while (!pause.stopped && clock.wall() > clock.now()) {
      const untilAt = Math.floor(clock.wall());
      const to = Math.min(untilAt, clock.now() + STRETCH_MS);
      while ((await this.#acts(to, stage, past)) === SIDE_BY_SIDE);
      past.jumpTo(to);
      // Waited for: the acts of the next stretch move the time on, and would lend it to what is fired now.
      await past.fireDue();
      this.#makesUpUntil = untilAt;
      this.#at = to;
      past.tell({ fromAt, at: to, untilAt, cases: this.#next });
      show();
      await saver();
    }
    this.#makesUpUntil = undefined;
  }

  /** Files and does what has come due, soonest first, each called at its own instant where time can be moved; how many it was. */
  async #acts(until: number, stage: FeedStage, past?: PastTime): Promise<number> {
    const answers: Promise<void>[] = [];
    while (answers.length < SIDE_BY_SIDE) {
      const nextAt = this.#nextAt ?? Infinity;
      const at = Math.min(nextAt, this.#agenda.soonest);
      if (at > until) break;
      past?.jumpTo(at);
      if (at === nextAt) answers.push(this.#file(nextAt, stage));
      else answers.push(this.#act(must(this.#agenda.take(), 'nothing is due'), stage));
    }
    await Promise.all(answers);
    return answers.length;
  }

  async #file(comesAt: number, { clock, port }: FeedStage): Promise<void> {
    const n = this.#next;
    this.#next++;
    this.#nextAt = this.#cast.curve.next(n, comesAt);
    const at = clock.now();
    const [answer] = await port.submit([this.#cast.caseOf(n, comesAt)]);
    this.#goOn(n, must(answer, 'an intake has no answer'), at, undefined);
  }

  async #act(act: Act, stage: FeedStage): Promise<void> {
    const { clock, port } = stage;
    const at = clock.now();
    if (act.name === 'TakeSeat') {
      this.#agenda.set(this.#plot.seated(act, at));
      return;
    }
    const answer = await port.command(act.caseNo, act.name, act.version, this.#lines.of(act.name, act, at));
    if (answer.ok) this.#goOn(act.n, answer, at, act);
    else await this.#lookAgain(act, answer, stage);
  }

  /** Whoever else moved the case meanwhile, a crash included: it goes on from where it stands. */
  async #lookAgain(act: Act, answer: FeedAnswer, { clock, port, log }: FeedStage): Promise<void> {
    const found = await port.read(act.caseNo);
    const hasMoved = found.ok && found.value.version !== act.version;
    if (hasMoved && isConflict(answer)) {
      this.#goOn(act.n, found, clock.now(), undefined);
      return;
    }
    if (!answer.ok) log.warn({ act: act.name, code: answer.refusal.code }, 'a simulated act was refused');
    // Somebody who may not be called just now is called in another half-day.
    if (found.ok && act.name === 'RecordCallback') {
      const callbackTries = Math.max(1, found.value.callbackTries);
      this.#refused++;
      this.#plan(act.n, { ...found.value, callbackTries }, clock.now());
      return;
    }
    this.#goOn(act.n, answer, clock.now(), act);
  }

  #goOn(n: number, answer: FeedAnswer, at: number, after: Act | undefined): void {
    if (answer.ok) {
      this.#plan(n, answer.value, at, after);
      return;
    }
    this.#refused++;
    this.#agenda.delete(n);
  }

  #plan(n: number, filed: FeedCase, at: number, after?: Act): void {
    const next = this.#plot.next(n, filed, at, after?.name);
    if (next === undefined) this.#agenda.delete(n);
    else this.#agenda.set(next);
  }

  #save(now: number): Promise<void> {
    return this.#cursor.save({
      next: this.#next,
      nextAt: must(this.#nextAt, 'the simulation has not begun'),
      busy: this.#workforce.takenUntil(now),
      acts: this.#agenda,
    });
  }

  /** Saves now and then; called between acts only, so that what is written down holds together. */
  #saver({ clock, port }: FeedStage): () => Promise<void> {
    let dueAt = clock.monotonic() + SAVE_EVERY_MS;
    let hubDueAt = clock.now() + SAVE_EVERY_HUB_MS;
    return async () => {
      const startedAt = clock.monotonic();
      if (startedAt < dueAt && clock.now() < hubDueAt) return;
      await port.own(() => this.#save(clock.now()));
      const took = clock.monotonic() - startedAt;
      dueAt = clock.monotonic() + Math.max(SAVE_EVERY_MS, took * SAVE_SHARE);
      hubDueAt = clock.now() + SAVE_EVERY_HUB_MS;
    };
  }
}
