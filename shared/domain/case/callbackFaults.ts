import type { InputFault } from '../refusals.ts';
import { stretchOf } from '../clock/PolicyHours.ts';
import type { DayWindow } from '../packParts.ts';
import { answerOf, isAnswered, triesOf } from './Callback.ts';
import type { Callback } from './Callback.ts';
import type { CaseState } from './CaseState.ts';
import type { DecideContext } from './Decision.ts';

const MINUTE_MS = 60_000;
const MINUTES_A_DAY = 1_440;

/**
 * What speaks against recording a try to call back (C22): answers without an answer, a time at which nobody may
 * be called, and a failed try that makes it impossible to have tried on enough half-days before giving up.
 */
export function callbackFaults(
  state: CaseState,
  callback: Callback,
  { city, now }: DecideContext,
): readonly InputFault[] {
  const policy = city.policyAt(now);
  const faults: InputFault[] = [...answersWithoutAnswer(callback)];
  if (!isWithin(policy.callbackHours, city.calendar.wallClockOf(now)))
    faults.push({ field: '', fault: 'outside_callback_hours' });
  const before = triesOf(state.callbacks, state.attempt);
  const isGivingUp = !isAnswered(callback) && answerOf(state.callbacks, state.attempt) === undefined;
  const halfDays = new Set(before.map(({ at }) => city.calendar.halfDayOf(at)));
  const left = Math.max(0, policy.callbackTries - before.length - 1);
  // A half-day of its own is always taken: a new policy that wants more of them must leave a way to give up.
  const isSame = halfDays.has(city.calendar.halfDayOf(now));
  if (isGivingUp && isSame && halfDays.size + left < policy.callbackHalfDays)
    faults.push({ field: '', fault: 'same_half_day' });
  return faults;
}

function answersWithoutAnswer(callback: Callback): readonly InputFault[] {
  if (callback.outcome === 'answered') return [];
  const { contacted, solved, satisfaction } = callback;
  return Object.entries({ contacted, solved, satisfaction })
    .filter(([, value]) => value !== undefined)
    .map(([field]) => ({ field, fault: 'not_answered' }));
}

/**
 * Both ends belong to it, to the millisecond; a window that does not end after it begins runs over midnight, and one
 * that ends at 24:00 ends with the first instant of the next day.
 */
function isWithin(window: DayWindow, wallClock: number): boolean {
  const stretch = stretchOf(window);
  const [from, to] = [stretch.from, stretch.to % MINUTES_A_DAY];
  const isAfter = wallClock >= from * MINUTE_MS;
  const isBefore = wallClock <= to * MINUTE_MS;
  return from < to ? isAfter && isBefore : isAfter || isBefore;
}
