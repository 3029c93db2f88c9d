import { defineTable } from './liveTable.ts';

/** Minutes a bucket lasts, counted from local midnight. */
export const TREND_BUCKET_MINUTES = 15;

/**
 * Cases received and closed by quarter of an hour; `at` is the bucket's start. Today and the four weeks before it, from
 * which a screen works out what is usual at this time of day, and an hour more for a day with a clock change.
 * Full, its snapshot is 60 KB where a day's is 2 KB; it is sent once, at a screen's join.
 */
export const trend = defineTable({
  name: 'trend',
  columns: ['at', 'received', 'closed'],
  order: { by: 'at', descending: true },
  limit: 29 * 96 + 4,
  audience: ['wall', 'console', 'leader'],
});
