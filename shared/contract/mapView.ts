import { z } from 'zod';
import { code, names } from '../domain/packParts.ts';

const ring = z.array(z.tuple([z.number(), z.number()])).min(4);
const polygon = z.array(ring).min(1);

/** One area as GeoJSON; positions are longitude and latitude in WGS-84 degrees, rings are closed. */
const mapFeatureSchema = z.strictObject({
  type: z.literal('Feature'),
  /** `district`: an area that others are part of. `area`: one that cases happen in. */
  properties: z.strictObject({ code, level: z.enum(['district', 'area']) }),
  geometry: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('Polygon'), coordinates: polygon }),
    z.strictObject({ type: z.literal('MultiPolygon'), coordinates: z.array(polygon).min(1) }),
  ]),
});

/** The shapes of a city's areas, a GeoJSON FeatureCollection. For drawing only, never for saying who is responsible. */
export const mapViewSchema = z.strictObject({
  type: z.literal('FeatureCollection'),
  /** What must be shown beside the map. */
  note: names.nullable(),
  /** Some shapes are no boundaries but stand for their area. */
  schematic: z.boolean(),
  /** Codes of the areas without a shape, to be shown beside the map. */
  missing: z.array(code),
  features: z.array(mapFeatureSchema),
});

export type MapView = z.infer<typeof mapViewSchema>;
