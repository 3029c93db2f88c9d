import { defineTable } from './liveTable.ts';

/** The newest cases. A confidential case and a report are only counted: category, place and a unit that is a place are `withheld`. */
export const intake = defineTable({
  name: 'intake',
  columns: ['caseNo', 'at', 'channel', 'kind', 'level', 'category', 'area', 'unit', 'state'],
  order: { by: 'caseNo', descending: true },
  limit: 40,
  audience: ['wall', 'console', 'leader'],
});

/** Stands for a value that a public screen may not show. */
export const WITHHELD = 'withheld';
