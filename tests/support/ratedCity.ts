import { City } from '../../shared/domain/City.ts';
import type { CityPack } from '../../shared/domain/cityPack.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { metricProfileSchema } from '../../shared/domain/rating/metricProfile.ts';
import type { MetricProfile } from '../../shared/domain/rating/metricProfile.ts';
import { callbackCity } from './sampleCity.ts';

/** The weights of the district tool: 10/50/40, k = 0.9, 19th to 18th. */
export function ratedProfile(changes: Partial<MetricProfile> = {}): MetricProfile {
  const profile = metricProfileSchema.parse({
    id: 'ten-fifty-forty',
    names: { zh: '三率', en: 'Three rates' },
    from: '2020-01-01',
    weights: { response: 0.1, solve: 0.5, satisfaction: 0.4 },
    basicFactor: 0.9,
    periodStartDay: 19,
    proactiveChannels: ['grid', 'patrol'],
  });
  return { ...profile, ...changes };
}

const street = (code: string, parentCode: string) => ({
  code,
  names: { zh: code, en: code },
  kind: 'street' as const,
  parentCode,
  tier: 'STREETS',
});

/** The sample city with two districts of two streets each, rated by one profile; every case is called back. */
export function ratedCity(
  profile: Partial<MetricProfile> = {},
  changes: { readonly pack?: Partial<CityPack>; readonly policy?: Partial<Policy> } = {},
): City {
  const { pack } = callbackCity(changes.policy);
  return new City({
    ...pack,
    profiles: [ratedProfile(profile)],
    tiers: [{ code: 'STREETS', names: { zh: '街道', en: 'Streets' } }],
    units: [
      ...pack.units,
      { code: 'EAST', names: { zh: '东区', en: 'East' }, kind: 'district', population: 20_000 },
      { code: 'WEST', names: { zh: '西区', en: 'West' }, kind: 'district', population: 60_000 },
      street('E1', 'EAST'),
      street('E2', 'EAST'),
      street('W1', 'WEST'),
      street('W2', 'WEST'),
    ],
    ...changes.pack,
  });
}
