import type { Polygon, Position, Ring } from '../../shared/domain/CityMap.ts';

const METRES_A_DEGREE = 111_195;

interface Place {
  readonly lng: number;
  readonly lat: number;
}

/** How far a place lies outside polygons, in metres on a plane that is true at the place; 0 inside. */
export function metresOutside(place: Place, polygons: readonly Polygon[]): number {
  if (polygons.some((rings) => isInside(place, rings))) return 0;
  const squares = polygons.flatMap((rings) => rings.map((ring) => squareToRing(place, ring)));
  return Math.sqrt(Math.min(...squares)) * METRES_A_DEGREE;
}

/** The distance of two places that are near each other, in metres. */
export function metresApart(a: Place, b: Place): number {
  const shrink = Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot((a.lng - b.lng) * shrink, a.lat - b.lat) * METRES_A_DEGREE;
}

/** Even-odd over all rings at once, so that a hole is outside. */
function isInside({ lng, lat }: Place, rings: Polygon): boolean {
  let inside = false;
  for (const ring of rings) {
    for (const [[x1, y1], [x2, y2]] of edges(ring)) {
      if (y1 > lat !== y2 > lat && lng < x1 + ((x2 - x1) * (lat - y1)) / (y2 - y1)) inside = !inside;
    }
  }
  return inside;
}

/** The square of the distance to a ring, in degrees of latitude. */
function squareToRing({ lng, lat }: Place, ring: Ring): number {
  const shrink = Math.cos((lat * Math.PI) / 180);
  let nearest = Infinity;
  for (const [[x1, y1], [x2, y2]] of edges(ring)) {
    const [ax, ay] = [(x1 - lng) * shrink, y1 - lat];
    const [dx, dy] = [(x2 - x1) * shrink, y2 - y1];
    const length2 = dx * dx + dy * dy;
    const share = length2 === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / length2));
    nearest = Math.min(nearest, (ax + share * dx) ** 2 + (ay + share * dy) ** 2);
  }
  return nearest;
}

function* edges(ring: Ring): Generator<readonly [Position, Position]> {
  let before: Position | undefined;
  for (const position of ring) {
    if (before !== undefined) yield [before, position];
    before = position;
  }
}
