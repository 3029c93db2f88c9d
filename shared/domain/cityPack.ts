import { z } from 'zod';
import { DEFAULT_CHANNELS } from './defaultChannels.ts';
import { metricProfileSchema } from './rating/metricProfile.ts';
import { policySchema } from './policy.ts';
import { code, effective, names, isoDate } from './packParts.ts';
import { KINDS } from './vocabulary.ts';

export const unitSchema = z.strictObject({
  code,
  names,
  kind: z.enum(['centre', 'district', 'street', 'department', 'utility', 'community']),
  parentCode: code.optional(),
  /** The tier (分档) within which the unit is ranked; without one it is not ranked. */
  tier: code.optional(),
  population: z.number().int().positive().optional(),
  activeFrom: isoDate.optional(),
  activeTo: isoDate.optional(),
});

/** A group of units that are ranked against each other and nobody else (分档, domain.md §2.8). */
export const tierSchema = z.strictObject({ code, names });

/** A place that cases happen in; its shape, for drawing only, stands under the same code in the pack's map. */
export const areaSchema = z.strictObject({
  code,
  names,
  parentCode: code.optional(),
  /** Other spellings under which feeds name the area. */
  aliases: z.array(z.string()).default([]),
});

export const categorySchema = z.strictObject({
  code: z.string().regex(/^[0-9]{6}$/),
  names,
  aliases: z.array(z.string()).default([]),
});

/** How a case reached the system that filed it (渠道). */
export const channelSchema = z.strictObject({ code, names, aliases: z.array(z.string()).default([]) });

export const dispatchRuleSchema = z.strictObject({
  categoryCode: z.string(),
  areaCode: code.optional(),
  unitCode: code,
  ...effective,
});

const degrees = (most: number) => z.number().min(-most).max(most);

/** A city is data: everything the code must know about one city (`data/cities/<id>/`). */
export const cityPackSchema = z.strictObject({
  id: code,
  names,
  /** Where the lists come from, of which year, under which licence. */
  source: z.string().min(1),
  timeZone: z.string().min(1),
  /** The calendar of working days, `data/calendars/<id>/`; without one the city has no working time. */
  workCalendar: code.optional(),
  caseNoPrefix: z.string().regex(/^[A-Z]{1,4}$/),
  languages: z.array(z.enum(['zh', 'en'])).min(1),
  /** west, south, east, north in WGS-84 degrees; a point outside is marked `outsideCity`. */
  bounds: z
    .tuple([degrees(180), degrees(90), degrees(180), degrees(90)])
    .refine(
      ([west, south, east, north]) => west < east && south < north,
      'they must run west, south, east, north',
    ),
  policies: z.array(policySchema).min(1),
  /** How units are rated; a city without a profile shows loads and no rates. */
  profiles: z.array(metricProfileSchema).default([]),
  tiers: z.array(tierSchema).default([]),
  units: z.array(unitSchema).min(1),
  areas: z.array(areaSchema).min(1),
  categories: z.array(categorySchema).min(1),
  /** Other words stand as `unknown`: what a caller writes there may tell who a person is. */
  channels: z.array(channelSchema).min(1).default(DEFAULT_CHANNELS),
  /** The systems that file cases (来源), by the word each of them uses for itself; others stand as `unknown`. */
  sources: z.array(code).default([]),
  dispatchRules: z.array(dispatchRuleSchema),
  scoredKinds: z.array(z.enum(KINDS)),
  /** Cases go to the street they happened in where no rule names a unit (属地, domain.md glossary 25). */
  areaIsUnit: z.boolean().default(false),
});

export type CityPack = z.infer<typeof cityPackSchema>;
export type Unit = z.infer<typeof unitSchema>;
export type Tier = z.infer<typeof tierSchema>;
export type Area = z.infer<typeof areaSchema>;
export type Category = z.infer<typeof categorySchema>;
export type DispatchRule = z.infer<typeof dispatchRuleSchema>;
