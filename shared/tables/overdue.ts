import { defineTable } from './liveTable.ts';

/**
 * Open cases with a clock past due, whether or not its breach is recorded yet, the gravest level first and within it
 * the longest overdue: `rank` is the level's number × 10¹³ + `dueAt`. `severeAt` is when the clock turns dark red; `unit`
 * is who must act, null where that is the centre.
 */
export const overdue = defineTable({
  name: 'overdue',
  columns: ['caseNo', 'rank', 'dueAt', 'severeAt', 'clock', 'level', 'category', 'area', 'unit'],
  order: { by: 'rank', descending: false },
  limit: 40,
  audience: ['wall', 'console', 'leader'],
});
