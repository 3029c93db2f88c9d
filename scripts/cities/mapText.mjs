/**
 * @typedef {readonly [number, number]} Point
 * @typedef {{ code: string, rings: readonly (readonly Point[])[] }} Shape rings without holes, not closed
 */

/** About ten metres: an outline for a wall is drawn no finer. */
const DECIMALS = 4;

/**
 * The text of a map file, one feature a line so that a change shows what it changes.
 *
 * @param {object} head further members: `note`, `schematic`
 * @param {readonly Shape[]} shapes in WGS-84 degrees
 */
export function mapText(head, shapes) {
  const start = JSON.stringify({ type: 'FeatureCollection', crs: 'wgs84', ...head }).slice(0, -1);
  return `${start},"features":[\n${shapes.map((shape) => JSON.stringify(featureOf(shape))).join(',\n')}\n]}\n`;
}

/** @param {Shape} shape */
function featureOf({ code, rings }) {
  const polygons = rings
    .map(roundedRing)
    .filter((ring) => ring.length >= 4)
    .map((ring) => [ring]);
  const geometry =
    polygons.length === 1
      ? { type: 'Polygon', coordinates: polygons[0] }
      : { type: 'MultiPolygon', coordinates: polygons };
  return { type: 'Feature', properties: { code }, geometry };
}

/**
 * Rounded, closed, without points that fell together.
 *
 * @param {readonly Point[]} ring
 */
function roundedRing(ring) {
  const points = ring.map(([lng, lat]) => [Number(lng.toFixed(DECIMALS)), Number(lat.toFixed(DECIMALS))]);
  const apart = points.filter((point, index) => {
    const before = points.at(index - 1);
    return point[0] !== before?.[0] || point[1] !== before?.[1];
  });
  return [...apart, ...apart.slice(0, 1)];
}
