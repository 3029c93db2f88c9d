import type { FedTurn } from './FedTime.ts';
import type { Step } from './ReplayPlan.ts';

/** So many steps are under way at once: enough to fill the lane's groups. */
const MOST_STEPS = 256;

/** Steps and turns in the order in which they happen, and the first step that is not among them. */
export interface ReplayWindow {
  readonly acts: readonly (Step | FedTurn)[];
  readonly next: number;
}

/**
 * What happens before `until`, from step `next` on; at one instant what falls due goes before what is filed. `turns`
 * are all turns before `until`. A case that is filed in the window is closed in a later one: its number must be known.
 */
export function replayWindow(
  steps: readonly Step[],
  next: number,
  until: number,
  turns: readonly FedTurn[],
): ReplayWindow {
  const acts: (Step | FedTurn)[] = [];
  const filed = new Set<number>();
  let turn = 0;
  for (let index = next; index < next + MOST_STEPS; index++) {
    const step = steps[index];
    const isLast = step === undefined || step.at >= until;
    for (let due = turns[turn]; due !== undefined && (isLast || due.at <= step.at); due = turns[++turn])
      acts.push(due);
    if (isLast || (step.kind === 'close' && filed.has(step.line))) return { acts, next: index };
    acts.push(step);
    if (step.kind === 'create') filed.add(step.line);
  }
  return { acts, next: next + MOST_STEPS };
}
