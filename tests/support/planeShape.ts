import type { Polygon, Ring } from '../../shared/domain/CityMap.ts';

/** The area of polygons in square degrees, their holes taken off. */
export function areaOf(polygons: readonly Polygon[]): number {
  return polygons.reduce(
    (sum, rings) =>
      sum + rings.reduce((left, ring, index) => left + (index === 0 ? 1 : -1) * ringArea(ring), 0),
    0,
  );
}

function ringArea(ring: Ring): number {
  const twice = ring.slice(1).reduce((sum, [x, y], index) => {
    const [beforeX, beforeY] = ring[index] ?? [x, y];
    return sum + beforeX * y - x * beforeY;
  }, 0);
  return Math.abs(twice) / 2;
}
