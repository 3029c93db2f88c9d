import type { CaseEvent } from './CaseEvent.ts';
import type { CaseState } from './CaseState.ts';

/** The fields of a case that an event changes. */
export type Changes = Partial<CaseState>;

/**
 * What an event changes. One that was stamped while the machine's clock was in doubt stops, pauses and resumes clocks at
 * the instant by the monotonic clock, which goes with the time at which they started (K8). Clocks that it starts run
 * from the later of its two times (`startClocks`); where that is its stamp, acts in the same doubt go with the stamp, too.
 */
export function estimated(
  state: CaseState,
  event: CaseEvent,
  changes: (state: CaseState, event: CaseEvent) => Changes,
): Changes {
  const stamped = changes(state, event);
  if (event.estimatedAt === undefined || stamped.clocks === undefined) return stamped;
  const byEstimate = changes(state, { ...event, at: event.estimatedAt });
  const isStampLater = event.at > event.estimatedAt;
  const clocks = stamped.clocks.map((clock, n) => {
    const before = state.clocks[n];
    const isByStamp = before === undefined ? isStampLater : before.isDoubted === true;
    return isByStamp ? { ...clock, isDoubted: true as const } : (byEstimate.clocks?.[n] ?? clock);
  });
  const { feedbackAt, firstFeedbackAt, reviewedMs } = byEstimate;
  return {
    ...stamped,
    clocks,
    ...(feedbackAt === undefined ? {} : { feedbackAt }),
    ...(firstFeedbackAt === undefined ? {} : { firstFeedbackAt }),
    ...(reviewedMs === undefined ? {} : { reviewedMs }),
  };
}
