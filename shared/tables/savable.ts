import { defineTable } from './liveTable.ts';

/** How far ahead a deadline may lie for its case to count as savable (可救), in minutes. */
export const SAVABLE_MINUTES = 120;

/**
 * Open cases whose next sign, contact or handle clock is not past due and falls due within the horizon,
 * soonest first (首联可救 and 可救, domain.md §2.0). `nearAt` and `soonAt` are when the clock turns yellow and orange,
 * `startAt` and `budgetMs` when it began and how much time it was given.
 */
export const savable = defineTable({
  name: 'savable',
  columns: [
    'caseNo',
    'dueAt',
    'clock',
    'nearAt',
    'soonAt',
    'level',
    'category',
    'area',
    'unit',
    'startAt',
    'budgetMs',
  ],
  order: { by: 'dueAt', descending: false },
  limit: 40,
  audience: ['wall', 'console', 'leader'],
});
