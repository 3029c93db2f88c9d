import { join } from 'node:path';
import type { Refusal } from '../../shared/domain/refusals.ts';
import { InvariantError, must } from '../../shared/lib/assert.ts';
import { DeadLetters } from './DeadLetters.ts';
import type { DeadRow } from './Fact.ts';
import type { FedTime, FedTurn } from './FedTime.ts';
import type { FeedAnswer, FeedPort } from './FeedPort.ts';
import type { FeedProgress, FeedScript, FeedStage } from './FeedScript.ts';
import type { Act, ActAnswer } from './PatientPort.ts';
import { playTimes } from './playTimes.ts';
import type { PlayTimes } from './playTimes.ts';
import { ReplayCursor } from './ReplayCursor.ts';
import type { Step } from './ReplayPlan.ts';
import { replayWindow } from './replayWindow.ts';
import type { Replay } from './readReplay.ts';

/** So often the place is written down, in real milliseconds and in hub time: the store knows what a repeat sends again for a few days only. */
const SAVE_EVERY_MS = 1_000;
const SAVE_EVERY_HUB_MS = 43_200_000;
/** Before so long nobody knows how fast it goes. */
const MEASURED_FROM_MS = 2_000;
/** Others may file meanwhile, and what they file falls due too: it is looked for so often, in real milliseconds. */
const LOOK_EVERY_MS = 250;

/**
 * Plays the facts of a file, each at its own instant of hub time, with everything that falls due before it. So what
 * comes of a file depends on nothing but file, mapping and city: the speed only says how long to wait. After a crash
 * the steps since the place was last written down are sent again, and the hub answers the same cases again.
 */
export class ReplayFeed implements FeedScript {
  readonly mode = 'replay';
  readonly startAt: number | undefined;
  readonly #replay: Replay;
  readonly #speed: number;
  readonly #times: PlayTimes;
  readonly #cursor: ReplayCursor;
  readonly #dead: DeadLetters;
  /** Steps before the place that file a case. */
  #filed: number;
  /** Real milliseconds since this start, and what was played of the file since then. */
  #since = () => ({ realMs: 0, playedMs: 0 });
  /** No event was recorded later than this: hub time may stand here and not before. */
  #recordedAt = -Infinity;

  /** `folder` is the data directory's `feeds`; throws StartError where another file was begun there. */
  constructor(replay: Replay, folder: string, { speed, skipGapsMs }: { speed: number; skipGapsMs: number }) {
    this.#replay = replay;
    this.#speed = speed;
    this.#times = playTimes(replay.steps, skipGapsMs);
    this.#cursor = new ReplayCursor(join(folder, 'replay.json'), replay.binding, replay.readAt);
    this.#dead = new DeadLetters(join(folder, 'replay.dead.ndjson'));
    this.startAt = replay.steps[0]?.at;
    this.#filed = replay.steps.slice(0, this.#cursor.next).filter(({ kind }) => kind === 'create').length;
  }

  progress(): FeedProgress {
    const { next, unclosed } = this.#cursor;
    const total = this.#replay.steps.length;
    const { leftOut } = this.#replay;
    return { done: next, total, dead: this.#dead.count, unclosed, leftOut, secondsLeft: this.#secondsLeft() };
  }

  /** By how long it took so far, else by the speed; null where neither says anything yet. */
  #secondsLeft(): number | null {
    const leftMs = this.#times.leftAfter(this.#cursor.next);
    if (leftMs === 0) return 0;
    const { realMs, playedMs } = this.#since();
    const perMs = playedMs > 0 && realMs > MEASURED_FROM_MS ? realMs / playedMs : 1 / this.#speed;
    return perMs === 0 ? null : Math.ceil((leftMs * perMs) / 1_000);
  }

  async play(stage: FeedStage): Promise<void> {
    const { clock, port, pause, show, caughtUp } = stage;
    caughtUp();
    const { steps, dead } = this.#replay;
    const time = must(stage.fed, 'a replay has no hub time to move');
    await port.own(() => this.#dead.add(dead));
    this.#recordedAt = Math.max(clock.now(), steps[this.#cursor.next - 1]?.at ?? clock.now());
    time.begin(this.#recordedAt);
    await port.own(() => this.#cursor.save());
    const save = this.#saver(stage);
    const [startedAt, left] = [clock.monotonic(), this.#times.leftAfter(this.#cursor.next)];
    this.#since = () => ({
      realMs: clock.monotonic() - startedAt,
      playedMs: left - this.#times.leftAfter(this.#cursor.next),
    });
    show();
    for (let step = steps[this.#cursor.next]; step !== undefined; step = steps[this.#cursor.next]) {
      const first = Math.min(step.at, await time.soonest());
      const isThere = await this.#isTimeFor(first, step, time, stage);
      if (pause.stopped) break;
      if (!isThere) continue;
      await save(first);
      await this.#playWindow(first, time, stage);
      this.#tell(time, step);
      show();
    }
    await port.own(() => this.#cursor.save());
    if (this.#cursor.next === steps.length) time.end();
  }

  /** Lets hub time run to the next thing that happens, for a while at most; whether the speed has come to it. */
  async #isTimeFor(first: number, step: Step, time: FedTime, { pause, log }: FeedStage): Promise<boolean> {
    const gapMs = this.#times.skippedBefore(this.#cursor.next);
    if (gapMs > 0 && time.reached < step.at) {
      log.info(
        { hours: Math.round(gapMs / 3_600_000), until: step.at },
        'a silent stretch of the file is skipped',
      );
      time.skipTo(step.at);
    }
    const waitMs = time.runTo(first);
    if (waitMs > 0) await pause.for(Math.min(LOOK_EVERY_MS, Math.ceil(waitMs)));
    return waitMs === 0;
  }

  /** Gives the hub all that happens from `first` on, as far as the speed has come and nothing new can fall due. */
  async #playWindow(first: number, time: FedTime, { port, pause }: FeedStage): Promise<void> {
    const { steps } = this.#replay;
    const { next } = this.#cursor;
    const lastAt = must(steps.at(-1), 'a replay has no steps').at;
    const until = Math.min(first + time.leadMs, time.reached + 1, lastAt + 1);
    const window = replayWindow(steps, next, until, await time.turnsBefore(until));
    // What was to have its turn has been dealt with by others meanwhile.
    if (window.acts.length === 0) return pause.for(1);
    const acts = window.acts.filter((act) => !('line' in act) || this.#isToDo(act));
    const answers = await port.all(acts.map((act) => this.#actOf(act, time)));
    const refused: DeadRow[] = [];
    acts.forEach((act, index) => {
      const answer = must(answers[index], 'an act has no answer');
      if ('line' in act) this.#heard(act, answer as FeedAnswer, refused);
      else if (!answer.ok && answer.refusal.code === 'internal_fault')
        throw new InvariantError(`what fell due at ${act.at} could not be recorded`);
    });
    await port.own(() => this.#dead.add(refused));
    for (; this.#cursor.next < window.next; this.#cursor.next++)
      if (steps[this.#cursor.next]?.kind === 'create') this.#filed++;
  }

  /** A row that was set aside is neither filed nor closed. */
  #isToDo({ line }: Step): boolean {
    return !this.#dead.has(line);
  }

  /** Hub time stands at the instant of the act when it is begun; only what was recorded later holds it back. */
  #actOf(act: Step | FedTurn, time: FedTime): Act {
    return async (port) => {
      time.standAt(Math.max(this.#recordedAt, act.at));
      const answer = await ('line' in act ? this.#give(act, port) : act.take());
      if (answer.ok) this.#recordedAt = Math.max(this.#recordedAt, act.at);
      return answer;
    };
  }

  async #give({ kind, line, how, intake }: Step, port: FeedPort): Promise<ActAnswer> {
    if (kind === 'create') return must((await port.submit([intake]))[0], 'an intake has no answer');
    const caseNo = must(this.#cursor.cases.get(line), `line ${line} is to be closed and was never filed`);
    return port.end(caseNo, must(how, `line ${line} is to be closed and has no end`));
  }

  #heard({ line, kind, how }: Step, answer: FeedAnswer, refused: DeadRow[]): void {
    if (kind === 'close') {
      this.#cursor.cases.delete(line);
      // One that has ended meanwhile, or before a crash, is left alone.
      if (!answer.ok && answer.refusal.code !== 'invalid_state') this.#cursor.unclosed++;
    } else if (!answer.ok) refused.push(deadRow(line, answer.refusal));
    else if (how !== undefined) this.#cursor.cases.set(line, answer.value.caseNo);
  }

  #tell(time: FedTime, step: Step): void {
    const [first = step, last = step] = [this.#replay.steps[0], this.#replay.steps.at(-1)];
    const told = { fromAt: first.at, at: step.at, untilAt: last.at, cases: this.#filed };
    time.tell({ ...told, setAside: this.#dead.count, secondsLeft: this.#secondsLeft() });
  }

  #saver({ clock, port }: FeedStage): (hubAt: number) => Promise<void> {
    let savedAt = clock.monotonic();
    let savedHubAt = this.#recordedAt;
    return async (hubAt) => {
      if (clock.monotonic() - savedAt < SAVE_EVERY_MS && hubAt - savedHubAt < SAVE_EVERY_HUB_MS) return;
      await port.own(() => this.#cursor.save());
      savedAt = clock.monotonic();
      savedHubAt = hubAt;
    };
  }
}

function deadRow(line: number, { code, faults }: Refusal): DeadRow {
  return {
    line,
    faults: faults === undefined || faults.length === 0 ? [{ field: '', fault: code }] : faults,
  };
}
