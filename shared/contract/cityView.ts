import { z } from 'zod';
import { MODES } from '../domain/vocabulary.ts';
import { metricProfileViewSchema } from '../domain/rating/metricProfile.ts';
import {
  areaSchema,
  categorySchema,
  channelSchema,
  cityPackSchema,
  tierSchema,
  unitSchema,
} from '../domain/cityPack.ts';

const { id, names, timeZone, languages, bounds } = cityPackSchema.shape;

/** The part of the city pack that a screen needs to show codes as names. Nothing in it is secret. */
export const cityViewSchema = z.strictObject({
  id,
  names,
  timeZone,
  languages,
  bounds,
  mode: z.enum(MODES),
  tiers: z.array(tierSchema),
  /** The definitions (口径) by which rates were and are had; weights and factors in thousandths. */
  profiles: z.array(metricProfileViewSchema),
  units: z.array(
    unitSchema.pick({
      code: true,
      names: true,
      kind: true,
      parentCode: true,
      tier: true,
      activeFrom: true,
      activeTo: true,
    }),
  ),
  areas: z.array(
    z.strictObject({
      code: areaSchema.shape.code,
      names,
      parentCode: areaSchema.shape.parentCode,
    }),
  ),
  categories: z.array(z.strictObject({ code: categorySchema.shape.code, names })),
  channels: z.array(channelSchema.pick({ code: true, names: true })),
});

export type CityView = z.infer<typeof cityViewSchema>;
