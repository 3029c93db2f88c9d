import type { HubClock } from '../hub/HubClock.ts';
import type { Log } from '../Log.ts';
import { ClockJudge } from './ClockJudge.ts';
import type { ClockVerdict } from './ClockJudge.ts';
import type { StartDoubt } from './StartDoubt.ts';

/** How often the machine's clock is looked at where nobody asks, in milliseconds. */
const JUDGE_EVERY_MS = 1_000;

export interface ClockWatch {
  /** By how much the wall clock has moved since it was last trusted, in milliseconds; 0 while it is trusted. */
  readonly offMs: () => number;
  /** Whether no act may be stamped: the clock does not go with the log and nobody vouched for it. */
  readonly refusesActs: () => boolean;
  /** Looks at the clock when it is asked: an answer of a second ago would let a step fire breaches first. */
  readonly holdBreaches: () => boolean;
  readonly stop: () => void;
}

/** Looks at the machine's clock every second and whenever it is asked, and logs each step it sees (K8). */
export function watchClock(clock: HubClock, log: Log, doubt?: StartDoubt): ClockWatch {
  const judge = new ClockJudge();
  const refusesActs = (): boolean => doubt?.isHeld() ?? false;
  const look = (): ClockVerdict => {
    const verdict = judge.judge(clock);
    if (verdict.stepMs !== undefined)
      log.warn({ stepMs: verdict.stepMs }, 'ClockStep: the machine clock moved; breaches are held for 60 s');
    return verdict;
  };
  const holdBreaches = (): boolean => look().holdBreaches || refusesActs();
  const offMs = (): number => {
    look();
    return judge.offMs;
  };
  let cancel = () => {};
  const again = () => {
    look();
    cancel = clock.after(JUDGE_EVERY_MS, again);
  };
  again();
  return { holdBreaches, offMs, refusesActs, stop: () => cancel() };
}
