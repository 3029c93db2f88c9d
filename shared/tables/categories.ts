import { defineTable } from './liveTable.ts';

/**
 * Cases by category and local day of registration; the key is `YYYYMMDD code`, `unknown` and `withheld` included. The
 * limit holds today and seven whole days of 130 categories, and the day that it cuts: 45 KB at a screen's join.
 */
export const categories = defineTable({
  name: 'categories',
  columns: ['key', 'received', 'open', 'overdue', 'closed'],
  order: { by: 'key', descending: true },
  limit: 1_100,
  audience: ['wall', 'console', 'leader'],
});
