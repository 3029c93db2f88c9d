import type { City } from '../../shared/domain/City.ts';
import type { Log } from '../Log.ts';
import type { EventStore } from '../store/EventStore.ts';
import { endsIn } from './endsIn.ts';
import type { HubClock } from './HubClock.ts';
import { leftAfter } from './leftToArchive.ts';
import { nextTurn } from './nextTurn.ts';
import type { Reply, Submission } from './Submission.ts';
import { sweptUntil, youngFrom } from './sweptUntil.ts';

/** How often cases to be archived are looked for, in real milliseconds. */
export const ARCHIVE_TICK_MS = 60_000;
/** So many commands at most are given a look: what a long absence left behind must not crowd out the day's work. */
export const MOST_A_LOOK = 500;

/** Events read in one turn of the loop, and turns of a look: an hour's events of a very large city. */
const PAGE = 250;
const PAGES = 80;

export interface SweepDeps {
  readonly store: EventStore;
  readonly city: City;
  readonly clock: HubClock;
  readonly log: Log;
  /** `seq` of the last event before this start. */
  readonly lastSeq: number;
  readonly holdBreaches: () => boolean;
  readonly submit: (submission: Submission) => Promise<Reply>;
}

/** The commands of one look, and up to which event nothing else is left. */
interface Found {
  readonly commands: readonly Submission['command'][];
  readonly until: number;
}

/**
 * Archives ended cases when their time has come (C31): follows the ends of cases along the log, as far behind the
 * present as the policy says. Nothing is kept of the cases that wait, and nothing is read twice but a look's last
 * page, so the cost is that of the cases archived, however long the history is.
 */
export class ArchiveSweep {
  readonly #deps: SweepDeps;
  /** Of the cases that ended up to this event none has anything left; undefined before the first look. */
  #swept: number | undefined;
  #cancel: () => void = () => {};
  #stopped = false;

  constructor(deps: SweepDeps) {
    this.#deps = deps;
  }

  start(): void {
    const { clock, log } = this.#deps;
    this.#cancel = clock.after(ARCHIVE_TICK_MS, () => {
      void this.look()
        .catch((error: unknown) => {
          if (!this.#stopped) log.error({ err: error }, 'ended cases could not be looked at this time');
        })
        .then(() => {
          if (!this.#stopped) this.start();
        });
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  /**
   * Gives the commands that are due, at most `MOST_A_LOOK`; resolves when all have been answered, with how many were
   * taken. Goes on from the same place where one was not: the next look sees which of them are left.
   */
  async look(): Promise<number> {
    const { store, city, clock, lastSeq, holdBreaches, submit } = this.#deps;
    const now = clock.now();
    if (holdBreaches()) return 0;
    this.#swept ??= await sweptUntil(store, city, lastSeq, MOST_A_LOOK);
    const { commands, until } = await this.#find(this.#swept, now);
    if (this.#stopped) return 0;
    const actor = { role: 'system', id: 'scheduler' } as const;
    const replies = await Promise.all(
      commands.map((command) => submit({ actor, priority: 'bulk', keys: [], command })),
    );
    const taken = replies.filter(({ ok }) => ok).length;
    if (taken === replies.length) this.#swept = until;
    return taken;
  }

  /** Stops at the first end that is too young: those behind it are younger. */
  async #find(after: number, now: number): Promise<Found> {
    const { store, city } = this.#deps;
    const young = youngFrom(city, now);
    const commands: Submission['command'][] = [];
    let until = after;
    for (let page = 0; page < PAGES && !this.#stopped; page++) {
      const events = await store.events(until, PAGE);
      const ends = endsIn(events);
      const states = await store.cases(ends.filter(({ at }) => at <= young).map(({ caseId }) => caseId));
      for (const { seq, at, caseId, type } of ends) {
        if (at > young || commands.length === MOST_A_LOOK) return { commands, until: seq - 1 };
        const command = leftAfter(type, states.get(caseId), now);
        if (command !== undefined) commands.push(command);
      }
      until = events.at(-1)?.seq ?? until;
      if (events.length < PAGE) break;
      await nextTurn();
    }
    return { commands, until };
  }
}
