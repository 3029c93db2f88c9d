export interface Point {
  readonly lng: number;
  readonly lat: number;
}

/** The ellipsoid of Krasovsky 1940, on which the GCJ-02 offset is defined: half axis in metres, squared eccentricity. */
const HALF_AXIS = 6_378_245;
const ECCENTRICITY2 = 0.006693421622965943;
const BD09_TURN = (Math.PI * 3000) / 180;

/** Refining stops below this many degrees, about a millimetre, and after this many steps. */
const PRECISION = 1e-8;
const MAX_STEPS = 20;

/**
 * A place in WGS-84 degrees, whatever system its source speaks (GCJ-02 of Chinese maps, BD-09 of Baidu).
 * Written out here because the place comes from outside: gcoord refines until it is exact, and at the rim of
 * the box in which the offset applies, where no place maps to the one given, that is for ever.
 */
export function toWgs84(place: Point, crs: 'wgs84' | 'gcj02' | 'bd09'): Point {
  if (crs === 'wgs84') return { lng: place.lng, lat: place.lat };
  return gcj02ToWgs84(crs === 'bd09' ? bd09ToGcj02(place) : place);
}

function bd09ToGcj02({ lng, lat }: Point): Point {
  const x = lng - 0.0065;
  const y = lat - 0.006;
  const z = Math.hypot(x, y) - 0.00002 * Math.sin(y * BD09_TURN);
  const theta = Math.atan2(y, x) - 0.000003 * Math.cos(x * BD09_TURN);
  return { lng: z * Math.cos(theta), lat: z * Math.sin(theta) };
}

/** The offset has no inverse in closed form; it changes so slowly that a few steps find it. */
function gcj02ToWgs84(place: Point): Point {
  if (isOutsideChina(place)) return { lng: place.lng, lat: place.lat };
  let guess = place;
  for (let step = 0; step < MAX_STEPS; step++) {
    const shift = offsetAt(guess);
    const next = { lng: place.lng - shift.lng, lat: place.lat - shift.lat };
    const moved = Math.max(Math.abs(next.lng - guess.lng), Math.abs(next.lat - guess.lat));
    guess = next;
    if (moved < PRECISION) break;
  }
  return guess;
}

/** By how many degrees GCJ-02 stands off from a place in WGS-84. */
function offsetAt({ lng, lat }: Point): Point {
  const x = lng - 105;
  const y = lat - 35;
  const radians = (lat / 180) * Math.PI;
  const magic = 1 - ECCENTRICITY2 * Math.sin(radians) ** 2;
  const meridian = (HALF_AXIS * (1 - ECCENTRICITY2)) / (magic * Math.sqrt(magic));
  const parallel = (HALF_AXIS / Math.sqrt(magic)) * Math.cos(radians);
  return {
    lng: (metresEast(x, y) * 180) / (parallel * Math.PI),
    lat: (metresNorth(x, y) * 180) / (meridian * Math.PI),
  };
}

function metresNorth(x: number, y: number): number {
  const plain = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x));
  const waves =
    wave(20, 6 * x) + wave(20, 2 * x) + wave(20, y) + wave(40, y / 3) + wave(160, y / 12) + wave(320, y / 30);
  return plain + (waves * 2) / 3;
}

function metresEast(x: number, y: number): number {
  const plain = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x));
  const waves =
    wave(20, 6 * x) + wave(20, 2 * x) + wave(20, x) + wave(40, x / 3) + wave(150, x / 12) + wave(300, x / 30);
  return plain + (waves * 2) / 3;
}

function wave(height: number, turns: number): number {
  return height * Math.sin(turns * Math.PI);
}

/** Outside this box the makers of Chinese maps leave WGS-84 as it is. */
function isOutsideChina({ lng, lat }: Point): boolean {
  return lng < 72.004 || lng > 137.8347 || lat < 0.8293 || lat > 55.8271;
}
