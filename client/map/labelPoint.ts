import type { Point } from './lens.ts';

/** Places tried along each side of the box around a ring. */
const TRIES = 12;

/**
 * Where a label or a mark stands in a closed ring: of some points inside, the one farthest from the edge. The centre
 * of gravity would do for round areas only; that of a crescent lies outside of it.
 */
export function labelPoint(ring: readonly Point[]): Point {
  const [first] = ring;
  if (first === undefined) return [0, 0];
  let best = { point: first, room: -1 };
  for (const point of grid(ring)) {
    if (!isInside(point, ring)) continue;
    const room = distanceToEdge(point, ring);
    if (room > best.room) best = { point, room };
  }
  return best.point;
}

/** The middles of `TRIES` × `TRIES` equal boxes. */
function grid(ring: readonly Point[]): Point[] {
  const lngs = ring.map(([lng]) => lng);
  const lats = ring.map(([, lat]) => lat);
  const [west, south] = [Math.min(...lngs), Math.min(...lats)];
  const [wide, high] = [Math.max(...lngs) - west, Math.max(...lats) - south];
  return Array.from({ length: TRIES * TRIES }, (_, index): Point => {
    const column = index % TRIES;
    const row = Math.floor(index / TRIES);
    return [west + ((column + 0.5) / TRIES) * wide, south + ((row + 0.5) / TRIES) * high];
  });
}

/** Whether a point lies in a closed ring: counts the edges that a ray to the east crosses. */
export function isInside([lng, lat]: Point, ring: readonly Point[]): boolean {
  let inside = false;
  for (const [index, [ax, ay]] of ring.entries()) {
    const [bx, by] = ring[index + 1] ?? [ax, ay];
    if (ay > lat !== by > lat && lng < ax + ((lat - ay) / (by - ay)) * (bx - ax)) inside = !inside;
  }
  return inside;
}

function distanceToEdge([lng, lat]: Point, ring: readonly Point[]): number {
  let nearest = Infinity;
  for (const [index, [ax, ay]] of ring.entries()) {
    const [bx, by] = ring[index + 1] ?? [ax, ay];
    const [dx, dy] = [bx - ax, by - ay];
    const along = dx * dx + dy * dy === 0 ? 0 : ((lng - ax) * dx + (lat - ay) * dy) / (dx * dx + dy * dy);
    const share = Math.min(1, Math.max(0, along));
    nearest = Math.min(nearest, Math.hypot(lng - ax - share * dx, lat - ay - share * dy));
  }
  return nearest;
}
