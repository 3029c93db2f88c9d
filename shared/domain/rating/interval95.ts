import type { Ratio } from './Ratio.ts';

/** The normal quantile for 95 %, two-sided. */
const Z = 1.959_963_984_540_054;

/** Bounds in hundredths of a percent, rounded outwards. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's 95 % interval of a share that was had from `sample` callbacks. Also for the satisfaction rate and the
 * score: the variance of a value between 0 and 1 is at most p·(1−p), so for those it is never too narrow.
 * `sample` is above 0. For reading alone: nothing is ranked by it.
 */
export function interval95({ numerator, denominator }: Ratio, sample: number): Interval {
  const p = numerator / denominator;
  const spread = (Z * Z) / sample;
  const centre = p + spread / 2;
  const half = Math.sqrt(spread * (p * (1 - p) + spread / 4));
  return {
    low: Math.max(0, Math.floor((10_000 * (centre - half)) / (1 + spread))),
    high: Math.min(10_000, Math.ceil((10_000 * (centre + half)) / (1 + spread))),
  };
}
