import { defineTable } from './liveTable.ts';

/** Cases by host unit: all ever sent to it, those it has not signed, those open, those it is late with, those closed. */
export const units = defineTable({
  name: 'units',
  columns: ['code', 'received', 'unsigned', 'open', 'overdue', 'closed'],
  order: { by: 'code', descending: false },
  limit: 2_000,
  audience: ['wall', 'console', 'leader'],
});
