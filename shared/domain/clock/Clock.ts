import type { ClockKind } from '../vocabulary.ts';

/**
 * One running promise of a case (domain.md §2.5). All instants are epoch milliseconds of the hub's clock.
 * `dueAt = startAt + budgetMs + pausedMs` (K1). A breached clock keeps running until it is stopped.
 */
export interface Clock {
  readonly kind: ClockKind;
  readonly startAt: number;
  readonly budgetMs: number;
  readonly pausedMs: number;
  readonly state: 'running' | 'paused' | 'met' | 'breached' | 'cancelled';
  /** Since when a paused clock stands still. */
  readonly pausedAt?: number;
  readonly stoppedAt?: number;
  /** Set by the verdict, and equal to `dueAt`, however late the breach was detected. */
  readonly breachedAt?: number;
}

export function startClock(kind: ClockKind, startAt: number, budgetMinutes: number): Clock {
  return { kind, startAt, budgetMs: budgetMinutes * 60_000, pausedMs: 0, state: 'running' };
}

export function dueAt(clock: Clock): number {
  return clock.startAt + clock.budgetMs + clock.pausedMs;
}

/** Whether the clock still asks something of somebody. */
export function isOpen(clock: Clock): boolean {
  return clock.stoppedAt === undefined && clock.state !== 'cancelled';
}

/** Whether a breach is due and not yet recorded: strictly after `dueAt`, since a stop at `dueAt` is on time (K1). */
export function isBreachDue(clock: Clock, now: number): boolean {
  return clock.state === 'running' && now > dueAt(clock);
}

/** Stops a clock by what was done at `at`; late is breached, and a breach once recorded stays. */
export function stopClock(clock: Clock, at: number): Clock {
  if (!isOpen(clock)) return clock;
  const late = clock.state === 'breached' || at > dueAt(clock);
  return { ...withoutPause(clock), state: late ? 'breached' : 'met', stoppedAt: at };
}

export function cancelClock(clock: Clock, at: number): Clock {
  if (!isOpen(clock)) return clock;
  if (clock.state === 'breached') return { ...clock, stoppedAt: at };
  return { ...withoutPause(clock), state: 'cancelled', stoppedAt: at };
}

/** A breached clock has nothing left to pause. */
export function pauseClock(clock: Clock, at: number): Clock {
  return clock.state === 'running' ? { ...clock, state: 'paused', pausedAt: at } : clock;
}

export function breachClock(clock: Clock): Clock {
  return clock.state === 'running' ? { ...clock, state: 'breached', breachedAt: dueAt(clock) } : clock;
}

function withoutPause(clock: Clock): Clock {
  const { pausedAt: _, ...rest } = clock;
  return rest;
}
