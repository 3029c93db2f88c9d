import { DURATION_COLUMNS } from '../domain/rating/durationBuckets.ts';

/**
 * How long first rounds took, by period and unit, as a histogram (M21): the key is that of `rates`. Counted and
 * stored like the live tables and sent to no screen: it is read when somebody asks.
 */
export const durations = { name: 'durations', columns: ['key', ...DURATION_COLUMNS] } as const;
