import type { Timing } from './Clock.ts';

/** What is asked of a case to see its source's own clock. */
interface Promised {
  readonly reportedAt: number;
  readonly sourceDueAt?: number;
  readonly state: string;
  readonly closedAt?: number;
  readonly closeReason?: string;
}

/** A clock that no policy started: it runs from the report to what the source promised, in natural time. */
export interface SourceClock extends Timing {
  readonly kind: 'source';
}

/**
 * The clock of the date until which a source itself had promised a case; undefined where it promised none. It is a
 * function of the case alone: judged by when the case was closed, cancelled where it ended otherwise, and in none of
 * the numbers that the policy's clocks make.
 */
export function sourceClock(state: Promised): SourceClock | undefined {
  const { reportedAt, sourceDueAt, closedAt, closeReason } = state;
  if (sourceDueAt === undefined) return undefined;
  const startAt = Math.min(reportedAt, sourceDueAt);
  const running = {
    kind: 'source',
    startAt,
    budgetMs: sourceDueAt - startAt,
    pausedMs: 0,
    state: 'running',
  } as const;
  if (closedAt === undefined) return running;
  if (closeReason === undefined) return { ...running, state: 'cancelled', stoppedAt: closedAt };
  return closedAt > sourceDueAt
    ? { ...running, state: 'breached', stoppedAt: closedAt, breachedAt: sourceDueAt }
    : { ...running, state: 'met', stoppedAt: closedAt };
}
