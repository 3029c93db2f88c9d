import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './packageRoot.ts';
import { StartError } from './StartError.ts';

/** Where a city's files lie; StartError with the known cities where there is no such city. */
export function cityFolder(id: string): string {
  const cities = join(packageRoot(), 'data', 'cities');
  const known = knownCities(cities);
  if (known.includes(id)) return join(cities, id);
  throw new StartError(`There is no city pack '${id}'; the known ones are: ${known.join(', ')}.`);
}

function knownCities(cities: string): readonly string[] {
  return readdirSync(cities, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(cities, entry.name, 'pack.json')))
    .map((entry) => entry.name)
    .sort();
}
