import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { duesOf } from '../../shared/domain/case/deadlines.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import type { Log } from '../Log.ts';
import type { HubClock } from './HubClock.ts';
import type { OpenSet } from './OpenSet.ts';
import type { Reply, Submission } from './Submission.ts';
import type { TimedWork, Turn } from './TimedWork.ts';

/** How often due clocks are looked for, in real milliseconds: no breach is recorded later than this after its turn. */
export const KEEPER_TICK_MS = 250;

/** So many cases at most are fired a tick: after a long absence the lane still serves people in between. */
const MOST_A_TICK = 500;

export interface KeeperDeps {
  readonly clock: HubClock;
  readonly log: Log;
  readonly openSet: OpenSet;
  readonly holdBreaches: () => boolean;
  readonly cases: (ids: readonly CaseId[]) => Promise<ReadonlyMap<CaseId, CaseState>>;
  readonly submit: (submission: Submission) => Promise<Reply>;
}

/** A case of which clocks fell due at this instant. */
interface Firing {
  readonly caseId: CaseId;
  readonly until: number;
}

/**
 * Turns deadlines that pass into lane commands, in the order in which they fell due, whichever case they are
 * of. Each is judged again by the lane against the state it finds, so firing one too many is harmless (K9);
 * while the machine's clock is in doubt nothing is fired, and nothing is forgotten (K8).
 */
export class ClockKeeper implements TimedWork {
  readonly #deps: KeeperDeps;
  #cancel: () => void = () => {};
  #stopped = false;

  constructor(deps: KeeperDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#cancel = this.#deps.clock.after(KEEPER_TICK_MS, () => {
      void this.tick().then(() => {
        if (!this.#stopped) this.start();
      });
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  /** Fires what is due; resolves when all of it has been answered, with how many answers were no refusal. */
  async tick(): Promise<number> {
    const { clock, log, openSet, holdBreaches } = this.#deps;
    // In this order: a step of the machine's clock after this instant cannot make anything due.
    const now = clock.now();
    if (holdBreaches()) return 0;
    const taken = openSet.takeDue(now, MOST_A_TICK);
    if (taken.length === 0) return 0;
    const dues = taken.map((id) => openSet.dueOf(id));
    const replies = await this.#fireAll(taken, now).catch((error: unknown) => {
      log.error({ err: error, cases: taken.length }, 'due clocks could not be read; their turn comes again');
      return [];
    });
    // The store failed, or the clock came into doubt on the way.
    taken.forEach((id, n) => {
      if (openSet.dueOf(id) === dues[n]) openSet.rearm(id);
    });
    return replies.filter(({ ok }) => ok).length;
  }

  /** Fires all that is due by now, for time that was moved on by hand; what the store fails to take waits for a tick. */
  async drain(): Promise<void> {
    while (!this.#stopped && (await this.tick()) > 0);
  }

  /** A clock is past due from the first millisecond after its due instant on. */
  soonest(): Promise<number> {
    return Promise.resolve(this.#deps.openSet.nextDue() + 1);
  }

  async turnsBefore(until: number): Promise<readonly Turn[]> {
    const { openSet, cases } = this.#deps;
    const ids = openSet.dueBefore(until - 1);
    if (ids.length === 0) return [];
    const firings = firingsOf(await cases(ids), until - 1, Infinity);
    return firings.map((firing) => ({ at: firing.until + 1, does: submissionOf(firing) }));
  }

  async #fireAll(taken: readonly CaseId[], now: number): Promise<readonly Reply[]> {
    const { submit } = this.#deps;
    const firings = await this.#firings(taken, now);
    return Promise.all(firings.map((firing) => submit(submissionOf(firing))));
  }

  async #firings(taken: readonly CaseId[], now: number): Promise<readonly Firing[]> {
    const { openSet, cases } = this.#deps;
    const [only, ...others] = taken;
    // A case by itself has no order to keep with others: the lane finds which of its clocks fell due.
    if (only !== undefined && others.length === 0) return [{ caseId: only, until: now }];
    // A second clock of these cases that fell due after the first one of a case not taken waits for that one.
    const horizon = openSet.soonest;
    return firingsOf(await cases(taken), now, horizon);
  }
}

function submissionOf({ caseId, until }: Firing): Submission {
  return {
    actor: { role: 'system', id: 'clock' },
    priority: 'bulk',
    keys: [],
    command: { type: 'FireClocks', caseId, payload: { until } },
  };
}

/** What is to be fired of some cases, in the order in which it fell due, up to and at the horizon. */
function firingsOf(states: ReadonlyMap<CaseId, CaseState>, now: number, horizon: number): readonly Firing[] {
  const firings = [...states.values()].flatMap((state) =>
    duesOf(state, now).map((until): Firing => ({ caseId: state.id, until })),
  );
  return firings
    .filter(({ until }) => until <= horizon)
    .sort((a, b) => a.until - b.until || a.caseId - b.caseId);
}
