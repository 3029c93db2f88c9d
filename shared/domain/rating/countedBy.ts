import { City } from '../City.ts';
import type { CountingRules } from './countingRules.ts';

/** What only tells of counts, and what is never asked where cases are counted. */
const UNASKED = {
  id: 'unasked',
  names: { zh: '无', en: 'none' },
  weights: { response: 1000, solve: 0, satisfaction: 0 },
  basicFactor: 0,
  minSample: 1,
} as const;

/** A city that counts cases by these rules, whatever its pack says by now. */
export function countedBy({ pack }: City, { timeZone, scoredKinds, profiles }: CountingRules): City {
  return new City({
    ...pack,
    timeZone,
    scoredKinds: [...scoredKinds],
    profiles: profiles.map((profile) => ({
      ...UNASKED,
      ...profile,
      proactiveChannels: [...profile.proactiveChannels],
    })),
  });
}
