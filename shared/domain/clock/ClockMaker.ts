import type { Calendar } from '../Calendar.ts';
import type { Limit, Policy } from '../policy.ts';
import type { Basis, ClockKind, Level } from '../vocabulary.ts';
import type { WorkCalendar } from '../WorkCalendar.ts';
import type { Clock, StartedClock, TimedClock } from './Clock.ts';
import { warningShares } from './colour.ts';
import type { OpenHours, Reached } from './OpenHours.ts';
import type { HoursName } from './PolicyHours.ts';
import { minutesIn, PolicyHours } from './PolicyHours.ts';

/** How long a review may take where the policy does not say (C21). */
const REVIEW_MINUTES = 240;

/** Makes clocks by a policy: the only place that knows which time each of them counts. */
export class ClockMaker {
  readonly #hours: PolicyHours;
  readonly #review: Limit;

  constructor(calendar: Calendar, work: WorkCalendar | undefined) {
    this.#hours = new PolicyHours(calendar, work);
    this.#review = work === undefined ? REVIEW_MINUTES : { minutes: REVIEW_MINUTES, basis: 'working' };
  }

  start(policy: Policy, kind: ClockKind, level: Level, at: number): StartedClock {
    const { minutes, basis, days } = promiseOf(policy, policy.budgets[kind]?.[level] ?? this.#review);
    if (days !== undefined && policy.dayCounting === 'civil')
      return { kind, minutes, timed: this.#inDays(policy, basis, days, at) };
    if (basis === 'natural') return { kind, minutes };
    const hours = this.#hours.of(policy, hoursOf(kind, { basis }));
    return { kind, minutes, timed: inHours(hours, basis, at, minutes * 60_000) };
  }

  /**
   * The instants of a paused clock that goes on at `at`, undefined where it counts natural time: as much
   * open time lies ahead of it as when it was paused, and what was already past stays where it was. A last day
   * that is not worked was moved when the clock was made and is not moved again: a pause adds its own time alone.
   */
  resume(policy: Policy, { kind, timed, pausedAt }: Clock, at: number): TimedClock | undefined {
    if (timed === undefined || pausedAt === undefined) return undefined;
    const hours = this.#hours.of(policy, hoursOf(kind, timed));
    const later = (instant: number): Reached => {
      if (instant < pausedAt) return { at: instant, provisional: timed.provisional ?? false };
      const reached = hours.advance(at, hours.between(pausedAt, instant));
      // Hours that a new policy made shorter do not bring an instant forward.
      return { ...reached, at: Math.max(instant, reached.at) };
    };
    return timedBy(timed, later(timed.nearAt).at, later(timed.soonAt).at, later(timed.dueAt));
  }

  /**
   * Limits in days under civil counting (K2, 民法典 201/203): the start day is left out, the limit ends at 24:00
   * of day N, of working days where they are meant, and a last day that is not worked may move on. How far it
   * is used up is measured between its start and its end.
   */
  #inDays(policy: Policy, basis: Basis, days: number, at: number): TimedClock {
    const hours = this.#hours.of(policy, hoursOf('handle', { basis, civil: true }));
    const due = this.#rolled(policy, basis, hours.endOfDays(at, days));
    const whole = hours.between(at, due.at);
    const { near, soon } = warningShares(whole);
    const after = (hundredths: number) => hours.advance(at, Math.round((whole * hundredths) / 100)).at;
    return timedBy({ basis, civil: true }, after(near), after(soon), due);
  }

  /** Working days end on a working day by themselves. */
  #rolled(policy: Policy, basis: Basis, due: Reached): Reached {
    if (!policy.rollHoliday || basis === 'working') return due;
    return this.#hours.of(policy, 'workingDays').rollOver(due.at);
  }
}

function inHours(hours: OpenHours, basis: Basis, from: number, budgetMs: number): TimedClock {
  const { near, soon } = warningShares(budgetMs);
  const at = (hundredths: number) => hours.advance(from, (budgetMs * hundredths) / 100);
  return timedBy({ basis }, at(near).at, at(soon).at, at(100));
}

/** A clock that counts whole days counts them from midnight to midnight, in the pause as before it. */
function hoursOf(kind: ClockKind, { basis, civil }: Pick<TimedClock, 'basis' | 'civil'>): HoursName {
  if (civil === true) return basis === 'working' ? 'workingDays' : 'allDays';
  if (basis === 'working') return 'opening';
  return kind === 'callback' ? 'callback' : 'contact';
}

function timedBy(
  { basis, civil }: Pick<TimedClock, 'basis' | 'civil'>,
  nearAt: number,
  soonAt: number,
  due: Reached,
): TimedClock {
  return {
    basis,
    ...(civil === undefined ? {} : { civil }),
    nearAt,
    soonAt,
    dueAt: due.at,
    ...(due.provisional ? { provisional: true as const } : {}),
  };
}

interface Promised {
  readonly minutes: number;
  readonly basis: Basis;
  readonly days?: number;
}

function promiseOf(policy: Policy, limit: Limit): Promised {
  if (typeof limit === 'number') return { minutes: limit, basis: 'natural' };
  if (!('days' in limit)) return limit;
  const { days, basis } = limit;
  const day = basis === 'natural' ? 24 * 60 : minutesOpen(policy);
  return { minutes: days * day, basis, days };
}

function minutesOpen({ workingHours }: Policy): number {
  return workingHours.map(minutesIn).reduce((sum, minutes) => sum + minutes, 0);
}
