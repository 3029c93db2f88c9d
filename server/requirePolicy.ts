import { join } from 'node:path';
import type { City } from '../shared/domain/City.ts';
import { cityFolder } from './cityFolder.ts';
import { StartError } from './StartError.ts';

/**
 * Throws StartError where no policy is in force at an instant of hub time: every command asks for the policy of its
 * moment, and each would fail as a fault of the hub. A pack has no hole between policies, so there is one before
 * the first alone.
 */
export function requirePolicy(city: City, at: number): void {
  if (city.hasPolicyAt(at)) return;
  const { id, policies } = city.pack;
  const first = Math.min(...policies.map(({ from }) => Number(from.replaceAll('-', ''))));
  const index = policies.findIndex(({ from }) => Number(from.replaceAll('-', '')) === first);
  const where = `${join(cityFolder(id), 'pack.json')}, field policies.${index}.from`;
  throw new StartError(
    `${where}: the first policy holds from ${policies[index]?.from} on, and hub time is ${new Date(at).toISOString()}.`,
  );
}
