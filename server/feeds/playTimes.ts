import type { Step } from './ReplayPlan.ts';

/** How long a replay takes, in milliseconds of hub time. */
export interface PlayTimes {
  /** What is left to be played from a step on, without the stretches that are skipped. */
  leftAfter(next: number): number;
  /** How long the silent stretch before a step is, where it is skipped; else 0. */
  skippedBefore(next: number): number;
}

/** `skipGapsMs`: a longer stretch without any fact is skipped. */
export function playTimes(steps: readonly Step[], skipGapsMs: number): PlayTimes {
  const gapBefore = (index: number): number => {
    const [before, step] = [steps[index - 1], steps[index]];
    return before === undefined || step === undefined ? 0 : step.at - before.at;
  };
  const played = new Float64Array(steps.length + 1);
  for (let index = 0; index < steps.length; index++) {
    const gap = gapBefore(index);
    played[index + 1] = (played[index] ?? 0) + (gap > skipGapsMs ? 0 : gap);
  }
  const whole = played[steps.length] ?? 0;
  return {
    leftAfter: (next) => whole - (played[next] ?? whole),
    skippedBefore: (next) => (gapBefore(next) > skipGapsMs ? gapBefore(next) : 0),
  };
}
