import { DEFAULT_CHANNELS } from '../../shared/domain/defaultChannels.ts';
import { metricProfileSchema } from '../../shared/domain/rating/metricProfile.ts';
import type { PublicCity } from '../../client/state/PublicCity.ts';

/** As many units, each with an area of its own, as Beijing has streets and towns. */
export const UNITS = 343;
export const CATEGORIES = 80;

export const unitCode = (n: number): string => `1101${String(n).padStart(5, '0')}`;
export const areaCode = (n: number): string => unitCode(n);
export const categoryCode = (n: number): string => String(10_101 + n).padStart(6, '0');

/** A city that is rated, in one tier, with names like real ones. */
export function benchCity(): PublicCity {
  const named = (name: string, n: number) => ({ zh: `${name}${n}街道`, en: `${name} ${n}` });
  const profile = metricProfileSchema.parse({
    id: 'bench',
    names: { zh: '口径', en: 'Definition' },
    from: '2020-01-01',
    weights: { response: 0.1, solve: 0.5, satisfaction: 0.4 },
    basicFactor: 0.9,
    periodStartDay: 19,
  });
  const codes = Array.from({ length: UNITS }, (_, n) => unitCode(n));
  return {
    id: 'bench',
    names: { zh: '测试市', en: 'Test City' },
    timeZone: 'Asia/Shanghai',
    languages: ['zh', 'en'],
    bounds: [115, 39, 117, 41],
    profiles: [profile],
    tiers: [{ code: 'ALL', names: { zh: '全部', en: 'All' } }],
    units: codes.map((code, n) => ({
      code,
      names: named('单位', n),
      kind: 'street',
      parentCode: `D${n % 16}`,
      tier: 'ALL',
    })),
    areas: codes.map((code, n) => ({ code, names: named('区域', n) })),
    channels: DEFAULT_CHANNELS,
    categories: Array.from({ length: CATEGORIES }, (_, n) => ({
      code: categoryCode(n),
      names: { zh: `类别${n}`, en: `Category ${n}` },
    })),
  };
}
