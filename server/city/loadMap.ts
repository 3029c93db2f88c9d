import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CityPack } from '../../shared/domain/cityPack.ts';
import type { CityMap, Polygon, Position } from '../../shared/domain/CityMap.ts';
import { toWgs84 } from '../http/intake/toWgs84.ts';
import { firstIssue, readJson } from '../readJson.ts';
import { StartError } from '../StartError.ts';
import { mapFileSchema } from './mapFile.ts';
import type { MapCrs, MapFile } from './mapFile.ts';
import { shiftFault } from './shiftFault.ts';

type Shapes = ReadonlyMap<string, readonly Polygon[]>;

interface Sheet {
  readonly note: MapFile['note'];
  readonly schematic: boolean;
  readonly shapes: Shapes;
  readonly unknownCodes: readonly string[];
}

/**
 * The map of a pack: the files of its own folder and, over them, those of `ownFolder`, which an operator fills.
 * An area that both draw is drawn as the operator has it, and a schematic cell goes where the operator draws a
 * sibling of its area, because it would lie across it. A map that was drawn for other lists may know more areas
 * than the pack: those are left out and told. StartError names file and field.
 */
export function loadMap(pack: CityPack, packFolder: string, ownFolder?: string): CityMap {
  const packSheets = sheetsIn(packFolder, pack, new Map());
  const [stranger] = packSheets.flatMap(({ unknownCodes }) => unknownCodes);
  if (stranger !== undefined) throw new StartError(`${packFolder}: there is no area '${stranger}'.`);
  const ownSheets = ownFolder === undefined ? [] : sheetsIn(ownFolder, pack, trusted(packSheets));
  const own = joined(ownSheets);
  const sheets = [...packSheets.map((sheet) => withoutDrawn(sheet, own, pack)), ...ownSheets].filter(
    ({ shapes }) => shapes.size > 0,
  );
  return {
    shapes: joined(sheets),
    note: sheets.find(({ note }) => note !== undefined)?.note,
    schematic: sheets.some(({ schematic }) => schematic),
    unknownCodes: ownSheets.flatMap(({ unknownCodes }) => unknownCodes),
  };
}

/** What of a sheet is still to be drawn beside the shapes of the operator. */
function withoutDrawn(sheet: Sheet, own: Shapes, { areas }: CityPack): Sheet {
  const parents = new Map(areas.map(({ code, parentCode }) => [code, parentCode]));
  const divided = new Set(
    [...own.keys()].map((code) => parents.get(code)).filter((code) => code !== undefined),
  );
  const left = [...sheet.shapes].filter(
    ([code]) => !own.has(code) && !(sheet.schematic && divided.has(parents.get(code) ?? '')),
  );
  return { ...sheet, shapes: new Map(left) };
}

/** The sheets of a folder, later ones judged by those before them: `districts` comes before `streets`. */
function sheetsIn(folder: string, pack: CityPack, reference: Shapes): readonly Sheet[] {
  if (!existsSync(folder)) return [];
  const sheets: Sheet[] = [];
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.geojson'))
    .sort()) {
    const known = new Map([...trusted(sheets), ...reference]);
    const sheet = sheetOf(join(folder, name), pack, known);
    const twice = [...sheet.shapes.keys()].find((code) => sheets.some(({ shapes }) => shapes.has(code)));
    if (twice !== undefined)
      throw new StartError(`${join(folder, name)}, field features: '${twice}' is in another file too.`);
    sheets.push(sheet);
  }
  return sheets;
}

function sheetOf(path: string, pack: CityPack, reference: Shapes): Sheet {
  const parsed = mapFileSchema.safeParse(readJson(path));
  if (!parsed.success) throw new StartError(`${path}, ${firstIssue(parsed.error)}.`);
  const { crs, note, schematic, features } = parsed.data;
  const known = new Set(pack.areas.map(({ code }) => code));
  const drawn = new Map<string, readonly Polygon[]>();
  for (const [index, { properties, geometry }] of features.entries()) {
    const at = `${path}, field features.${index}`;
    if (drawn.has(properties.code))
      throw new StartError(`${at}.properties.code: '${properties.code}' is there twice.`);
    drawn.set(properties.code, polygonsOf(geometry, `${at}.geometry`));
  }
  const unknownCodes = [...drawn.keys()].filter((code) => !known.has(code));
  if (unknownCodes.length === drawn.size)
    throw new StartError(
      `${path}, field features: none of its codes is an area's; the first is '${unknownCodes[0]}'.`,
    );
  for (const code of unknownCodes) drawn.delete(code);
  const shift = shiftFault(drawn, crs, pack.areas, reference);
  if (shift !== undefined) throw new StartError(`${path}, field crs: ${shift}.`);
  const shapes = inWgs84(drawn, crs);
  const [outside] = [...shapes].find(([, polygons]) => !isWithinBounds(polygons, pack.bounds)) ?? [];
  if (outside !== undefined)
    throw new StartError(`${path}, field features: the shape of '${outside}' leaves the bounds of the city.`);
  return { note, schematic, shapes, unknownCodes };
}

function polygonsOf(geometry: MapFile['features'][number]['geometry'], at: string): readonly Polygon[] {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons.map((rings) =>
    rings.map((ring) => {
      const [first, last] = [ring[0], ring.at(-1)];
      if (first?.[0] !== last?.[0] || first?.[1] !== last?.[1])
        throw new StartError(`${at}: the last position of a ring must be its first.`);
      return ring.map(([lng = NaN, lat = NaN]): Position => [lng, lat]);
    }),
  );
}

function inWgs84(shapes: Shapes, crs: MapCrs): Shapes {
  if (crs === 'wgs84') return shapes;
  const convert = ([x, y]: Position): Position => {
    const { lng, lat } = toWgs84({ lng: x, lat: y }, crs);
    return [lng, lat];
  };
  const all = [...shapes].map(([code, polygons]): [string, readonly Polygon[]] => [
    code,
    polygons.map((rings) => rings.map((ring) => ring.map(convert))),
  ]);
  return new Map(all);
}

function isWithinBounds(
  polygons: readonly Polygon[],
  [west, south, east, north]: CityPack['bounds'],
): boolean {
  return polygons.every((rings) =>
    rings.every((ring) =>
      ring.every(([lng, lat]) => lng >= west && lng <= east && lat >= south && lat <= north),
    ),
  );
}

/** What other shapes can be measured by: outlines, not cells that only stand for their area. */
function trusted(sheets: readonly Sheet[]): Shapes {
  return joined(sheets.filter(({ schematic }) => !schematic));
}

function joined(sheets: readonly Sheet[]): Shapes {
  return new Map(sheets.flatMap(({ shapes }) => [...shapes]));
}
