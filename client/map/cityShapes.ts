import type { Feature, FeatureCollection, MultiPolygon, Point as PointShape } from 'geojson';
import type { MapView } from '../../shared/contract/mapView.ts';
import { isInside, labelPoint } from './labelPoint.ts';
import { lensOver } from './lens.ts';
import type { Lens, Point } from './lens.ts';

interface Coded {
  readonly code: string;
}

interface Drawn extends Coded {
  /** Gets the strong line: a district, or any area of a city that has none. */
  readonly isOutlined: boolean;
}
type Shape = MapView['features'][number];
type Ring = readonly Point[];

/** A city as it is drawn: every position has gone through the lens. */
export interface CityShapes {
  /** What is filled, districts first; the code is the feature's id (`promoteId`). */
  readonly areas: FeatureCollection<MultiPolygon, Drawn>;
  /** Where an area's mark stands, one point an area. */
  readonly centres: FeatureCollection<PointShape, Coded>;
  readonly centreOf: ReadonlyMap<string, Point>;
  /** Whether a point lies in the largest part of an area. */
  readonly isWithin: (code: string, point: Point) => boolean;
  /** The middle is drawn larger than the rim, which must be said. */
  readonly isEnlarged: boolean;
  /** West, south, east, north. */
  readonly bounds: [number, number, number, number];
}

/** Degrees between two points of an edge: a lens bends straight edges, and bends nothing between two points. */
const FINEST = 0.03;

/** Undefined where the city has no shapes. */
export function cityShapes(view: Pick<MapView, 'features'>): CityShapes | undefined {
  const shapes = [...view.features].sort((a, b) => Number(isArea(a)) - Number(isArea(b)));
  const rough = shapes.filter(isArea).map((shape) => labelPoint(largestRing(polygonsOf(shape))));
  const lens = lensOver(rough);
  const isDivided = shapes.some((shape) => !isArea(shape));
  const areas = shapes.map((shape): Feature<MultiPolygon, Drawn> => {
    const { code } = shape.properties;
    const properties = { code, isOutlined: !(isDivided && isArea(shape)) };
    return { type: 'Feature', properties, geometry: seenThrough(lens, shape) };
  });
  const rings = new Map(
    areas.map(({ properties, geometry }) => [properties.code, largestRing(geometry.coordinates)]),
  );
  const centreOf = new Map([...rings].map(([code, ring]) => [code, labelPoint(ring)]));
  const isWithin = (code: string, point: Point): boolean => isInside(point, rings.get(code) ?? []);
  const bounds = boundsOf(areas.flatMap(({ geometry }) => geometry.coordinates.flat(2)));
  if (bounds === undefined) return undefined;
  return {
    areas: { type: 'FeatureCollection', features: areas },
    centres: { type: 'FeatureCollection', features: [...centreOf].map(pointFeature) },
    centreOf,
    isWithin,
    isEnlarged: lens.magnification > 1,
    bounds,
  };
}

function isArea({ properties }: Shape): boolean {
  return properties.level === 'area';
}

function polygonsOf({ geometry }: Shape): readonly (readonly Ring[])[] {
  return geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
}

function seenThrough(lens: Lens, shape: Shape): MultiPolygon {
  const bent = (ring: Ring): [number, number][] => finer(ring).map((point) => [...lens.bend(point)]);
  return { type: 'MultiPolygon', coordinates: polygonsOf(shape).map((polygon) => polygon.map(bent)) };
}

function finer(ring: Ring): readonly Point[] {
  return ring.flatMap((from, index): readonly Point[] => {
    const to = ring[index + 1];
    if (to === undefined) return [from];
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const parts = Math.max(1, Math.ceil(Math.hypot(dx, dy) / FINEST));
    return Array.from({ length: parts }, (_, part): Point => [
      from[0] + (part / parts) * dx,
      from[1] + (part / parts) * dy,
    ]);
  });
}

/** The outer ring that takes the most room. */
function largestRing(polygons: readonly (readonly (readonly (readonly number[])[])[])[]): Ring {
  const rings = polygons.map(([outer = []]) => outer.map(([lng = 0, lat = 0]): Point => [lng, lat]));
  return rings.reduce((best, ring) => (sizeOf(ring) > sizeOf(best) ? ring : best), []);
}

function sizeOf(ring: Ring): number {
  return Math.abs(
    ring.reduce((sum, [x, y], index) => {
      const [nextX, nextY] = ring[index + 1] ?? [x, y];
      return sum + x * nextY - nextX * y;
    }, 0),
  );
}

function boundsOf(points: readonly (readonly number[])[]): CityShapes['bounds'] | undefined {
  const [first] = points;
  if (first === undefined) return undefined;
  const bounds: CityShapes['bounds'] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lng = 0, lat = 0] of points) {
    bounds[0] = Math.min(bounds[0], lng);
    bounds[1] = Math.min(bounds[1], lat);
    bounds[2] = Math.max(bounds[2], lng);
    bounds[3] = Math.max(bounds[3], lat);
  }
  return bounds;
}

function pointFeature([code, point]: readonly [string, Point]): Feature<PointShape, Coded> {
  return { type: 'Feature', properties: { code }, geometry: { type: 'Point', coordinates: [...point] } };
}
