import { performance } from 'node:perf_hooks';
import type { HubClock } from '../hub/HubClock.ts';

/** What the machine itself knows of time: the part of a hub clock that is never scaled. */
export type MachineTime = Pick<HubClock, 'after' | 'monotonic' | 'wall'>;

/** Beyond 2³¹−1 ms a timer of the runtime fires at once; a longer wait goes in legs of this length. */
const LONGEST_MS = 2 ** 31 - 1;

export const machineTime: MachineTime = {
  after(realMs, fire) {
    let timer: NodeJS.Timeout;
    const arm = (left: number): void => {
      const leg = Math.min(Math.max(left, 0), LONGEST_MS);
      timer = setTimeout(() => (left > leg ? arm(left - leg) : fire()), leg);
      timer.unref();
    };
    arm(realMs);
    return () => clearTimeout(timer);
  },
  monotonic: () => performance.now(),
  wall: () => Date.now(),
};
