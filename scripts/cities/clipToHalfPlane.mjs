/**
 * @typedef {readonly [number, number]} Point
 * @typedef {readonly Point[]} OpenRing a simple ring whose last point is not its first again
 */

/**
 * The parts of a simple ring in the half-plane a·x + b·y ≤ c, each a simple ring of the same turn. A ring that
 * is not convex may fall into several: where the line crosses it, the crossings in their order along the line
 * belong together two by two.
 *
 * @param {OpenRing} ring
 * @param {{ a: number, b: number, c: number }} line
 * @returns {OpenRing[]}
 */
export function clipToHalfPlane(ring, { a, b, c }) {
  // A point on the line itself counts as inside, so that every crossing lies between two points.
  const inside = ring.map(([x, y]) => a * x + b * y <= c);
  if (inside.every(Boolean)) return [ring];
  if (!inside.some(Boolean)) return [];
  const chains = chainsOf(ring, inside, (from, to) => crossing(from, to, a, b, c));
  const along = (/** @type {Point} */ [x, y]) => a * y - b * x;
  const ends = chains
    .flatMap(({ enter, leave }, chain) => [
      { chain, at: along(enter), isEntry: true },
      { chain, at: along(leave), isEntry: false },
    ])
    .sort((p, q) => p.at - q.at);
  const next = new Map();
  for (let index = 0; index + 1 < ends.length; index += 2) {
    const [one, other] = [ends[index], ends[index + 1]];
    if (one === undefined || other === undefined) continue;
    const [entry, exit] = one.isEntry ? [one, other] : [other, one];
    next.set(exit.chain, entry.chain);
  }
  return stitched(chains, next);
}

/**
 * @typedef {{ enter: Point, points: readonly Point[], leave: Point }} Chain the part of a ring between two crossings
 */

/**
 * @param {OpenRing} ring
 * @param {readonly boolean[]} inside
 * @param {(from: Point, to: Point) => Point} cross
 * @returns {Chain[]}
 */
function chainsOf(ring, inside, cross) {
  const size = ring.length;
  const point = (/** @type {number} */ index) => /** @type {Point} */ (ring[(index + size) % size]);
  const isInside = (/** @type {number} */ index) => inside[(index + size) % size] === true;
  const starts = ring.map((_, index) => index).filter((index) => isInside(index) && !isInside(index - 1));
  return starts.map((start) => {
    const points = [];
    let index = start;
    for (; isInside(index); index++) points.push(point(index));
    return {
      enter: cross(point(start - 1), point(start)),
      points,
      leave: cross(point(index - 1), point(index)),
    };
  });
}

/**
 * @param {readonly Chain[]} chains
 * @param {ReadonlyMap<number, number>} next which chain goes on where one leaves
 * @returns {OpenRing[]}
 */
function stitched(chains, next) {
  const left = new Set(chains.keys());
  const rings = [];
  for (const first of left) {
    const ring = [];
    let index = /** @type {number | undefined} */ (first);
    while (index !== undefined && left.delete(index)) {
      const { enter, points, leave } = /** @type {Chain} */ (chains[index]);
      ring.push(enter, ...points, leave);
      index = next.get(index);
    }
    rings.push(ring);
  }
  return rings;
}

/**
 * @param {Point} from
 * @param {Point} to
 * @param {number} a
 * @param {number} b
 * @param {number} c
 * @returns {Point}
 */
function crossing([x1, y1], [x2, y2], a, b, c) {
  const [d1, d2] = [a * x1 + b * y1 - c, a * x2 + b * y2 - c];
  const share = d1 / (d1 - d2);
  return [x1 + share * (x2 - x1), y1 + share * (y2 - y1)];
}
