import type { Ratio } from './Ratio.ts';

const WHOLE = 10_000;

/**
 * A share of one in hundredths of a percent, as it is shown: rounded half-up to two decimals, but what is short of
 * the whole never reads 100.00 (99.996 % → 99.99), and where low is good, what is not zero never reads 0.00.
 * Rounding may make a unit look worse than it is by a hundredth, never perfect when it is not (domain.md §2.6).
 */
export function shownRate({ numerator, denominator }: Ratio, isLowBetter = false): number {
  const rounded = roundHalfUp(numerator, denominator, WHOLE);
  if (rounded >= WHOLE && numerator < denominator) return WHOLE - 1;
  if (isLowBetter && rounded === 0 && numerator > 0) return 1;
  return rounded;
}

/** `numerator / denominator` in units of `1 / scale`, halves up, without floats. */
export function roundHalfUp(numerator: number, denominator: number, scale: number): number {
  const doubled = 2n * BigInt(numerator) * BigInt(scale) + BigInt(denominator);
  return Number(doubled / (2n * BigInt(denominator)));
}

/** Hundredths as text with two decimals: `9000` → `90.00`. */
export function twoDecimals(hundredths: number): string {
  const digits = String(hundredths).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
