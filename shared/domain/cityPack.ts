import { z } from 'zod';
import { KINDS, LEVELS } from './vocabulary.ts';

const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/);
const names = z.strictObject({ zh: z.string().min(1).max(60), en: z.string().min(1).max(80) });
const date = z.iso.date();
const minutes = z
  .number()
  .int()
  .positive()
  .max(60 * 24 * 366);
const budget = z.strictObject({ L1: minutes, L2: minutes, L3: minutes, L4: minutes });

/** From when to when (local dates, the end exclusive) a policy, a unit or a rule holds. */
const effective = { from: date, to: date.optional() };

/**
 * What a city decides about the work itself. `budgets` are minutes of natural time by level
 * (domain.md §2.5); other bases of time are not there yet, so none can be asked for.
 */
export const policySchema = z.strictObject({
  id: code,
  ...effective,
  /** `none`: the case is closed when its feedback passes. `required` needs callbacks, which follow later. */
  callback: z.enum(['none', 'required']),
  defaultLevel: z.enum(LEVELS),
  budgets: z.strictObject({ dispatch: budget, sign: budget, contact: budget, handle: budget }),
  /** The shortest feedback a unit may submit, in code points (domain.md C19). */
  feedbackMinChars: z.number().int().min(0).max(20_000),
});

export const unitSchema = z.strictObject({
  code,
  names,
  kind: z.enum(['centre', 'district', 'street', 'department', 'utility', 'community']),
  parentCode: code.optional(),
  activeFrom: date.optional(),
  activeTo: date.optional(),
});

export const areaSchema = z.strictObject({
  code,
  names,
  parentCode: code.optional(),
  /** Other spellings under which feeds name the area. */
  aliases: z.array(z.string()).default([]),
  /** A schematic outline in WGS-84 degrees, for drawing only; it never decides who is responsible. */
  outline: z
    .array(z.tuple([z.number(), z.number()]))
    .min(4)
    .optional(),
});

export const categorySchema = z.strictObject({
  code: z.string().regex(/^[0-9]{6}$/),
  names,
  aliases: z.array(z.string()).default([]),
});

export const dispatchRuleSchema = z.strictObject({
  categoryCode: z.string(),
  areaCode: code.optional(),
  unitCode: code,
  ...effective,
});

/** A city is data: everything the code must know about one city (`data/cities/<id>/`). */
export const cityPackSchema = z.strictObject({
  id: code,
  names,
  /** Where the lists come from, of which year, under which licence. */
  source: z.string().min(1),
  timeZone: z.string().min(1),
  caseNoPrefix: z.string().regex(/^[A-Z]{1,4}$/),
  languages: z.array(z.enum(['zh', 'en'])).min(1),
  /** west, south, east, north in WGS-84 degrees; a point outside is marked `outsideCity`. */
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  policies: z.array(policySchema).min(1),
  units: z.array(unitSchema).min(1),
  areas: z.array(areaSchema).min(1),
  categories: z.array(categorySchema).min(1),
  dispatchRules: z.array(dispatchRuleSchema),
  scoredKinds: z.array(z.enum(KINDS)),
});

export type CityPack = z.infer<typeof cityPackSchema>;
export type Policy = z.infer<typeof policySchema>;
export type Unit = z.infer<typeof unitSchema>;
export type Area = z.infer<typeof areaSchema>;
export type Category = z.infer<typeof categorySchema>;
export type DispatchRule = z.infer<typeof dispatchRuleSchema>;
