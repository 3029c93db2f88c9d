import { defineTable } from './liveTable.ts';

/**
 * Cases by channel and local day of registration; the key is `YYYYMMDD channel`. A channel is a code of the
 * city pack or `unknown`; the limit leaves room for far more of them in one day than a hotline has.
 */
export const channels = defineTable({
  name: 'channels',
  columns: ['key', 'received'],
  order: { by: 'key', descending: true },
  limit: 400,
  audience: ['wall', 'console', 'leader'],
});
