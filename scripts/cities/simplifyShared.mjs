/**
 * @typedef {readonly [number, number]} Point
 * @typedef {readonly Point[]} OpenRing its last point is not its first again
 * @typedef {{ before: Point, after: Point }} Place of a point in a ring
 */

/** A ring with so few points keeps them, or it would be no surface any more. */
const FEWEST_POINTS = 8;

/**
 * Rings with fewer points, by Visvalingam's rule: the point that makes the smallest triangle with its neighbours
 * goes first. A point is left out of all rings or of none, so that neighbours who shared a border still do, and
 * where three rings meet the point stays.
 *
 * @param {readonly OpenRing[]} rings
 * @param {number} smallest triangles below this area go, in the square of the points' unit
 * @returns {OpenRing[]}
 */
export function simplifyShared(rings, smallest) {
  let thin = rings.map(withoutSpikes);
  for (
    let leaving = pointsToLeave(thin, smallest);
    leaving.size > 0;
    leaving = pointsToLeave(thin, smallest)
  ) {
    thin = thin.map((ring) => ring.filter((point) => !leaving.has(key(point))));
  }
  return thin;
}

/** @param {Point} point */
function key([x, y]) {
  return `${x} ${y}`;
}

/**
 * The points to leave out in one go, smallest triangles first, and of two neighbours only one.
 *
 * @param {readonly OpenRing[]} rings
 * @param {number} smallest
 * @returns {Set<string>}
 */
function pointsToLeave(rings, smallest) {
  const needed = new Set(
    rings.filter((ring) => ring.length <= FEWEST_POINTS).flatMap((ring) => ring.map(key)),
  );
  const candidates = [...placesOf(rings)]
    .filter(([name]) => !needed.has(name))
    .filter(([, { places }]) => places.length < 3)
    .map(([name, { point, places }]) => ({
      name,
      places,
      area: Math.max(...places.map((p) => triangle(point, p))),
    }))
    .filter(({ area }) => area < smallest)
    .sort((a, b) => a.area - b.area || (a.name < b.name ? -1 : 1));
  const kept = new Set();
  const leaving = new Set();
  for (const { name, places } of candidates) {
    if (kept.has(name)) continue;
    leaving.add(name);
    for (const { before, after } of places) for (const point of [before, after]) kept.add(key(point));
  }
  return leaving;
}

/** @param {readonly OpenRing[]} rings */
function placesOf(rings) {
  /** @type {Map<string, { point: Point, places: Place[] }>} */
  const all = new Map();
  for (const ring of rings) {
    for (const [index, point] of ring.entries()) {
      const entry = all.get(key(point)) ?? { point, places: [] };
      const before = /** @type {Point} */ (ring.at(index - 1));
      const after = /** @type {Point} */ (ring[(index + 1) % ring.length]);
      entry.places.push({ before, after });
      all.set(key(point), entry);
    }
  }
  return all;
}

/**
 * @param {Point} point
 * @param {Place} place
 */
function triangle([x, y], { before: [x1, y1], after: [x2, y2] }) {
  return Math.abs((x1 - x) * (y2 - y) - (x2 - x) * (y1 - y)) / 2;
}

/**
 * A line that goes out and comes back the same way encloses nothing.
 *
 * @param {OpenRing} ring
 * @returns {OpenRing}
 */
function withoutSpikes(ring) {
  const size = ring.length;
  const index = ring.findIndex((point, at) => {
    const next = /** @type {Point} */ (ring[(at + 1) % size]);
    const afterNext = /** @type {Point} */ (ring[(at + 2) % size]);
    return key(point) === key(next) || key(point) === key(afterNext);
  });
  return index === -1 ? ring : withoutSpikes(ring.filter((_, at) => at !== (index + 1) % size));
}
