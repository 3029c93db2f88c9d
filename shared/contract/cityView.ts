import { z } from 'zod';
import { MODES } from '../domain/vocabulary.ts';
import { areaSchema, categorySchema, cityPackSchema, unitSchema } from '../domain/cityPack.ts';

const { id, names, timeZone, languages, bounds } = cityPackSchema.shape;

/** The part of the city pack that a screen needs to show codes as names. Nothing in it is secret. */
export const cityViewSchema = z.strictObject({
  id,
  names,
  timeZone,
  languages,
  bounds,
  mode: z.enum(MODES),
  units: z.array(z.strictObject({ code: unitSchema.shape.code, names, kind: unitSchema.shape.kind })),
  areas: z.array(
    z.strictObject({
      code: areaSchema.shape.code,
      names,
      parentCode: areaSchema.shape.parentCode,
      outline: areaSchema.shape.outline,
    }),
  ),
  categories: z.array(z.strictObject({ code: categorySchema.shape.code, names })),
});

export type CityView = z.infer<typeof cityViewSchema>;
