import { defineTable } from './liveTable.ts';

/** Cases by channel and local day of registration; the key is `YYYYMMDD channel`. */
export const channels = defineTable({
  name: 'channels',
  columns: ['key', 'received'],
  order: { by: 'key', descending: true },
  limit: 100,
  audience: ['wall', 'console', 'leader'],
});
