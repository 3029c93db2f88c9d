import type { City } from '../City.ts';
import type { Kind } from '../vocabulary.ts';
import type { MetricProfile } from './metricProfile.ts';

/**
 * The number of the way in which cases are counted by this release. Raise it with every change of what
 * `shared/tables/contribute.ts` makes of one and the same state: hubs then count every case anew.
 */
export const COUNTING_VERSION = 1;

/** What a profile decides about counts; weights, factors and least samples decide what is made of them. */
type CountingProfile = Pick<
  MetricProfile,
  | 'from'
  | 'to'
  | 'attribution'
  | 'scoreBasis'
  | 'splitDenominator'
  | 'periodStartDay'
  | 'callbackCutoffDays'
  | 'proactiveChannels'
>;

/**
 * All that what a case adds to the tables depends on beside its own state. Budgets, calendars, units, areas and
 * categories are not among it: what they decide about a case stands in its events.
 */
export interface CountingRules {
  readonly version: number;
  readonly timeZone: string;
  readonly scoredKinds: readonly Kind[];
  readonly profiles: readonly CountingProfile[];
}

/** The rules of a pack, written so that two packs that count alike have rules of the same text. */
export function countingRulesOf({ pack }: Pick<City, 'pack'>): CountingRules {
  const profiles = [...pack.profiles].sort((a, b) => (a.from < b.from ? -1 : 1));
  return {
    version: COUNTING_VERSION,
    timeZone: pack.timeZone,
    scoredKinds: [...new Set(pack.scoredKinds)].sort(),
    profiles: profiles.map((profile) => ({
      from: profile.from,
      ...(profile.to === undefined ? {} : { to: profile.to }),
      attribution: profile.attribution,
      scoreBasis: profile.scoreBasis,
      splitDenominator: profile.splitDenominator,
      periodStartDay: profile.periodStartDay,
      callbackCutoffDays: profile.callbackCutoffDays,
      proactiveChannels: [...new Set(profile.proactiveChannels)].sort(),
    })),
  };
}

/** Which of the rules differ, by name; none where both count alike. */
export function changedRules(before: CountingRules, after: CountingRules): readonly string[] {
  const names = Object.keys(after) as readonly (keyof CountingRules)[];
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}
