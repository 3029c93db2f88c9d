import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { City } from '../../shared/domain/City.ts';
import { cityFolder } from '../cityFolder.ts';
import { loadReplayMap } from '../feeds/loadReplayMap.ts';
import { loadSimulation } from '../feeds/simulation/loadSimulation.ts';
import { loadCity } from '../loadCity.ts';

/**
 * Reads a city pack as a start would and tells what is in it; `folder` is a path, or the id of a pack of this
 * installation. Throws StartError with one sentence that names file and field where a start would be refused.
 */
export function checkPack(folder: string): string {
  const isHere = existsSync(join(folder, 'pack.json'));
  const path = isHere ? resolve(folder) : cityFolder(folder);
  const city = loadCity(isHere ? path : folder, path);
  return [
    `${path} holds together: ${city.pack.names.en} ${city.pack.names.zh}, id ${city.pack.id}.`,
    ...contents(city),
    ...feeds(path),
  ].join('\n');
}

function contents({ pack, map }: City): readonly string[] {
  const { units, areas, categories, dispatchRules, policies, profiles } = pack;
  const ruled = new Set(dispatchRules.map(({ categoryCode }) => categoryCode));
  const unruled = categories.filter(({ code }) => !ruled.has(code)).length;
  const shapeless = areas.filter(({ code }) => !map.shapes.has(code)).length;
  return [
    `Units: ${units.length}. Areas: ${areas.length}, ${shapeless} of them without a shape on the map.`,
    `Categories: ${categories.length}, ${unruled} of them without a rule that names a unit. Rules: ${dispatchRules.length}.`,
    ...policies.map(
      ({ id, from, to, callback }) =>
        `Policy ${id}, ${from} to ${to ?? 'further notice'}: cases are closed ${callback === 'none' ? 'when their feedback passes' : 'after the requester was asked'}.`,
    ),
    `Definitions of the rates: ${profiles.length}.`,
    ...(map.unknownCodes.length === 0
      ? []
      : [`Shapes whose code no area has: ${map.unknownCodes.slice(0, 10).join(', ')}.`]),
  ];
}

function feeds(folder: string): readonly string[] {
  const replay = join(folder, 'replay.json');
  const simulation = join(folder, 'simulation.json');
  if (existsSync(replay)) loadReplayMap(replay);
  if (existsSync(simulation)) loadSimulation(simulation);
  return [
    existsSync(replay)
      ? 'replay.json can be read; `npm start -- --city … --feed replay:<file> --feed-check` tries it on a file.'
      : 'There is no replay.json: a replay needs --feed-map.',
    existsSync(simulation)
      ? 'simulation.json can be read.'
      : 'There is no simulation.json: a simulation uses the numbers of this installation.',
  ];
}
