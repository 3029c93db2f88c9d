import { minSampleOf } from './minSampleOf.ts';
import type { MetricProfile } from './metricProfile.ts';
import type { RateCounts } from './rateCounts.ts';
import { Ranking } from './Ranking.ts';
import type { Ranked } from './Ranking.ts';
import { standingOf } from './Standing.ts';

/** A unit as it is handed to a ranking; without a tier it is ranked nowhere. */
export interface RatedUnit {
  readonly code: string;
  readonly tier?: string | undefined;
  readonly counts: RateCounts;
  /** Whether it is at work when the period ends; it is unless this says otherwise. */
  readonly isActive?: boolean | undefined;
}

/**
 * Every tiered unit's rank within its tier (分档), tier by tier; units without a tier are left out. Those that are not
 * at work when the period ends have no rank (E16).
 */
export function rankUnits(
  units: Iterable<RatedUnit>,
  profile: MetricProfile,
): ReadonlyMap<string, readonly Ranked[]> {
  const tiers = new Map<string, Ranking>();
  for (const { code, tier, counts, isActive = true } of units) {
    if (tier === undefined) continue;
    const ranking = tiers.get(tier) ?? new Ranking();
    ranking.put(standingOf(code, counts, profile, isActive));
    tiers.set(tier, ranking);
  }
  return new Map([...tiers].map(([tier, ranking]) => [tier, ranking.ranked(minSampleOf(profile, tier))]));
}
