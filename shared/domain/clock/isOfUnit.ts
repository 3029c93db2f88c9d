import type { ClockKind } from '../vocabulary.ts';

/**
 * Whether it is the host unit that must act before the clock falls due. Dispatching, calling back and what the
 * citizen was promised as a whole are the centre's.
 */
export function isOfUnit(kind: ClockKind): boolean {
  return kind === 'sign' || kind === 'contact' || kind === 'handle' || kind === 'rework';
}
