import type { CaseId } from '../../shared/domain/ids.ts';
import type { HubClock } from './HubClock.ts';
import type { OpenSet } from './OpenSet.ts';
import type { Reply, Submission } from './Submission.ts';

/** How often due clocks are looked for, in real milliseconds: no breach is recorded later than this after its turn. */
export const KEEPER_TICK_MS = 250;

/** So many cases at most are fired a tick: after a long absence the lane still serves people in between. */
const MOST_A_TICK = 500;

export interface KeeperDeps {
  readonly clock: HubClock;
  readonly openSet: OpenSet;
  readonly holdBreaches: () => boolean;
  readonly submit: (submission: Submission) => Promise<Reply>;
}

/**
 * Turns deadlines that pass into lane commands, soonest first. Each is judged again by the lane against
 * the state it finds, so firing one too many is harmless (K9); while the machine's clock is in doubt
 * nothing is fired, and nothing is forgotten (K8).
 */
export class ClockKeeper {
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
    const { clock, openSet, holdBreaches } = this.#deps;
    if (holdBreaches()) return 0;
    const due = openSet.takeDue(clock.now(), MOST_A_TICK);
    const fired = await Promise.all(due.map((id) => this.#fire(id)));
    return fired.filter((isRecorded) => isRecorded).length;
  }

  /** Fires all that is due by now, for time that was moved on by hand; what the store fails to take waits for a tick. */
  async drain(): Promise<void> {
    while (!this.#stopped && (await this.tick()) === MOST_A_TICK);
  }

  async #fire(caseId: CaseId): Promise<boolean> {
    const { openSet, submit } = this.#deps;
    const due = openSet.dueOf(caseId);
    const reply = await submit({
      actor: { role: 'system', id: 'clock' },
      priority: 'bulk',
      keys: [],
      command: { type: 'FireClocks', caseId, payload: {} },
    });
    // The store failed, or the clock came into doubt on the way: its turn comes again.
    if (openSet.dueOf(caseId) === due) openSet.rearm(caseId);
    return reply.ok;
  }
}
