import type { City } from '../City.ts';
import type { FrozenUnit } from './FrozenPeriod.ts';
import type { Period } from './Period.ts';

/** The units of a city as a period tells of them; at work are those that are when it ends (E16). */
export function rosterOf(city: City, { endAt }: Period): readonly FrozenUnit[] {
  return city.pack.units.map(({ code, kind, parentCode, tier, population }) => ({
    code,
    kind,
    ...(parentCode === undefined ? {} : { parentCode }),
    ...(tier === undefined ? {} : { tier }),
    ...(population === undefined ? {} : { population }),
    isActive: city.isActiveUnit(code, endAt - 1),
  }));
}
