import type { HubClock } from '../hub/HubClock.ts';
import type { Log } from '../Log.ts';
import { ClockJudge } from './ClockJudge.ts';

/** How often the machine's clock is judged, in milliseconds. */
const JUDGE_EVERY_MS = 1_000;

export interface ClockWatch {
  readonly holdBreaches: () => boolean;
  readonly stop: () => void;
}

/** Looks at the machine's clock every second, from now until `stop`, and logs each step it makes (K8). */
export function watchClock(clock: HubClock, log: Log): ClockWatch {
  const judge = new ClockJudge();
  let held = judge.judge(clock).holdBreaches;
  let cancel = () => {};
  const look = () => {
    const { holdBreaches, stepMs } = judge.judge(clock);
    held = holdBreaches;
    if (stepMs !== undefined)
      log.warn({ stepMs }, 'ClockStep: the machine clock moved; breaches are held for 60 s');
    cancel = clock.after(JUDGE_EVERY_MS, look);
  };
  cancel = clock.after(JUDGE_EVERY_MS, look);
  return { holdBreaches: () => held, stop: () => cancel() };
}
