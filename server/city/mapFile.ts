import { z } from 'zod';
import { names } from '../../shared/domain/packParts.ts';

/** The systems of coordinates that a map file may be written in. */
export const MAP_CRS = ['wgs84', 'gcj02', 'bd09'] as const;
export type MapCrs = (typeof MAP_CRS)[number];

/** How the old `crs` object of GeoJSON 2008 names WGS-84; CGCS2000 differs from it by less than a line is wide. */
const NAMED_WGS84 = /^(urn:ogc:def:crs:)?(OGC:1\.3:CRS84|OGC::CRS84|EPSG::?4326|EPSG::?4490)$/i;

const namedCrs = z
  .object({ type: z.literal('name'), properties: z.object({ name: z.string().regex(NAMED_WGS84) }) })
  .transform((): MapCrs => 'wgs84');

const SAY_CRS = `it must be given, as one of ${MAP_CRS.map((crs) => `"${crs}"`).join(', ')}`;

const position = z.array(z.number()).min(2);
const ring = z.array(position).min(4, 'a ring has at least four positions, the last the same as the first');
const polygon = z.array(ring).min(1, 'a polygon has at least its outer ring');

/**
 * A file of `map/`: GeoJSON with the system of its coordinates and the code of each area. What programs of
 * cartography write beside that is let through unread.
 */
export const mapFileSchema = z.object({
  type: z.literal('FeatureCollection'),
  crs: z.union([z.enum(MAP_CRS), namedCrs], { error: SAY_CRS }),
  note: names.optional(),
  schematic: z.boolean().default(false),
  features: z
    .array(
      z.object({
        properties: z.object({
          code: z
            .union([z.string(), z.number()], { error: 'it must be the code of an area' })
            .transform(String),
        }),
        geometry: z.discriminatedUnion(
          'type',
          [
            z.object({ type: z.literal('Polygon'), coordinates: polygon }),
            z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(polygon).min(1) }),
          ],
          { error: 'it must be a Polygon or a MultiPolygon' },
        ),
      }),
    )
    .min(1, 'there is no feature in it'),
});

export type MapFile = z.infer<typeof mapFileSchema>;
