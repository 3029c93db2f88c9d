import { BATCH_BYTES, BATCH_CASES } from './FeedPort.ts';
import type { Step } from './ReplayPlan.ts';

/** The steps from `next` on that are due at `now`, as many as one batch may carry. */
export function nextWindow(steps: readonly Step[], next: number, now: number): readonly Step[] {
  const window: Step[] = [];
  let bytes = 0;
  for (let index = next; index < steps.length && window.length < BATCH_CASES; index++) {
    const step = steps[index];
    if (step === undefined || step.at > now) break;
    if (step.kind === 'create') bytes += Buffer.byteLength(JSON.stringify(step.intake)) + 1;
    if (bytes > BATCH_BYTES) break;
    window.push(step);
  }
  return window;
}
