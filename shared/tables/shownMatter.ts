import type { CaseState } from '../domain/case/CaseState.ts';
import type { City } from '../domain/City.ts';
import type { Unit } from '../domain/cityPack.ts';
import { WITHHELD } from './intake.ts';

/** Units that are themselves places: who has the case then says where it is. */
const PLACES: ReadonlySet<Unit['kind'] | undefined> = new Set(['district', 'street', 'community']);

/**
 * What a public screen may tell of a case's matter, place and unit. Of a confidential case and of a report it tells
 * neither matter nor place, and the unit only where that says nothing of the place.
 */
export function shownMatter(
  { confidential, kind, categoryCode, areaCode, hostUnitCode }: CaseState,
  { units }: City,
): { readonly category: string; readonly area: string; readonly unit: string | null } {
  const unit = hostUnitCode ?? null;
  if (!confidential && kind !== 'report') return { category: categoryCode, area: areaCode, unit };
  const isPlace = unit !== null && PLACES.has(units.get(unit)?.kind);
  return { category: WITHHELD, area: WITHHELD, unit: isPlace ? WITHHELD : unit };
}
