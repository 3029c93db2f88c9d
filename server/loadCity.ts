import { join } from 'node:path';
import { City } from '../shared/domain/City.ts';
import { cityPackSchema } from '../shared/domain/cityPack.ts';
import type { CityPack } from '../shared/domain/cityPack.ts';
import { cityFolder } from './cityFolder.ts';
import { packFault } from './packFault.ts';
import { firstIssue, readJson } from './readJson.ts';
import { StartError } from './StartError.ts';

/** Which file of a pack holds which of its fields; what is not listed stands in `pack.json`. */
const FILE_OF = {
  units: 'units.json',
  areas: 'areas.json',
  categories: 'categories.json',
  dispatchRules: 'rules.json',
} as const satisfies Partial<Record<keyof CityPack, string>>;

/** The city of `data/cities/<id>/`, checked whole; StartError with one sentence that names file and field. */
export function loadCity(id: string, folder: string = cityFolder(id)): City {
  const parts = ['pack.json', ...Object.values(FILE_OF)].map((file) => objectIn(folder, file));
  const parsed = cityPackSchema.safeParse(merged(folder, parts));
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path[0];
    throw new StartError(`${join(folder, fileOf(field))}, ${firstIssue(parsed.error)}.`);
  }
  const fault = packFault(parsed.data, id);
  if (fault !== undefined) {
    throw new StartError(
      `${join(folder, fileOf(fault.field[0]))}, field ${fault.field.join('.')}: ${fault.what}.`,
    );
  }
  return new City(parsed.data);
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
