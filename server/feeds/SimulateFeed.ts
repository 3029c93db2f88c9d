import { join } from 'node:path';
import type { City } from '../../shared/domain/City.ts';
import type { CaseStateName } from '../../shared/domain/vocabulary.ts';
import { fnv1a } from '../../shared/lib/fnv1a.ts';
import { must } from '../../shared/lib/assert.ts';
import { CaseWalk, isConflict } from './CaseWalk.ts';
import { Cast } from './Cast.ts';
import { BATCH_CASES } from './FeedPort.ts';
import type { FeedAnswer } from './FeedPort.ts';
import type { FeedProgress, FeedScript, FeedStage } from './FeedScript.ts';
import type { PatientPort } from './PatientPort.ts';
import { SeededRandom } from './SeededRandom.ts';
import { SimulateCursor } from './SimulateCursor.ts';
import type { UnderWay } from './SimulateCursor.ts';

/** Hub milliseconds between two cases at the busiest hour. */
const BUSY_GAP_MS = 2_500;
/** How busy each local hour is, the busiest 10: mornings and early evenings, quiet before dawn. */
const DAY_CURVE = [4, 3, 3, 3, 3, 3, 4, 6, 9, 10, 10, 9, 8, 9, 10, 10, 9, 9, 9, 8, 8, 7, 6, 5] as const;
/** Hub milliseconds that a usual case stays in each state before its next step. */
const STAY_MS: Readonly<Partial<Record<CaseStateName, number>>> = {
  accepted: 25_000,
  dispatched: 30_000,
  signed: 60_000,
  handling: 240_000,
  feedback: 20_000,
};
/** So often the place is written down, in real milliseconds; what a crash loses of it is made up the same again. */
const SAVE_EVERY_MS = 5_000;

/**
 * Made-up cases without end, so that a hub without a source shows life: filed along a day's curve, then
 * signed, contacted and answered by and by. After a restart it goes on with the next number; whatever is
 * sent twice is the same case, and a step that was done already is only noticed.
 */
export class SimulateFeed implements FeedScript {
  readonly mode = 'simulate';
  readonly startAt = undefined;
  readonly #city: City;
  readonly #cast: Cast;
  readonly #seed: number;
  readonly #cursor: SimulateCursor;

  constructor(city: City, folder: string) {
    this.#city = city;
    this.#seed = fnv1a(city.pack.id);
    this.#cast = new Cast(city, this.#seed);
    this.#cursor = new SimulateCursor(join(folder, 'simulate.json'), city.pack.id);
  }

  progress(): FeedProgress {
    return { done: this.#cursor.next, total: null, dead: 0 };
  }

  async play({ clock, port, pause, show }: FeedStage): Promise<void> {
    const cursor = this.#cursor;
    const walk = new CaseWalk(port, this.#city.pack.languages[0] ?? 'en');
    let savedAt = clock.monotonic();
    cursor.nextAt ??= clock.now();
    while (!pause.stopped) {
      await this.#file(clock.now(), port);
      await this.#moveOn(clock.now(), walk, port);
      show();
      if (clock.monotonic() - savedAt >= SAVE_EVERY_MS) {
        await port.own(() => cursor.save());
        savedAt = clock.monotonic();
      }
      await pause.for(Math.max(1, Math.ceil((this.#nextDueAt() - clock.now()) / clock.rate)));
    }
    await cursor.save();
  }

  /** Files what has come due, one batch at most. */
  async #file(now: number, port: PatientPort): Promise<void> {
    const cursor = this.#cursor;
    const due: { readonly n: number; readonly at: number }[] = [];
    let at = cursor.nextAt ?? now;
    for (let n = cursor.next; at <= now && due.length < BATCH_CASES; n++) {
      due.push({ n, at });
      at += this.#gapAfter(n, at);
    }
    if (due.length === 0) return;
    const answers = await port.submit(due.map(({ n }) => this.#cast.caseOf(n).intake));
    for (const [index, answer] of answers.entries())
      this.#remember(answer, must(due[index], 'an answer without its case').n, now);
    cursor.next += due.length;
    cursor.nextAt = at;
  }

  /** Takes the next step of every case whose time has come. */
  async #moveOn(now: number, walk: CaseWalk, port: PatientPort): Promise<void> {
    const due = [...this.#cursor.underWay.values()].filter(({ dueAt }) => dueAt <= now).slice(0, BATCH_CASES);
    await Promise.all(due.map((one) => this.#step(one, now, walk, port)));
  }

  async #step({ caseNo, n }: UnderWay, now: number, walk: CaseWalk, port: PatientPort): Promise<void> {
    const found = await port.read(caseNo);
    const answer = found.ok ? await walk.step(found.value, this.#cast.caseOf(n).unitCode) : found;
    // Whoever else moved the case meanwhile: it is looked at again when its turn comes.
    if (isConflict(answer)) return;
    this.#cursor.underWay.delete(caseNo);
    this.#remember(answer, n, now);
  }

  #remember(answer: FeedAnswer, n: number, now: number): void {
    if (!answer.ok) return;
    const { caseNo, state } = answer.value;
    if (!CaseWalk.isOnItsWay(state)) return;
    const random = new SeededRandom(fnv1a(`${this.#seed} ${n} ${state}`));
    const stay = (STAY_MS[state] ?? 1_000) * this.#cast.caseOf(n).patience * random.between(0.5, 1.5);
    this.#cursor.underWay.set(caseNo, { caseNo, n, dueAt: now + Math.round(stay) });
  }

  #gapAfter(n: number, at: number): number {
    const { startAt } = this.#city.calendar.dayOf(at);
    const busy = DAY_CURVE[Math.floor((at - startAt) / 3_600_000)] ?? 5;
    const random = new SeededRandom(fnv1a(`${this.#seed} gap ${n}`));
    return Math.round((BUSY_GAP_MS * 10 * random.between(0.4, 1.6)) / busy);
  }

  #nextDueAt(): number {
    let next = this.#cursor.nextAt ?? Infinity;
    for (const { dueAt } of this.#cursor.underWay.values()) next = Math.min(next, dueAt);
    return next;
  }
}
