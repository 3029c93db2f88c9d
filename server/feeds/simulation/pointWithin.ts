import type { Polygon, Ring } from '../../../shared/domain/CityMap.ts';
import type { SeededRandom } from '../SeededRandom.ts';

const MOST_TRIES = 20;

/** A point inside a shape, by chance, to about a metre; undefined where chance does not find one. */
export function pointWithin(
  polygons: readonly Polygon[],
  random: SeededRandom,
): { readonly lng: number; readonly lat: number } | undefined {
  const polygon = polygons[Math.floor(random.next() * polygons.length)];
  const outer = polygon?.[0];
  if (polygon === undefined || outer === undefined) return undefined;
  const [west, east] = extent(outer, 0);
  const [south, north] = extent(outer, 1);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const lng = rounded(random.between(west, east));
    const lat = rounded(random.between(south, north));
    // A point in a hole is within two rings, and so outside.
    if (polygon.filter((ring) => isWithin(ring, lng, lat)).length % 2 === 1) return { lng, lat };
  }
  return undefined;
}

function extent(ring: Ring, axis: 0 | 1): readonly [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const position of ring) {
    least = Math.min(least, position[axis]);
    most = Math.max(most, position[axis]);
  }
  return [least, most];
}

function rounded(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}

/** Even-odd rule over a closed ring. */
function isWithin(ring: Ring, lng: number, lat: number): boolean {
  let within = false;
  for (const [index, [x1, y1]] of ring.entries()) {
    const [x2, y2] = ring[(index + 1) % ring.length] ?? [x1, y1];
    if (y1 > lat !== y2 > lat && lng < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) within = !within;
  }
  return within;
}
