import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { City } from '../shared/domain/City.ts';
import { cityPackSchema } from '../shared/domain/cityPack.ts';
import type { CityPack } from '../shared/domain/cityPack.ts';
import type { WorkCalendar } from '../shared/domain/WorkCalendar.ts';
import { calendarFolder, loadCalendar } from './city/loadCalendar.ts';
import { loadMap } from './city/loadMap.ts';
import { packFault } from './city/packFault.ts';
import { cityFolder, isFolderName } from './cityFolder.ts';
import { firstIssue, readJson } from './readJson.ts';
import { StartError } from './StartError.ts';

/** Which file of a pack holds which of its fields; what is not listed stands in `pack.json`. */
const FILE_OF = {
  units: 'units.json',
  areas: 'areas.json',
  categories: 'categories.json',
  dispatchRules: 'rules.json',
} as const satisfies Partial<Record<keyof CityPack, string>>;

/**
 * A city by its id or the path of its folder, with its map and its calendar, checked whole; StartError with one
 * sentence that names file and field. `ownMap` is a folder with maps of the operator's own, which go before those of
 * the pack. A folder outside this installation may have any name; its id stands in `pack.json`.
 */
export function loadCity(city: string, folder: string = cityFolder(city), ownMap?: string): City {
  const pack = loadPack(isFolderName(city) ? undefined : city, folder);
  return new City(pack, calendarOf(pack, folder), loadMap(pack, join(folder, 'map'), ownMap));
}

function calendarOf({ workCalendar }: CityPack, folder: string): WorkCalendar | undefined {
  if (workCalendar === undefined) return undefined;
  const own = join(folder, 'calendars', workCalendar);
  if (existsSync(own)) return loadCalendar(own);
  const calendar = calendarFolder(workCalendar);
  if (existsSync(calendar)) return loadCalendar(calendar);
  const at = `${join(folder, 'pack.json')}, field workCalendar`;
  throw new StartError(`${at}: there is no calendar of working days at ${calendar}.`);
}

function loadPack(id: string | undefined, folder: string): CityPack {
  const parts = ['pack.json', ...Object.values(FILE_OF)].map((file) => objectIn(folder, file));
  const parsed = cityPackSchema.safeParse(merged(folder, parts));
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path[0];
    throw new StartError(`${join(folder, fileOf(field))}, ${firstIssue(parsed.error)}.`);
  }
  const fault = packFault(parsed.data, id ?? parsed.data.id);
  if (fault === undefined) return parsed.data;
  throw new StartError(
    `${join(folder, fileOf(fault.field[0]))}, field ${fault.field.join('.')}: ${fault.what}.`,
  );
}

interface Part {
  readonly file: string;
  readonly fields: object;
}

function objectIn(folder: string, file: string): Part {
  const fields = readJson(join(folder, file));
  if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) return { file, fields };
  throw new StartError(`${join(folder, file)}, the whole: it must be one JSON object.`);
}

/** A field belongs to one file: given in another it would be unclear which of the two is meant. */
function merged(folder: string, parts: readonly Part[]): object {
  for (const { file, fields } of parts) {
    for (const field of Object.keys(fields)) {
      if (fileOf(field) === file) continue;
      throw new StartError(`${join(folder, file)}, field ${field}: it belongs into ${fileOf(field)}.`);
    }
  }
  return Object.assign({}, ...parts.map(({ fields }) => fields)) as object;
}

function fileOf(field: PropertyKey | undefined): string {
  return Object.entries(FILE_OF).find(([name]) => name === field)?.[1] ?? 'pack.json';
}
