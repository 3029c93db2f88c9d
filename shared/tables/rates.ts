import { RATE_COLUMNS } from '../domain/rating/rateCounts.ts';
import { defineTable } from './liveTable.ts';

/** What the rates are made of, by period and unit: the key is `YYYY-MM unit`, the newest periods stand first. */
export const rates = defineTable({
  name: 'rates',
  columns: ['key', ...RATE_COLUMNS],
  order: { by: 'key', descending: true },
  limit: 1_200,
  audience: ['wall', 'console', 'leader'],
});

/** Stands for the unit of a case that has none yet (待定属地, E22). */
export const UNASSIGNED = 'unassigned';

export function rateKey(label: string, unitCode: string): string {
  return `${label} ${unitCode}`;
}
