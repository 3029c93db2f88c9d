import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { at } from '../lib/root.mjs';
import { mapText } from './mapText.mjs';
import { simplifyShared } from './simplifyShared.mjs';

/**
 * @typedef {readonly [number, number]} Point
 * @typedef {{ id: string, geometry: { type: string, coordinates: any } }} Feature
 */

/** In square degrees: a corner that sticks out by 100 m on a kilometre, as much as the source is rounded by. */
const SMALLEST_TRIANGLE = 0.000006;

/**
 * The text of a map with the outlines of districts.
 *
 * @param {readonly Feature[]} features polygons without holes in GCJ-02, their `id` the code
 */
export async function districtOutlines(features) {
  const toWgs84 = await hubsToWgs84();
  const rings = features.flatMap(({ id, geometry }) =>
    (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates).map(
      (/** @type {any} */ polygon) => ({
        code: id,
        ring: /** @type {Point[]} */ (polygon[0].slice(0, -1)),
      }),
    ),
  );
  const thin = simplifyShared(
    rings.map(({ ring }) => ring),
    SMALLEST_TRIANGLE,
  );
  const shapes = features.map(({ id: code }) => ({
    code,
    rings: thin
      .filter((_, index) => rings[index]?.code === code)
      .map((ring) =>
        ring.map(([x, y]) => {
          const { lng, lat } = toWgs84({ lng: x, lat: y }, 'gcj02');
          return /** @type {Point} */ ([lng, lat]);
        }),
      ),
  }));
  return mapText({}, shapes);
}

/**
 * The hub's own conversion, so that there is one: its source imports nothing and needs only its types taken off.
 *
 * @returns {Promise<typeof import('../../server/http/intake/toWgs84.ts').toWgs84>}
 */
async function hubsToWgs84() {
  const source = readFileSync(at('server/http/intake/toWgs84.ts'), 'utf8');
  const { outputText } = ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.ESNext } });
  const module = await import(`data:text/javascript,${encodeURIComponent(outputText)}`);
  return module.toWgs84;
}
