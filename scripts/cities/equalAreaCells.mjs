import { clipToHalfPlane } from './clipToHalfPlane.mjs';

/**
 * @typedef {import('./clipToHalfPlane.mjs').Point} Point
 * @typedef {import('./clipToHalfPlane.mjs').OpenRing} OpenRing
 * @typedef {{ x: number, y: number, weight: number }} Site
 * @typedef {{ rings: readonly OpenRing[], area: number, centre: Point }} Cell
 */

/** After so many rounds the cells have settled: their areas then differ by far less than a tenth. */
const ROUNDS = 240;
/** So much of the weight that an area lacks is added in a round; more makes the cells swing. */
const DAMPING = 0.35;

/**
 * Divides a region into cells of equal area: a centroidal power diagram, clipped to the region. Every round moves
 * each site to the middle of its cell and gives it weight for the area that it lacks. A region of several parts is
 * divided as a whole, so that each part gets cells by its area and a part too small for one joins the nearest.
 *
 * @param {readonly OpenRing[]} region rings without holes, on a plane
 * @param {number} count
 * @param {() => number} random from 0 to below 1; the only chance in it
 * @returns {Cell[]}
 */
export function equalAreaCells(region, count, random) {
  const wanted = region.reduce((sum, ring) => sum + Math.abs(signedArea(ring)), 0) / count;
  let sites = startingSites(region, count, random);
  let cells = sites.map((site) => cellOf(site, sites, region));
  for (let round = 0; round < ROUNDS; round++) {
    sites = sites.map((site, index) => {
      const { area, centre } = /** @type {Cell} */ (cells[index]);
      const [x, y] = area > 0 ? centre : [site.x, site.y];
      return { x, y, weight: site.weight + DAMPING * (wanted - area) };
    });
    cells = sites.map((site) => cellOf(site, sites, region));
  }
  return cells;
}

/**
 * The area of a ring, positive where it turns to the left.
 *
 * @param {OpenRing} ring
 */
export function signedArea(ring) {
  let twice = 0;
  for (const [index, [x, y]] of ring.entries()) {
    const [nextX, nextY] = /** @type {Point} */ (ring[(index + 1) % ring.length]);
    twice += x * nextY - nextX * y;
  }
  return twice / 2;
}

/**
 * @param {readonly OpenRing[]} region
 * @param {number} count
 * @param {() => number} random
 * @returns {Site[]}
 */
function startingSites(region, count, random) {
  const all = region.flat();
  const [xs, ys] = [all.map(([x]) => x), all.map(([, y]) => y)];
  const [west, south] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - west, Math.max(...ys) - south];
  /** @type {Site[]} */
  const sites = [];
  while (sites.length < count) {
    const [x, y] = [west + random() * width, south + random() * height];
    if (region.some((ring) => isInside(x, y, ring))) sites.push({ x, y, weight: 0 });
  }
  return sites;
}

/**
 * What of the region is nearer to a site than to any other, by the square of the distance less the weight.
 *
 * @param {Site} site
 * @param {readonly Site[]} sites
 * @param {readonly OpenRing[]} region
 * @returns {Cell}
 */
function cellOf(site, sites, region) {
  const others = sites
    .filter((other) => other !== site)
    .sort((p, q) => squareBetween(p, site) - squareBetween(q, site));
  let rings = [...region];
  for (const other of others) {
    const line = {
      a: 2 * (other.x - site.x),
      b: 2 * (other.y - site.y),
      c: other.x ** 2 + other.y ** 2 - site.x ** 2 - site.y ** 2 + site.weight - other.weight,
    };
    rings = rings.flatMap((ring) => clipToHalfPlane(ring, line));
  }
  return measured(rings);
}

/**
 * @param {readonly OpenRing[]} rings
 * @returns {Cell}
 */
function measured(rings) {
  let [area, momentX, momentY] = [0, 0, 0];
  for (const ring of rings) {
    const turn = Math.sign(signedArea(ring));
    for (const [index, [x, y]] of ring.entries()) {
      const [nextX, nextY] = /** @type {Point} */ (ring[(index + 1) % ring.length]);
      const cross = turn * (x * nextY - nextX * y);
      area += cross / 2;
      momentX += ((x + nextX) * cross) / 6;
      momentY += ((y + nextY) * cross) / 6;
    }
  }
  return { rings, area, centre: [momentX / area, momentY / area] };
}

/**
 * @param {Site} a
 * @param {Site} b
 */
function squareBetween(a, b) {
  return (a.x - b.x) ** 2 + (a.y - b.y) ** 2;
}

/**
 * @param {number} x
 * @param {number} y
 * @param {OpenRing} ring
 */
function isInside(x, y, ring) {
  let inside = false;
  for (const [index, [x1, y1]] of ring.entries()) {
    const [x2, y2] = /** @type {Point} */ (ring[(index + 1) % ring.length]);
    if (y1 > y !== y2 > y && x < x1 + ((x2 - x1) * (y - y1)) / (y2 - y1)) inside = !inside;
  }
  return inside;
}
