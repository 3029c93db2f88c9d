import type { HubClock } from '../hub/HubClock.ts';

/** By so much the clock may be behind the log: people's commands go before bulk that was received earlier. */
const BEHIND_MS = 60_000;
/** A hub that was off for longer is told so: nobody can tell that from a clock that is wrong. */
const AHEAD_MS = 31 * 86_400_000;

/**
 * Compares the machine's clock with the last event of the log when the hub starts. A clock from before that event, or
 * far behind it, would number cases by wrong days and judge acts by wrong times: nothing is filed until it is right.
 */
export class StartDoubt {
  readonly #clock: Pick<HubClock, 'wall'>;
  readonly #lastAt: number;
  #isOver: boolean;

  /** `lastAt`: the instant of the log's last event, undefined of an empty log. `isTrusted`: the operator vouches for the clock. */
  constructor(clock: Pick<HubClock, 'wall'>, lastAt: number | undefined, isTrusted: boolean) {
    this.#clock = clock;
    this.#lastAt = lastAt ?? 0;
    this.#isOver = isTrusted || lastAt === undefined;
  }

  /** Looks at the clock when it is asked; once it is right the doubt is over for good. */
  isHeld(): boolean {
    if (this.#isOver) return false;
    const ahead = this.#clock.wall() - this.#lastAt;
    this.#isOver = ahead >= -BEHIND_MS && ahead <= AHEAD_MS;
    return !this.#isOver;
  }

  /** What to tell the operator, in one sentence; undefined where there is no doubt. */
  sentence(): string | undefined {
    if (!this.isHeld()) return undefined;
    const [now, last] = [this.#clock.wall(), this.#lastAt].map((at) => new Date(at).toISOString());
    return (
      `The machine's clock says ${now ?? ''}, but the last event of the log is of ${last ?? ''}: nothing is filed until the ` +
      `clock is right; set it, or start with --trust-clock true if it is.`
    );
  }
}
