import { mapViewSchema } from '../../../shared/contract/mapView.ts';
import type { MapView } from '../../../shared/contract/mapView.ts';
import type { City } from '../../../shared/domain/City.ts';
import type { Polygon } from '../../../shared/domain/CityMap.ts';
import { JSON_TYPE } from './answers.ts';
import type { ApiRoute } from './ApiRoute.ts';
import type { Edge } from './Edge.ts';
import { FixedText } from './FixedText.ts';

/** About a metre: finer than any outline is drawn. */
const DECIMALS = 5;

/** `GET /map`: the shapes that a screen draws the city with. */
export function readMap({ hub }: Edge): ApiRoute {
  const body = mapView(hub.city);
  const fixed = new FixedText(JSON.stringify(body));
  return {
    method: 'GET',
    path: '/api/v1/map',
    audience: 'anyone',
    summary: 'The shapes of the areas as GeoJSON in WGS-84, for drawing.',
    answer: {
      status: 200,
      type: JSON_TYPE,
      schema: mapViewSchema,
      description: 'The same until a restart.',
    },
    refusals: [],
    handle: () => ({ status: 200, type: JSON_TYPE, body, fixed }),
  };
}

function mapView({ pack, map: { shapes, note, schematic } }: City): MapView {
  const parents = new Set(pack.areas.map(({ parentCode }) => parentCode));
  const features = pack.areas.flatMap(({ code }): MapView['features'] => {
    const polygons = shapes.get(code);
    if (polygons === undefined) return [];
    const level = parents.has(code) ? 'district' : 'area';
    return [{ type: 'Feature', properties: { code, level }, geometry: geometryOf(polygons) }];
  });
  const missing = pack.areas.map(({ code }) => code).filter((code) => !shapes.has(code));
  return { type: 'FeatureCollection', note: note ?? null, schematic, missing, features };
}

function geometryOf(polygons: readonly Polygon[]): MapView['features'][number]['geometry'] {
  const written = polygons.map((polygon) =>
    polygon.map((ring) => ring.map(([lng, lat]): [number, number] => [rounded(lng), rounded(lat)])),
  );
  const [first] = written;
  return first !== undefined && written.length === 1
    ? { type: 'Polygon', coordinates: first }
    : { type: 'MultiPolygon', coordinates: written };
}

function rounded(degrees: number): number {
  return Number(degrees.toFixed(DECIMALS));
}
