import { join } from 'node:path';
import type { City } from '../shared/domain/City.ts';
import { cityFolder } from './cityFolder.ts';
import { StartError } from './StartError.ts';

/**
 * Throws StartError where no policy is in force at an instant of hub time: every command asks for the policy of its
 * moment, and each would fail as a fault of the hub. A pack has no hole between policies, so there is one before
 * the first alone. `folder` is where the pack lies, for the sentence.
 */
export function requirePolicy(city: City, at: number, folder?: string): void {
  if (city.hasPolicyAt(at)) return;
  const { id, policies } = city.pack;
  const first = policies.reduce((best, { from }, n) => (from < (policies[best]?.from ?? '') ? n : best), 0);
  const where = `${join(folder ?? cityFolder(id), 'pack.json')}, field policies.${first}.from`;
  throw new StartError(
    `${where}: the first policy holds from ${policies[first]?.from} on, and hub time is ${new Date(at).toISOString()}.`,
  );
}
