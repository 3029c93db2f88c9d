import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCity } from '../../server/loadCity.ts';
import { mapViewSchema } from '../../shared/contract/mapView.ts';
import type { MapView } from '../../shared/contract/mapView.ts';
import { City } from '../../shared/domain/City.ts';
import type { Ring } from '../../shared/domain/CityMap.ts';
import { call } from '../support/apiCalls.ts';
import { startEdge } from '../support/startEdge.ts';
import type { Edge } from '../support/startEdge.ts';

const city = loadCity('beijing');

async function mapOf(edge: Edge): Promise<{ readonly view: MapView; readonly bytes: number }> {
  const { status, text, json } = await call(edge, '/api/v1/map', { key: null });
  expect(status).toBe(200);
  return { view: mapViewSchema.parse(json), bytes: Buffer.byteLength(text) };
}

describe('GET /api/v1/map', () => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await startEdge({ instead: () => ({ city }) });
  });
  afterAll(() => edge.close());

  it('[GEO1] tells anyone every shape with its level, in the order of the pack, in less than 250 KB', async () => {
    const { view, bytes } = await mapOf(edge);
    expect(bytes).toBeLessThan(250_000);
    expect(view.features.map(({ properties }) => properties.code)).toEqual(
      city.pack.areas.map(({ code }) => code),
    );
    const districts = view.features.filter(({ properties }) => properties.level === 'district');
    expect(districts.map(({ properties }) => properties.code)).toEqual(
      city.pack.areas.filter(({ parentCode }) => parentCode === undefined).map(({ code }) => code),
    );
    expect([view.schematic, view.missing]).toEqual([true, []]);
    expect(view.note).toEqual({ zh: '街道示意，非地理边界', en: 'Schematic cells, not boundaries' });
  });

  it('[GEO1] tells a district in two parts as two polygons, and positions to a metre', async () => {
    const { view } = await mapOf(edge);
    const chaoyang = view.features.find(({ properties }) => properties.code === '110105');
    expect(chaoyang?.geometry.type).toBe('MultiPolygon');
    expect(chaoyang?.geometry.coordinates).toHaveLength(2);
    const ring: Ring = [
      [116.123456789, 39.9],
      [117, 40],
      [117, 39],
      [116.123456789, 39.9],
    ];
    const fine = { ...city.map, shapes: new Map([['110101', [[ring]]]]) };
    const other = await startEdge({ instead: () => ({ city: new City(city.pack, undefined, fine) }) });
    const { view: rounded } = await mapOf(other);
    expect(rounded.features[0]?.geometry).toEqual({
      type: 'Polygon',
      coordinates: [
        [
          [116.12346, 39.9],
          [117, 40],
          [117, 39],
          [116.12346, 39.9],
        ],
      ],
    });
    await other.close();
  });

  it('[GEO1] names the areas that have no shape', async () => {
    const bare = await startEdge();
    const { view } = await mapOf(bare);
    expect(view).toEqual({
      type: 'FeatureCollection',
      note: null,
      schematic: false,
      missing: ['NORTH', 'SOUTH'],
      features: [],
    });
    await bare.close();
  });
});
