import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadMap } from '../../server/city/loadMap.ts';
import { metresApart, metresOutside } from '../../server/city/metresOutside.ts';
import { cityFolder } from '../../server/cityFolder.ts';
import { toWgs84 } from '../../server/http/intake/toWgs84.ts';
import { loadCity } from '../../server/loadCity.ts';
import { StartError } from '../../server/StartError.ts';
import type { Position, Ring } from '../../shared/domain/CityMap.ts';
import { BEIJING, describeWithData } from '../support/sharedData.ts';
import { tempDir } from '../support/tempDir.ts';

const FOLDER = join(cityFolder('beijing'), 'map');
const { pack, map } = loadCity('beijing');
const STREET = '110101001';

interface Feature {
  type: string;
  properties: { code?: unknown; name?: string };
  geometry: { type: string; coordinates: unknown } | null;
}
type Sheet = Record<string, unknown> & { features: Feature[] };

/** A square of some 900 m inside 东城区. */
const SQUARE: Ring = [
  [116.405, 39.92],
  [116.415, 39.92],
  [116.415, 39.928],
  [116.405, 39.928],
  [116.405, 39.92],
];

function sheet(ring: readonly (readonly number[])[] = SQUARE, code: unknown = STREET): Sheet {
  const geometry = { type: 'Polygon', coordinates: [ring] };
  const features = [{ type: 'Feature', properties: { code, name: 'any' }, geometry }];
  return { type: 'FeatureCollection', crs: 'wgs84', features };
}

/** The map of Beijing with these files in the operator's own folder. */
function mapWith(...sheets: readonly unknown[]): typeof map {
  const folder = join(tempDir(), 'map');
  mkdirSync(folder);
  for (const [index, content] of sheets.entries())
    writeFileSync(join(folder, `own-${index}.geojson`), JSON.stringify(content));
  writeFileSync(join(folder, 'README.txt'), 'no map');
  return loadMap(pack, FOLDER, folder);
}

/** Where a place stands in another system: found from the conversion back, by steps. */
function inSystem(crs: 'gcj02' | 'bd09', [lng, lat]: Position): Position {
  let guess = { lng, lat };
  for (let step = 0; step < 5; step++) {
    const back = toWgs84(guess, crs);
    guess = { lng: guess.lng + lng - back.lng, lat: guess.lat + lat - back.lat };
  }
  return [guess.lng, guess.lat];
}

const toGcj02 = (position: Position): Position => inSystem('gcj02', position);

describe('a map of the operator’s own', () => {
  it('[GEO5] goes before the pack’s for the same area, and takes the cells of its siblings away', () => {
    const own = mapWith(sheet());
    expect(own.shapes.get(STREET)).toEqual([[SQUARE]]);
    const gone = [...map.shapes.keys()].filter((code) => !own.shapes.has(code));
    expect(gone).toHaveLength(16);
    expect(gone.every((code) => code.startsWith('110101'))).toBe(true);
    expect(own.shapes.has('110101')).toBe(true);
    expect([own.schematic, own.note]).toEqual([true, map.note]);
  });

  it('[GEO5] that draws every district’s streets leaves nothing schematic and no note but its own', () => {
    const features = [...map.shapes]
      .filter(([code]) => code.length === 9)
      .map(([code, polygons]) => ({
        type: 'Feature',
        properties: { code: Number(code) },
        geometry: { type: 'MultiPolygon', coordinates: polygons },
      }));
    const whole = { ...sheet(), features };
    expect(mapWith(whole)).toMatchObject({ schematic: false, note: undefined });
    const note = { zh: '审图号 京S(2026)001号', en: 'Map approval 001' };
    expect(mapWith({ ...whole, note, schematic: true })).toMatchObject({ schematic: true, note });
    expect(mapWith(whole).shapes).toEqual(map.shapes);
  });

  it('[GEO5] may be missing: the folder, or any file in it', () => {
    expect(loadMap(pack, FOLDER, join(tempDir(), 'nowhere'))).toEqual(map);
    expect(mapWith()).toEqual(map);
  });

  it('[GEO5] may name WGS-84 as older programs do, and carry heights', () => {
    const named = (name: string) => ({ ...sheet(), crs: { type: 'name', properties: { name } } });
    for (const name of ['urn:ogc:def:crs:OGC:1.3:CRS84', 'EPSG:4326', 'urn:ogc:def:crs:EPSG::4490'])
      expect(mapWith(named(name)).shapes.get(STREET)).toEqual([[SQUARE]]);
    const high = sheet(SQUARE.map(([lng, lat]) => [lng, lat, 44]));
    expect(mapWith(high).shapes.get(STREET)).toEqual([[SQUARE]]);
  });

  it.each<[string, (content: Sheet) => unknown, RegExp]>([
    [
      'no system',
      (c) => void delete c['crs'],
      /own-0\.geojson, field crs: it must be given, as one of "wgs84"/,
    ],
    ['an unknown system', (c) => void (c['crs'] = 'EPSG:2436'), /field crs: it must be given, as one of/],
    ['no feature', (c) => void (c.features = []), /field features: there is no feature in it/],
    [
      'no code',
      (c) => void (feature(c).properties = {}),
      /features\.0\.properties\.code: it must be the code/,
    ],
    [
      'codes of which none is known',
      (c) => c.features.forEach((one, index) => (one.properties.code = String(index))),
      /field features: none of its codes is an area's; the first is '0'/,
    ],
    [
      'a point',
      (c) => void (feature(c).geometry = { type: 'Point', coordinates: [1, 2] }),
      /features\.0\.geometry.*: it must be a Polygon or a MultiPolygon/,
    ],
    [
      'no geometry',
      (c) => void (feature(c).geometry = null),
      /features\.0\.geometry: it must be a Polygon or a MultiPolygon/,
    ],
    [
      'a ring of three',
      (c) => void (feature(c).geometry = { type: 'Polygon', coordinates: [SQUARE.slice(0, 3)] }),
      /features\.0\.geometry\.coordinates\.0: a ring has at least four/,
    ],
    [
      'no ring',
      (c) => void (feature(c).geometry = { type: 'Polygon', coordinates: [] }),
      /features\.0\.geometry\.coordinates: a polygon has at least/,
    ],
    [
      'an open ring',
      (c) => void (feature(c).geometry = { type: 'Polygon', coordinates: [SQUARE.slice(0, 4)] }),
      /features\.0\.geometry: the last position of a ring must be its first/,
    ],
    [
      'an area twice',
      (c) => void c.features.push(feature(c)),
      /features\.1\.properties\.code: '110101001' is there twice/,
    ],
    [
      'latitude first',
      (c) =>
        void (feature(c).geometry = {
          type: 'Polygon',
          coordinates: [SQUARE.map(([lng, lat]) => [lat, lng])],
        }),
      /the shape of '110101001' leaves the bounds of the city/,
    ],
    ['no collection', () => ({ type: 'Feature', crs: 'wgs84' }), /field type: /],
  ])('[GEO6] with %s is named by file and field', (_, spoil, expected) => {
    const content = sheet();
    const spoilt = spoil(content) ?? content;
    expect(() => mapWith(spoilt)).toThrow(expected);
    expect(() => mapWith(spoilt)).toThrow(StartError);
  });

  it.each([
    ['west', -2, 0],
    ['south', 0, -2],
    ['east', 2, 0],
    ['north', 0, 2],
  ])('[GEO6] with a corner beyond the %s of the city is named by file and field', (_, east, north) => {
    const [first = [0, 0], second = [0, 0], third = [0, 0]] = SQUARE;
    const far: Position = [third[0] + east, third[1] + north];
    expect(() => mapWith(sheet([first, second, far, first]))).toThrow(/leaves the bounds of the city/);
  });

  it('[GEO6] is named where two files draw one area', () => {
    expect(() => mapWith(sheet(), sheet())).toThrow(
      /own-1\.geojson, field features: '110101001' is in another/,
    );
  });
});

describe('a map in another system than it says', () => {
  const district = map.shapes.get('110101')?.[0]?.[0] ?? [];

  it('[GEO7] is refused with the system to declare, and taken when it declares that', () => {
    const shifted = sheet(district.map(toGcj02), '110101');
    expect(() => mapWith(shifted)).toThrow(
      /field crs: it says wgs84, but the shapes stand about 550 m beside the outlines .*; declare "crs": "gcj02"\.$/,
    );
    const [ring] = mapWith({ ...shifted, crs: 'gcj02' }).shapes.get('110101')?.[0] ?? [];
    expect(ring).toHaveLength(district.length);
    expect(farthest(ring ?? [], district)).toBeLessThan(1);
    expect(() => mapWith({ ...sheet(district, '110101'), crs: 'bd09' })).toThrow(
      /about 1[0-9]{3} m .*"crs": "wgs84"/,
    );
  });

  it('[GEO7] is told by how many metres a place lies outside: none within, in a hole to its rim', () => {
    const triangle: Ring = [
      [0, 0],
      [4, 0],
      [0, 4],
      [0, 0],
    ];
    const hole: Ring = [
      [0.5, 0.5],
      [1.5, 0.5],
      [0.5, 1.5],
      [0.5, 0.5],
    ];
    const degrees = (lng: number, lat: number) => metresOutside({ lng, lat }, [[triangle, hole]]) / 111_195;
    expect([degrees(1.9, 1.9), degrees(0.2, 3), degrees(2, 0.2)]).toEqual([0, 0, 0]);
    expect(degrees(2, -1)).toBeCloseTo(1, 6);
    expect(degrees(-3, -4)).toBeCloseTo(Math.hypot(3 * Math.cos((4 * Math.PI) / 180), 4), 6);
    expect(degrees(3, 3)).toBeCloseTo(Math.SQRT2, 2);
    expect(degrees(0.6, 0.7)).toBeCloseTo(0.1, 4);
  });

  it('[GEO7] is told from the third system too', () => {
    const ring = district.map((position) => inSystem('bd09', position));
    for (const crs of ['wgs84', 'gcj02'])
      expect(() => mapWith({ ...sheet(ring, '110101'), crs })).toThrow(/declare "crs": "bd09"/);
    expect(mapWith({ ...sheet(ring, '110101'), crs: 'bd09' }).shapes.has('110101')).toBe(true);
  });

  it('[GEO7] cannot be told where nothing known is near, and is taken at its word', () => {
    expect(mapWith(sheet(SQUARE.map(toGcj02))).shapes.has(STREET)).toBe(true);
  });
});

describeWithData('a real map of streets, drawn by others', () => {
  const known = new Set(pack.areas.map(({ code }) => code));
  const whole = (): Sheet =>
    JSON.parse(readFileSync(join(BEIJING, 'beijing-streets-schematic.wgs84.geojson'), 'utf8'));
  const isKnown = ({ properties }: Feature): boolean => known.has(String(properties.code));
  const real = (): Sheet => ({ ...whole(), features: whole().features.filter(isKnown) });
  const inGcj02 = (): Sheet => {
    const all = real();
    for (const { geometry } of all.features)
      if (geometry !== null) geometry.coordinates = moved(geometry.coordinates);
    return all;
  };

  it('[GEO8] takes the place of the cells, and what it leaves out is missing', () => {
    const own = mapWith({ ...real(), crs: 'wgs84' });
    const missing = pack.areas.filter(({ code }) => !own.shapes.has(code));
    expect(own.shapes.size).toBe(16 + real().features.length);
    expect(missing.length).toBe(343 - real().features.length);
    expect(missing.length).toBeGreaterThan(0);
    expect([own.schematic, own.note]).toEqual([false, undefined]);
  });

  it('[GEO8] may know areas that the pack does not, which are left out and told', () => {
    const own = mapWith({ ...whole(), crs: 'wgs84' });
    const strangers = whole().features.filter((one) => !isKnown(one));
    expect(strangers.length).toBeGreaterThan(0);
    expect(own.unknownCodes).toEqual(strangers.map(({ properties }) => String(properties.code)));
    expect(own.shapes).toEqual(mapWith({ ...real(), crs: 'wgs84' }).shapes);
  });

  it('[GEO8] is refused without a system, and 550 m off', () => {
    expect(() => mapWith(real())).toThrow(/field crs: it must be given/);
    expect(() => mapWith({ ...inGcj02(), crs: 'wgs84' })).toThrow(/550 m .* declare "crs": "gcj02"/);
  });

  it('[GEO8] lands where it should when it declares GCJ-02', () => {
    const [own, truth] = [mapWith({ ...inGcj02(), crs: 'gcj02' }), mapWith({ ...real(), crs: 'wgs84' })];
    for (const [code, polygons] of truth.shapes)
      expect(farthest(own.shapes.get(code)?.flat(2) ?? [], polygons.flat(2))).toBeLessThan(2);
  });
});

function feature(content: Sheet): Feature {
  const [first] = content.features;
  if (first === undefined) throw new Error('the sheet has a feature');
  return first;
}

/** GeoJSON coordinates of any depth in GCJ-02. */
function moved(coordinates: unknown): unknown {
  if (!Array.isArray(coordinates)) return coordinates;
  const [lng, lat] = coordinates;
  return typeof lng === 'number' && typeof lat === 'number' ? toGcj02([lng, lat]) : coordinates.map(moved);
}

/** The greatest distance of two lists of positions, one by one, in metres. */
function farthest(ones: Ring, others: Ring): number {
  expect(ones).toHaveLength(others.length);
  const apart = ones.map(([lng, lat], index) => {
    const [otherLng = NaN, otherLat = NaN] = others[index] ?? [];
    return metresApart({ lng, lat }, { lng: otherLng, lat: otherLat });
  });
  return Math.max(...apart);
}
