import { defineTable } from './liveTable.ts';

/**
 * Headline counts by span: `all` is everything the log holds, `YYYYMMDD` one local day. A case counts in the
 * day it was registered, `closed` in the day it was closed (办结); what was dismissed, transferred or withdrawn is
 * neither open nor closed. The last columns count what intakes could not tell.
 */
export const kpi = defineTable({
  name: 'kpi',
  columns: [
    'span',
    'received',
    'waiting',
    'open',
    'overdue',
    'closed',
    'noPoint',
    'outsideCity',
    'unknownArea',
    'unknownCategory',
    'unknownUnit',
  ],
  order: { by: 'span', descending: true },
  limit: 9,
  audience: ['wall', 'console', 'leader'],
});
