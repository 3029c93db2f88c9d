import type { FeatureCollection, Polygon } from 'geojson';

type Point = readonly [number, number];

/** What the map needs of an area. */
export interface MapArea {
  readonly code: string;
  readonly outline: readonly Point[];
}

export type Bounds = [west: number, south: number, east: number, north: number];

/** The areas as polygons with closed rings; the code is the feature's id (`promoteId`). */
export function areaFeatures(areas: readonly MapArea[]): FeatureCollection<Polygon, { code: string }> {
  return {
    type: 'FeatureCollection',
    features: areas.map((area) => ({
      type: 'Feature',
      properties: { code: area.code },
      geometry: { type: 'Polygon', coordinates: [closedRing(area.outline)] },
    })),
  };
}

/** The box around all outlines; undefined where there are none. */
export function boundsOf(areas: readonly MapArea[]): Bounds | undefined {
  const points = areas.flatMap((area) => area.outline);
  if (points.length === 0) return undefined;
  const lngs = points.map(([lng]) => lng);
  const lats = points.map(([, lat]) => lat);
  return [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)];
}

/** Where an area's label stands: the centre of gravity of its outline, or its middle where that has no area. */
export function labelPoint(outline: readonly Point[]): Point {
  const ring = closedRing(outline);
  let twice = 0;
  let lng = 0;
  let lat = 0;
  for (const [index, [x, y]] of ring.entries()) {
    const [nextX, nextY] = ring[index + 1] ?? [x, y];
    const cross = x * nextY - nextX * y;
    twice += cross;
    lng += (x + nextX) * cross;
    lat += (y + nextY) * cross;
  }
  if (Math.abs(twice) < 1e-12) return middleOf(outline);
  return [lng / (3 * twice), lat / (3 * twice)];
}

function middleOf(outline: readonly Point[]): Point {
  const count = Math.max(1, outline.length);
  const sum = outline.reduce<Point>(([x, y], [lng, lat]) => [x + lng, y + lat], [0, 0]);
  return [sum[0] / count, sum[1] / count];
}

function closedRing(outline: readonly Point[]): [number, number][] {
  const ring = outline.map(([lng, lat]): [number, number] => [lng, lat]);
  const [first] = ring;
  const last = ring.at(-1);
  if (first !== undefined && last !== undefined && (first[0] !== last[0] || first[1] !== last[1])) {
    ring.push([first[0], first[1]]);
  }
  return ring;
}
