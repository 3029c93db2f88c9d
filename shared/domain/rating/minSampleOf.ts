import type { MetricProfile } from './metricProfile.ts';

/** How many callbacks a unit of a tier needs to be ranked (E2). */
export function minSampleOf({ minSample, minSampleByTier }: MetricProfile, tier: string): number {
  return minSampleByTier?.[tier] ?? minSample;
}
