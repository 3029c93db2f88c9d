import type { Limit } from './policy.ts';

export const DAY_MS = 86_400_000;

/**
 * At most so much natural time a time limit takes, pauses apart. Time that a calendar counts is stretched by it: eight
 * hours of a working day over 24, five days over seven, quiet hours.
 */
export function naturalMs(limit: Limit): number {
  if (typeof limit === 'number') return limit * 60_000;
  const ms = 'days' in limit ? limit.days * DAY_MS : limit.minutes * 60_000;
  return ms * (limit.basis === 'natural' ? 1 : 6);
}
