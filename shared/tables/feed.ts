import { defineTable } from './liveTable.ts';

/** What the hub is fed by: steps done of steps known, and rows set aside as broken. */
export const feed = defineTable({
  name: 'feed',
  columns: ['feed', 'kind', 'state', 'done', 'total', 'dead'],
  order: { by: 'feed', descending: false },
  limit: 20,
  audience: ['wall', 'console', 'leader'],
});
