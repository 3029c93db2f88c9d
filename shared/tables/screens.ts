import { defineTable } from './liveTable.ts';

/** Every screen connected to this hub and what it last said of itself. `behind` counts snapshots it fell back to. */
export const screens = defineTable({
  name: 'screens',
  columns: ['screen', 'surface', 'since', 'build', 'seq', 'heapMb', 'fps', 'driftMs', 'behind'],
  order: { by: 'screen', descending: false },
  limit: 200,
  audience: ['wall', 'console', 'leader'],
});
