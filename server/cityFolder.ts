import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packageRoot } from './packageRoot.ts';
import { StartError } from './StartError.ts';

/**
 * Where a city's files lie: a pack of this installation by its id, or any folder, told by a path with a slash;
 * StartError with the known cities, or with what the folder lacks.
 */
export function cityFolder(city: string): string {
  const cities = join(packageRoot(), 'data', 'cities');
  const known = knownCities(cities);
  if (known.includes(city)) return join(cities, city);
  if (!isFolderName(city))
    throw new StartError(
      `There is no city pack '${city}'; the known ones are: ${known.join(', ')}. A folder of your own is named by a path such as ./${city}.`,
    );
  const folder = resolve(city);
  if (!existsSync(folder)) throw new StartError(`There is no folder ${folder}, which --city names.`);
  if (existsSync(join(folder, 'pack.json'))) return folder;
  throw new StartError(`${folder} is no city pack: it has no pack.json.`);
}

/** Whether a city is told by the path of its folder and not by the id of a pack of this installation. */
export function isFolderName(city: string): boolean {
  return /[/\\]/.test(city) || city === '.' || city === '..';
}

function knownCities(cities: string): readonly string[] {
  return readdirSync(cities, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(cities, entry.name, 'pack.json')))
    .map((entry) => entry.name)
    .sort();
}
