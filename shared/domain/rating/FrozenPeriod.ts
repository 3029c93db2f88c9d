import type { Unit } from '../cityPack.ts';
import type { Period } from './Period.ts';

/** A unit as it was when a period was frozen: what its rank, its group and its cases to ten thousand people need. */
export type FrozenUnit = Pick<Unit, 'code' | 'kind' | 'parentCode' | 'tier' | 'population'> & {
  /** Whether it was at work when the period ended; only those are ranked (E16). */
  readonly isActive: boolean;
};

/** Counts by unit code, in the order of the code; units without any are left out. */
export type FrozenRows = readonly (readonly [code: string, counts: readonly number[]])[];

/**
 * What is published of a period when it is frozen, and how it is told: bounds, definition, units and counts, all as
 * of event `seq`. Nothing that happens later, to cases or to the city pack, changes any of it (I9).
 */
export interface FrozenPeriod {
  readonly period: Period;
  readonly seq: number;
  readonly units: readonly FrozenUnit[];
  readonly rates: FrozenRows;
  readonly durations: FrozenRows;
  /** SHA-256 in hex of all the above. */
  readonly hash: string;
}

/** The text whose hash is kept with the period. */
export function frozenText({ period, seq, units, rates, durations }: Omit<FrozenPeriod, 'hash'>): string {
  return JSON.stringify([period, seq, units, rates, durations]);
}

/** The month of a period's label, `2026-12` as 202612: its number as a subject of the log. */
export function periodNumber(label: string): number {
  return Number(label.replace('-', ''));
}

export function periodLabel(subject: number): string {
  const digits = String(subject).padStart(6, '0');
  return `${digits.slice(0, 4)}-${digits.slice(4)}`;
}
