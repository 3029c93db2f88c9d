import type { Basis, ClockKind } from '../vocabulary.ts';

/**
 * One running promise of a case (domain.md §2.5). All instants are epoch milliseconds of the hub's clock.
 * A clock of natural time falls due at `startAt + budgetMs + pausedMs` (K1); one that counts other time carries
 * the instants that were worked out with its calendar. A breached clock keeps running until it is stopped.
 */
export interface Clock {
  readonly kind: ClockKind;
  readonly startAt: number;
  readonly budgetMs: number;
  readonly pausedMs: number;
  /** Started while the machine's clock was in doubt: its instants are those that this clock told. */
  readonly isDoubted?: true;
  readonly state: 'running' | 'paused' | 'met' | 'breached' | 'cancelled';
  /** Only where a calendar has a say: other time than natural, or whole civil days. */
  readonly timed?: TimedClock;
  /** Since when a paused clock stands still. */
  readonly pausedAt?: number;
  readonly stoppedAt?: number;
  /** Set by the verdict, and equal to `dueAt`, however late the breach was detected; missing while it is owed. */
  readonly breachedAt?: number;
}

/** A clock without whose it is: what instants and colours are made from. */
export type Timing = Omit<Clock, 'kind'>;

/** What a calendar says of a clock: when it is 75 % and 90 % used up (50 % and 80 % up to one hour), and when it is due. */
export interface TimedClock {
  readonly basis: Basis;
  /** Counted in whole days: it ends at 24:00 of the last (K2). */
  readonly civil?: true;
  readonly nearAt: number;
  readonly soonAt: number;
  readonly dueAt: number;
  /** A day on the way has no official notice yet. */
  readonly provisional?: true;
}

/** A clock as an event starts it: what was promised, in minutes, under which policy. */
export interface StartedClock {
  readonly kind: ClockKind;
  readonly minutes: number;
  readonly timed?: TimedClock;
}

export function startClock({ kind, minutes, timed }: StartedClock, startAt: number): Clock {
  const clock: Clock = { kind, startAt, budgetMs: minutes * 60_000, pausedMs: 0, state: 'running' };
  return timed === undefined ? clock : { ...clock, timed };
}

export function dueAt(clock: Timing): number {
  return clock.timed?.dueAt ?? clock.startAt + clock.budgetMs + clock.pausedMs;
}

/** Whether the clock still asks something of somebody. */
export function isOpen(clock: Timing): boolean {
  return clock.stoppedAt === undefined && clock.state !== 'cancelled';
}

/** Whether the clock was ended late while no breach was recorded: the verdict on it is still to come (K8, K9). */
export function isVerdictOwed(clock: Clock): boolean {
  return clock.state === 'breached' && clock.breachedAt === undefined;
}

/** Whether a breach is due and not yet recorded: strictly after `dueAt`, since a stop at `dueAt` is on time (K1). */
export function isBreachDue(clock: Clock, now: number): boolean {
  return (clock.state === 'running' || isVerdictOwed(clock)) && now > dueAt(clock);
}

/** Stops a clock by what was done at `at`; late is breached, and a breach once recorded stays. */
export function stopClock(clock: Clock, at: number): Clock {
  if (!isOpen(clock)) return clock;
  // What is paused was in time when it was.
  const late = clock.state === 'breached' || (clock.state !== 'paused' && at > dueAt(clock));
  return { ...withoutPause(clock), state: late ? 'breached' : 'met', stoppedAt: at };
}

/** A clock that had run out stays late, also where nobody could say so yet (K8). */
export function cancelClock(clock: Clock, at: number): Clock {
  if (!isOpen(clock)) return clock;
  if (clock.state === 'breached' || isBreachDue(clock, at)) return stopClock(clock, at);
  return { ...withoutPause(clock), state: 'cancelled', stoppedAt: at };
}

/** A clock that had run out has nothing left to pause. */
export function pauseClock(clock: Clock, at: number): Clock {
  return clock.state === 'running' && at <= dueAt(clock)
    ? { ...clock, state: 'paused', pausedAt: at }
    : clock;
}

/** Goes on where it stood (K4, C20): the pause is added to the due time, or the calendar says the new one. */
export function resumeClock(clock: Clock, at: number, timed?: TimedClock): Clock {
  if (clock.state !== 'paused') return clock;
  const pausedMs = clock.pausedMs + at - (clock.pausedAt ?? at);
  const resumed: Clock = { ...withoutPause(clock), state: 'running', pausedMs };
  return timed === undefined ? resumed : { ...resumed, timed };
}

/** Goes on as if it had never stood still: what paused it has turned out to be nothing. */
export function unpauseClock(clock: Clock): Clock {
  return clock.state === 'paused' ? { ...withoutPause(clock), state: 'running' } : clock;
}

export function breachClock(clock: Clock): Clock {
  if (clock.state !== 'running' && !isVerdictOwed(clock)) return clock;
  return { ...clock, state: 'breached', breachedAt: dueAt(clock) };
}

function withoutPause(clock: Clock): Clock {
  const { pausedAt: _, ...rest } = clock;
  return rest;
}
