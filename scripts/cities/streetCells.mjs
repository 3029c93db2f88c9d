import { equalAreaCells, signedArea } from './equalAreaCells.mjs';
import { mapText } from './mapText.mjs';

/**
 * @typedef {import('./clipToHalfPlane.mjs').Point} Point
 * @typedef {{ code: string, parentCode?: string }} Area
 * @typedef {{ properties: { code: string }, geometry: { type: string, coordinates: any } }} Feature
 */

const NOTE = { zh: '街道示意，非地理边界', en: 'Schematic cells, not boundaries' };

/**
 * The text of a map with one cell for each area that is part of a district: the district divided equally, its
 * cells read row by row from the north-west and given to its areas in the order of their codes. Where a street
 * really lies plays no part in it.
 *
 * @param {readonly Area[]} areas
 * @param {readonly Feature[]} districts
 */
export function streetCells(areas, districts) {
  const shapes = districts.flatMap(({ properties: { code }, geometry }) => {
    const codes = areas
      .filter(({ parentCode }) => parentCode === code)
      .map((area) => area.code)
      .sort();
    const cells = cellsOf(geometry, codes.length, code);
    return codes.map((street, index) => ({ code: street, rings: cells[index]?.rings ?? [] }));
  });
  return mapText({ note: NOTE, schematic: true }, shapes);
}

/**
 * @param {Feature['geometry']} geometry
 * @param {number} count
 * @param {string} seed
 */
function cellsOf(geometry, count, seed) {
  /** @type {Point[][]} */
  const outers =
    geometry.type === 'Polygon'
      ? [geometry.coordinates[0]]
      : geometry.coordinates.map((/** @type {any} */ p) => p[0]);
  const all = outers.flat();
  const middle = (Math.min(...all.map(([, lat]) => lat)) + Math.max(...all.map(([, lat]) => lat))) / 2;
  const shrink = Math.cos((middle * Math.PI) / 180);
  const region = outers.map((ring) =>
    ring.slice(0, -1).map(([lng, lat]) => /** @type {Point} */ ([lng * shrink, lat])),
  );
  const turned = region.map((ring) => (signedArea(ring) < 0 ? [...ring].reverse() : ring));
  const cells = equalAreaCells(turned, count, seededRandom(seed)).map(({ rings, centre }) => ({
    centre,
    rings: rings.map((ring) => ring.map(([x, y]) => /** @type {Point} */ ([x / shrink, y]))),
  }));
  return inRows(cells);
}

/**
 * @template {{ centre: Point }} T
 * @param {readonly T[]} cells
 * @returns {T[]}
 */
function inRows(cells) {
  const perRow = Math.ceil(Math.sqrt(cells.length));
  const fromNorth = [...cells].sort((a, b) => b.centre[1] - a.centre[1]);
  return Array.from({ length: Math.ceil(cells.length / perRow) }, (_, row) =>
    fromNorth.slice(row * perRow, (row + 1) * perRow).sort((a, b) => a.centre[0] - b.centre[0]),
  ).flat();
}

/**
 * mulberry32: the same numbers for the same seed, on every machine.
 *
 * @param {string} seed
 */
function seededRandom(seed) {
  let state = [...seed].reduce((sum, char) => (Math.imul(sum, 31) + char.charCodeAt(0)) | 0, 7);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
