import type { StartedClock } from '../clock/Clock.ts';
import type { ClockKind } from '../vocabulary.ts';
import type { CaseState } from './CaseState.ts';
import type { DecideContext } from './Decision.ts';
import { levelOf } from './levelOf.ts';

/**
 * Clocks that an act starts, by the policy of its day and the case's level. While the machine's clock is in doubt nobody
 * knows which of two times is right: the later one makes nobody late who is not, whichever it turns out to be (K8).
 */
export function startClocks(
  kinds: readonly ClockKind[],
  state: CaseState,
  { city, now, estimatedAt = now }: DecideContext,
): StartedClock[] {
  const policy = city.policyAt(now);
  const from = Math.max(now, estimatedAt);
  return kinds.map((kind) => city.clocks.start(policy, kind, levelOf(state, policy), from));
}
