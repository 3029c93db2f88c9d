import { defineTable } from './liveTable.ts';

/** Cases by area, `unknown` included: what the map paints. Never a point. */
export const cells = defineTable({
  name: 'cells',
  columns: ['code', 'received', 'open', 'overdue', 'closed'],
  order: { by: 'code', descending: false },
  limit: 2_000,
  audience: ['wall', 'console', 'leader'],
});
