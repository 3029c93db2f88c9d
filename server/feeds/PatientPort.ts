import type { CaseCommandName } from '../../shared/domain/case/CaseCommand.ts';
import type { Refusal, RefusalCode } from '../../shared/domain/refusals.ts';
import { InvariantError, must } from '../../shared/lib/assert.ts';
import type { Result } from '../../shared/lib/Result.ts';
import type { Log } from '../Log.ts';
import type { FeedAnswer, FeedPort, IntakeBody } from './FeedPort.ts';
import type { Pause } from './Pause.ts';

/** The feed was told to stop while the hub could not take what it had. */
export class FeedStopped extends Error {
  override readonly name = 'FeedStopped';
}

/** The hub will not have anything from this feed: to go on would only repeat the same no. */
export class FeedRefused extends Error {
  override readonly name = 'FeedRefused';
}

export type ActAnswer = Result<unknown, Refusal>;
/** Something that a feed has the hub do; that it was begun means that it is on its way, behind those begun before. */
export type Act = (port: FeedPort) => Promise<ActAnswer>;

/** A no that says nothing about the row: the hub cannot just now. */
const NOT_NOW: ReadonlySet<RefusalCode> = new Set([
  'too_fast',
  'storage_failed',
  'day_full',
  'clock_in_doubt',
  'storage_full',
  'shutting_down',
]);
/** A no to the feed itself. */
const NOT_YOU: ReadonlySet<RefusalCode> = new Set([
  'unauthenticated',
  'not_allowed',
  'contract_version',
  'method_not_allowed',
  'not_built_yet',
]);

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;

/**
 * A port that asks again until it has an answer about the matter itself: after a failed store, a full one,
 * a hub that is too busy or cannot be reached it waits, longer each time, and never gives a row up.
 */
export class PatientPort {
  readonly #port: FeedPort;
  readonly #pause: Pause;
  readonly #log: Log;
  /** Told when waiting begins and when it has ended. */
  readonly #onWaiting: (waits: boolean) => void;

  constructor(port: FeedPort, pause: Pause, log: Log, onWaiting: (waits: boolean) => void) {
    this.#port = port;
    this.#pause = pause;
    this.#log = log;
    this.#onWaiting = onWaiting;
  }

  /** One final answer for each intake, in their order. Throws FeedStopped or FeedRefused. */
  async submit(intakes: readonly IntakeBody[]): Promise<readonly FeedAnswer[]> {
    const answers = new Map<number, FeedAnswer>();
    let open = [...intakes.keys()];
    await this.#untilDone(async () => {
      const now = await this.#port.submit(open.map((index) => must(intakes[index], 'an intake is gone')));
      let refusal: Refusal | undefined;
      open = open.filter((index, position) => {
        const answer = must(now[position], 'the hub answered fewer intakes than it was sent');
        const again = notNow(answer);
        if (again === undefined) answers.set(index, answer);
        refusal ??= again;
        return again !== undefined;
      });
      return refusal;
    });
    return [...intakes.keys()].map((index) => must(answers.get(index), 'an intake has no answer'));
  }

  /** One final answer for each act, begun in their order; what the hub cannot take just now is begun again, in order. */
  async all(acts: readonly Act[]): Promise<readonly ActAnswer[]> {
    const answers = new Map<Act, ActAnswer>();
    let open = acts;
    await this.#untilDone(async () => {
      let refusal: Refusal | undefined;
      const now = await Promise.all(open.map((act) => act(this.#port)));
      open = open.filter((act, position) => {
        const answer = must(now[position], 'an act has no answer');
        const again = notNow(answer);
        if (again === undefined) answers.set(act, answer);
        refusal ??= again;
        return again !== undefined;
      });
      return refusal;
    });
    return acts.map((act) => must(answers.get(act), 'an act has no answer'));
  }

  command(caseNo: string, name: CaseCommandName, version: number, payload: object): Promise<FeedAnswer> {
    return this.#one(() => this.#port.command(caseNo, name, version, payload));
  }

  read(caseNo: string): Promise<FeedAnswer> {
    return this.#one(() => this.#port.read(caseNo));
  }

  /** Repeats something of the feed's own, such as writing down where it stands, until it works. */
  async own(act: () => Promise<void>): Promise<void> {
    await this.#untilDone(async () => {
      await act();
      return undefined;
    });
  }

  async #one(ask: () => Promise<FeedAnswer>): Promise<FeedAnswer> {
    let answer: FeedAnswer | undefined;
    await this.#untilDone(async () => {
      answer = await ask();
      return notNow(answer);
    });
    return must(answer, 'the hub gave no answer');
  }

  /** `act` gives the refusal for which it must be repeated, or undefined when it is done. */
  async #untilDone(act: () => Promise<Refusal | undefined>): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const refusal = await this.#attempt(act);
      if (refusal === undefined) {
        if (attempt > 0) this.#onWaiting(false);
        return;
      }
      if (this.#pause.stopped) throw new FeedStopped('stopped while waiting for the hub');
      if (attempt === 0) this.#onWaiting(true);
      this.#log.warn({ attempt, code: refusal.code }, 'the feed waits for the hub');
      await this.#pause.for(waitMs(attempt, refusal));
      if (this.#pause.stopped) throw new FeedStopped('stopped while waiting for the hub');
    }
  }

  /** What the outside world throws is a no for now; our own faults and a no to the feed go up. */
  async #attempt(act: () => Promise<Refusal | undefined>): Promise<Refusal | undefined> {
    try {
      return await act();
    } catch (error) {
      if (error instanceof InvariantError || error instanceof FeedRefused) throw error;
      this.#log.warn(
        { error: error instanceof Error ? error.name : typeof error },
        'the hub could not be asked',
      );
      return { code: 'storage_failed' };
    }
  }
}

function notNow(answer: ActAnswer): Refusal | undefined {
  if (answer.ok) return undefined;
  const { refusal } = answer;
  if (NOT_YOU.has(refusal.code)) throw new FeedRefused(`the hub refuses the feed: ${refusal.code}`);
  return NOT_NOW.has(refusal.code) ? refusal : undefined;
}

function waitMs(attempt: number, refusal: Refusal): number {
  const asked = refusal.facts?.['retryAfter'];
  const own = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt, 10));
  return typeof asked === 'number' ? Math.max(own, asked * 1000) : own;
}
