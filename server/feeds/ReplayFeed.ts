import { join } from 'node:path';
import type { City } from '../../shared/domain/City.ts';
import type { Refusal } from '../../shared/domain/refusals.ts';
import { must } from '../../shared/lib/assert.ts';
import { CaseWalk } from './CaseWalk.ts';
import { DeadLetters } from './DeadLetters.ts';
import type { FeedProgress, FeedScript, FeedStage } from './FeedScript.ts';
import { nextWindow } from './nextWindow.ts';
import type { PatientPort } from './PatientPort.ts';
import { ReplayCursor } from './ReplayCursor.ts';
import type { DeadRow, Step } from './ReplayPlan.ts';
import type { Replay } from './readReplay.ts';

/** So many cases are brought to their end at the same time: enough to share a group, few enough to leave room. */
const SIDE_BY_SIDE = 25;

/**
 * Plays a file's steps on the hub's clock, each when its time has come and none before. A window of due
 * steps is acknowledged whole before the cursor moves past it; after a crash at most that window is sent
 * again, and the hub answers the same cases again.
 */
export class ReplayFeed implements FeedScript {
  readonly mode = 'replay';
  readonly startAt: number | undefined;
  readonly #replay: Replay;
  readonly #city: City;
  readonly #cursor: ReplayCursor;
  readonly #dead: DeadLetters;

  /** `folder` is the data directory's `feeds`; throws StartError where another file was begun there. */
  constructor(replay: Replay, city: City, folder: string) {
    this.#replay = replay;
    this.#city = city;
    this.#cursor = new ReplayCursor(join(folder, 'replay.json'), replay.binding);
    this.#dead = new DeadLetters(join(folder, 'replay.dead.ndjson'));
    this.startAt = replay.steps[0]?.at;
  }

  progress(): FeedProgress {
    return { done: this.#cursor.next, total: this.#replay.steps.length, dead: this.#dead.count };
  }

  async play({ clock, port, pause, show, caughtUp }: FeedStage): Promise<void> {
    caughtUp();
    const { steps, dead } = this.#replay;
    await this.#setAside(dead, port);
    show();
    const walk = new CaseWalk(port, this.#city.pack.languages[0] ?? 'en');
    for (;;) {
      const step = steps[this.#cursor.next];
      if (step === undefined || pause.stopped) return;
      const window = nextWindow(steps, this.#cursor.next, clock.now());
      if (window.length === 0) {
        await pause.for(Math.max(1, Math.ceil((step.at - clock.now()) / clock.rate)));
        continue;
      }
      await this.#create(window, port);
      await this.#close(window, walk, port);
      this.#cursor.next += window.length;
      await port.own(() => this.#cursor.save());
      show();
    }
  }

  async #create(window: readonly Step[], port: PatientPort): Promise<void> {
    const creates = window.filter((step) => step.kind === 'create' && !this.#dead.has(step.line));
    if (creates.length === 0) return;
    const answers = await port.submit(creates.map(({ intake }) => intake));
    const refused: DeadRow[] = [];
    for (const [index, answer] of answers.entries()) {
      const { line, closes } = must(creates[index], 'an answer without its step');
      if (!answer.ok) refused.push(deadRow(line, answer.refusal));
      else if (closes) this.#cursor.cases.set(line, answer.value.caseNo);
    }
    await this.#setAside(refused, port);
  }

  async #close(window: readonly Step[], walk: CaseWalk, port: PatientPort): Promise<void> {
    const closes = window.filter((step) => step.kind === 'close' && !this.#dead.has(step.line));
    const refused: DeadRow[] = [];
    for (let from = 0; from < closes.length; from += SIDE_BY_SIDE) {
      const some = closes.slice(from, from + SIDE_BY_SIDE);
      const dead = await Promise.all(some.map((step) => this.#finish(step, walk)));
      refused.push(...dead.filter((row) => row !== undefined));
    }
    await this.#setAside(refused, port);
    for (const { line } of closes) this.#cursor.cases.delete(line);
  }

  async #finish({ line, intake }: Step, walk: CaseWalk): Promise<DeadRow | undefined> {
    const caseNo = must(this.#cursor.cases.get(line), `line ${line} is to be closed and was never filed`);
    const answer = await walk.finish(caseNo, intake.hostUnitCode);
    return answer.ok ? undefined : deadRow(line, answer.refusal);
  }

  #setAside(rows: readonly DeadRow[], port: PatientPort): Promise<void> {
    return port.own(() => this.#dead.add(rows));
  }
}

function deadRow(line: number, { code, faults }: Refusal): DeadRow {
  return {
    line,
    faults: faults === undefined || faults.length === 0 ? [{ field: '', fault: code }] : faults,
  };
}
