import type { City } from '../../shared/domain/City.ts';
import { DAY_MS } from '../../shared/domain/naturalMs.ts';

/**
 * The first instant at which a case that ended then is to be archived: so many days after its end, by the policy of
 * that later day, which may be another one and may ask for fewer. At the earliest a millisecond after the end.
 */
export function archiveFrom(city: City, endedAt: number): number {
  const instants = city.pack.policies.map(({ id, from, archiveAfterDays }) => {
    const [year = 0, month = 1, day = 1] = from.split('-').map(Number);
    const begins = city.calendar.instantOf(year, month, day, 0, 0, 0);
    const at = Math.max(begins, endedAt + Math.max(1, archiveAfterDays * DAY_MS));
    return city.policyAt(at).id === id ? at : Infinity;
  });
  return Math.min(...instants);
}
