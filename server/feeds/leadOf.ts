import type { City } from '../../shared/domain/City.ts';
import { DAY_MS } from '../../shared/domain/naturalMs.ts';
import type { Limit, Policy } from '../../shared/domain/policy.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
/** No longer lead is of any use. */
const MOST_MS = 600_000;

/**
 * So long after anything happened to a case nothing falls due because of it, under any policy of the city: the
 * shortest time limit that there is, in milliseconds. What a calendar counts only takes longer.
 */
export function leadOf(city: City): number {
  const shortest = city.pack.policies.flatMap((policy) => [
    Math.max(1, policy.archiveAfterDays * DAY_MS),
    ...Object.values(policy.budgets).flatMap((limits) =>
      Object.values(limits ?? {}).map((limit) => leastMs(limit, policy)),
    ),
  ]);
  return Math.min(MOST_MS, ...shortest);
}

function leastMs(limit: Limit, { workingHours }: Policy): number {
  if (typeof limit === 'number') return limit * MINUTE_MS;
  if ('minutes' in limit) return limit.minutes * MINUTE_MS;
  if (limit.basis === 'natural') return limit.days * DAY_MS;
  const openMinutes = workingHours.reduce((sum, { from, to }) => {
    const open = minutesOf(to) - minutesOf(from);
    return sum + (open > 0 ? open : open + DAY_MINUTES);
  }, 0);
  return limit.days * openMinutes * MINUTE_MS;
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
