import { defineTable } from './liveTable.ts';

/**
 * How many open cases stand where against their clocks: savable within the horizon, those of them whose contact
 * clock falls due in it (首联可救), near (临期: yellow or orange, nothing past due), overdue, recorded or not. Changes
 * with time alone.
 */
export const deadlines = defineTable({
  name: 'deadlines',
  columns: ['scope', 'savable', 'savableContact', 'near', 'overdue'],
  order: { by: 'scope', descending: false },
  limit: 1,
  audience: ['wall', 'console', 'leader'],
});
