import { afterEach, describe, expect, it, vi } from 'vitest';
import type { MapView } from '../../shared/contract/mapView.ts';
import { AREA_FILLS, fillOf, shadeFloors } from '../../client/map/areaScale.ts';
import { badgesByArea } from '../../client/map/badgesByArea.ts';
import { cityShapes } from '../../client/map/cityShapes.ts';
import { isInside, labelPoint } from '../../client/map/labelPoint.ts';
import { lensOver } from '../../client/map/lens.ts';
import type { Point } from '../../client/map/lens.ts';
import { loadMap } from '../../client/state/loadMap.ts';
import { areaGroups } from '../../client/wall/areaGroups.ts';

const SQUARE: readonly Point[] = [
  [0, 0],
  [2, 0],
  [2, 2],
  [0, 2],
  [0, 0],
];

/** As many places as a large city has streets: every second one within a twentieth of its radius. */
const CROWDED: readonly Point[] = Array.from({ length: 200 }, (_, index): Point => {
  const reach = index % 2 === 0 ? 0.05 * ((index % 10) / 10) : index / 200;
  return [116 + reach * Math.cos(index), reach * Math.sin(index)];
});

function feature(
  code: string,
  level: 'district' | 'area',
  ring: readonly Point[],
): MapView['features'][number] {
  const coordinates = [ring.map(([lng, lat]): [number, number] => [lng, lat])];
  return { type: 'Feature', properties: { code, level }, geometry: { type: 'Polygon', coordinates } };
}

describe('the scale of the map', () => {
  it('[WAL21] shades none darkest and the most lightest, in equal steps of a round number', () => {
    const floors = shadeFloors([3, 1_064]);
    expect(floors).toEqual([1, 500, 1_000, 1_500, 2_000]);
    expect([0, 1, 499, 500, 9_999].map((count) => fillOf(count, 0, floors))).toEqual([0, 1, 1, 2, 5]);
  });

  it('[WAL21] gives every shade a floor of its own, however few cases there are', () => {
    for (const largest of [0, 1, 4, 5, 6, 9, 11, 99]) {
      const floors = shadeFloors([largest]);
      expect(new Set(floors).size).toBe(5);
      expect(AREA_FILLS[fillOf(largest, 0, floors)]).toMatch(/^--shade-/);
    }
    expect(shadeFloors([])).toEqual(shadeFloors([0]));
  });

  it('[MAP3] does not let one area that outdoes all others make them all look empty', () => {
    const counts = [...Array.from({ length: 99 }, () => 40), 90_000];
    const floors = shadeFloors(counts);
    expect(floors.at(-1)).toBeLessThanOrEqual(40);
    expect(fillOf(40, 0, floors)).toBeGreaterThan(2);
  });

  it('[MAP3] tells how late an area is as soon as one case is overdue, by the share of its open cases', () => {
    const floors = shadeFloors([1_000]);
    const names = [0, 1, 49, 50, 149, 150, 1_000].map((late) => AREA_FILLS[fillOf(1_000, late, floors)]);
    expect(names).toEqual([
      '--shade-5',
      '--late-1',
      '--late-1',
      '--late-2',
      '--late-2',
      '--late-3',
      '--late-3',
    ]);
    // Counted a moment apart, an area may have more overdue cases than open ones.
    expect(AREA_FILLS[fillOf(0, 1, floors)]).toBe('--late-3');
  });
});

describe('the lens of the map', () => {
  const distance = ([lng, lat]: Point): number => Math.hypot(lng - 116, lat);

  it('[MAP1] draws the middle of a crowded city larger than its rim, and says so', () => {
    const { bend, magnification } = lensOver(CROWDED);
    expect(magnification).toBeGreaterThan(2);
    const stretch = (from: number, to: number): number =>
      (distance(bend([116 + to, 0])) - distance(bend([116 + from, 0]))) / (to - from);
    expect(stretch(0, 0.05)).toBeGreaterThan(2);
    expect(stretch(0.9, 0.95)).toBeLessThan(0.6);
  });

  it('[MAP1] keeps every direction and folds nothing: what was farther out stays farther out', () => {
    const { bend } = lensOver(CROWDED);
    const bent = CROWDED.toSorted((a, b) => distance(a) - distance(b)).map(bend);
    // Places as far out as each other come out so but for the last digits.
    const reaches = bent.map((point) => Number(distance(point).toFixed(9)));
    expect(reaches).toEqual(reaches.toSorted((a, b) => a - b));
    const [lng, lat] = bend([116.3, 0.4]);
    expect(lat / (lng - 116)).toBeCloseTo(0.4 / 0.3, 1);
  });

  it('[MAP2] leaves a city of few areas, and one that is not crowded, as it is', () => {
    const even = Array.from({ length: 400 }, (_, index): Point => [index % 20, Math.floor(index / 20) / 100]);
    expect(lensOver(CROWDED.slice(0, 20)).bend([3, 4])).toEqual([3, 4]);
    expect(lensOver(even).magnification).toBe(1);
    expect(lensOver(Array.from({ length: 40 }, (): Point => [1, 1])).magnification).toBe(1);
  });
});

describe('the shapes of the map', () => {
  it('[MAP1] bends long edges with the lens, so that neighbours still meet', () => {
    const cells = CROWDED.map(([lng, lat], index) =>
      feature(
        `A${index}`,
        'area',
        SQUARE.map(([x, y]): Point => [lng + x / 1_000, lat + y / 1_000]),
      ),
    );
    const district = feature(
      'D',
      'district',
      SQUARE.map(([x, y]): Point => [115 + x, y - 1]),
    );
    const shapes = cityShapes({ features: [...cells, district] });
    const drawn = shapes?.areas.features[0];
    expect(drawn?.properties).toEqual({ code: 'D', isOutlined: true });
    expect(drawn?.geometry.coordinates[0]?.[0]?.length).toBeGreaterThan(200);
    expect(drawn?.geometry.coordinates[0]?.[0]?.at(-1)).toEqual(drawn?.geometry.coordinates[0]?.[0]?.[0]);
    expect(shapes?.areas.features[1]?.properties.isOutlined).toBe(false);
    expect(shapes?.isEnlarged).toBe(true);
  });

  it('[MAP2] outlines the areas themselves where the city is not divided', () => {
    const shapes = cityShapes({ features: [feature('A', 'area', SQUARE)] });
    expect(shapes?.areas.features[0]?.properties).toEqual({ code: 'A', isOutlined: true });
    expect(shapes?.isEnlarged).toBe(false);
    expect(shapes?.bounds).toEqual([0, 0, 2, 2]);
    expect(cityShapes({ features: [] })).toBeUndefined();
  });

  it('[WAL22] stands a label inside its area, also in a crescent and in the largest of several parts', () => {
    expect(labelPoint(SQUARE).every((side) => Math.abs(side - 1) < 0.2)).toBe(true);
    const crescent: readonly Point[] = [
      [0, 0],
      [9, 0],
      [9, 9],
      [0, 9],
      [0, 8],
      [8, 8],
      [8, 1],
      [0, 1],
      [0, 0],
    ];
    expect(isInside([4.5, 4.5], crescent)).toBe(false);
    expect(isInside(labelPoint(crescent), crescent)).toBe(true);
    const far = SQUARE.map(([lng, lat]): Point => [lng / 9 + 50, lat / 9]);
    const parts = [far, SQUARE].map((ring) => [ring.map(([lng, lat]): [number, number] => [lng, lat])]);
    const geometry = { type: 'MultiPolygon', coordinates: parts } as const;
    const shapes = cityShapes({
      features: [{ ...feature('A', 'area', SQUARE), geometry: { ...geometry, coordinates: parts } }],
    });
    expect(shapes?.isWithin('A', shapes.centreOf.get('A') ?? [9, 9])).toBe(true);
    expect(shapes?.centreOf.get('A')?.[0]).toBeLessThan(2);
    expect(shapes?.isWithin('B', [1, 1])).toBe(false);
  });
});

describe('what stands on the map', () => {
  it('[MAP6] puts the numbers of several cases in one area together', () => {
    const badge = (label: string, areaCode: string) => ({ label, areaCode });
    const badges = badgesByArea([badge('1', 'A'), badge('2', 'B'), badge('4', 'A')]);
    expect(badges.map(({ label, areaCode }) => [areaCode, label])).toEqual([
      ['A', '1·4'],
      ['B', '2'],
    ]);
    expect(new Set(badges.map(({ id }) => id)).size).toBe(2);
  });

  it('[MAP8] sums up areas by their district, and leaves those of a city that is not divided alone', () => {
    const areas = [{ code: 'D' }, { code: 'A', parentCode: 'D' }, { code: 'B', parentCode: 'elsewhere' }];
    expect(areaGroups(areas)).toEqual([
      { code: 'D', members: ['D', 'A'] },
      { code: 'B', members: ['B'] },
    ]);
  });
});

describe('the shapes from the hub', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('[MAP14] are asked for again until the hub answers', async () => {
    vi.useFakeTimers();
    const view: MapView = {
      type: 'FeatureCollection',
      note: null,
      schematic: false,
      missing: [],
      features: [],
    };
    const answers = [
      () => Promise.reject(new TypeError('no connection')),
      () => Promise.resolve(new Response('starting', { status: 503 })),
      () => Promise.resolve(new Response('{"type":', { status: 200 })),
      () => Promise.resolve(Response.json(view)),
    ];
    const fetched = vi.fn(() => answers.shift()?.() ?? Promise.reject(new Error('asked once too often')));
    vi.stubGlobal('fetch', fetched);
    const loaded = vi.fn();
    await loadMap(loaded);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(loaded.mock.calls).toEqual([[view]]);
    expect(fetched).toHaveBeenCalledTimes(4);
  });
});
