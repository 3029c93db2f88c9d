import { defineTable } from './liveTable.ts';

/** Cases by category and local day of registration; the key is `YYYYMMDD code`, `unknown` and `withheld` included. */
export const categories = defineTable({
  name: 'categories',
  columns: ['key', 'received', 'open', 'overdue', 'closed'],
  order: { by: 'key', descending: true },
  limit: 400,
  audience: ['wall', 'console', 'leader'],
});
