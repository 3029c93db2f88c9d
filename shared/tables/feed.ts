import { defineTable } from './liveTable.ts';

/**
 * What the hub is fed by: steps done of steps known, and rows set aside as broken; of a replay also the rows that
 * their source closed and the hub did not, the rows left out as too old, and the seconds that it still takes.
 */
export const feed = defineTable({
  name: 'feed',
  columns: ['feed', 'kind', 'state', 'done', 'total', 'dead', 'unclosed', 'leftOut', 'secondsLeft'],
  order: { by: 'feed', descending: false },
  limit: 20,
  audience: ['wall', 'console', 'leader'],
});
