import type { ClockKind } from '../vocabulary.ts';

const OF_THE_UNIT: ReadonlySet<ClockKind> = new Set(['sign', 'contact', 'handle', 'rework']);

/**
 * Whether it is the host unit that must act before the clock falls due. Dispatching, calling back and what the
 * citizen was promised as a whole are the centre's.
 */
export function isOfUnit(kind: ClockKind): boolean {
  return OF_THE_UNIT.has(kind);
}
