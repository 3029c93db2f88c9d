import { defineTable } from './liveTable.ts';

/** Minutes a bucket lasts, counted from local midnight. */
export const TREND_BUCKET_MINUTES = 15;

/** Cases received and closed by quarter of an hour; `at` is the bucket's start. 25 hours, so that a day with a clock change fits. */
export const trend = defineTable({
  name: 'trend',
  columns: ['at', 'received', 'closed'],
  order: { by: 'at', descending: true },
  limit: 100,
  audience: ['wall', 'console', 'leader'],
});
