import { z } from 'zod';
import { code, effective, names } from '../packParts.ts';

/** A share of one as the file writes it, `0.9`, kept as thousandths so that no rate is ever added up in floats. */
const thousandths = z
  .number()
  .min(0)
  .max(1)
  .refine((value) => Math.abs(value * 1000 - Math.round(value * 1000)) < 1e-9, 'has more than three decimals')
  .transform((value) => Math.round(value * 1000));

const sample = z.number().int().min(1).max(10_000);

/**
 * One definition of the rates (口径, domain.md §0.1 and §2.6). `id` goes with every number as its
 * `definitionId`. Weights and `basicFactor` are thousandths.
 */
export const metricProfileSchema = z.strictObject({
  id: code,
  names,
  ...effective,
  weights: z
    .strictObject({ response: thousandths, solve: thousandths, satisfaction: thousandths })
    .refine(
      ({ response, solve, satisfaction }) => response + solve + satisfaction === 1000,
      'the weights must sum to one',
    ),
  /** What 基本满意 counts in the satisfaction rate (k of M3). */
  basicFactor: thousandths,
  /** Which moment of a case says to which period it belongs; `callbackAt` is the first try to call back. */
  attribution: z.enum(['acceptedAt', 'dispatchedAt', 'callbackAt', 'closedAt']).default('acceptedAt'),
  /** Which valid callback counts where there are several (E8). */
  scoreBasis: z.enum(['last', 'first']).default('last'),
  /** E14: a refusal to rate leaves only the satisfaction rate's own denominator. */
  splitDenominator: z.boolean().default(false),
  /** A score that rests on fewer callbacks than this is shown and not ranked (E2). */
  minSample: sample.default(5),
  /** The same for single tiers, by the tier's code, where they need another least sample. */
  minSampleByTier: z.record(code, sample).optional(),
  /** A period ends before this day (19 → 19th to 18th); it is named after the month of its last day. */
  periodStartDay: z.number().int().min(1).max(28).default(1),
  /** Callbacks count in their case's period until so many days after its end (E4). */
  callbackCutoffDays: z.number().int().min(0).max(60).default(10),
  /** The channels by which matters come in that were found before anybody called (未诉先办, M23): patrols, grids. */
  proactiveChannels: z.array(z.string().min(1).max(32)).default([]),
});

export type MetricProfile = z.infer<typeof metricProfileSchema>;

const whole = z.number().int().min(0).max(1000);

/** A profile as it travels: what the file wrote as shares of one are thousandths by now. */
export const metricProfileViewSchema = z.strictObject({
  ...metricProfileSchema.shape,
  weights: z.strictObject({ response: whole, solve: whole, satisfaction: whole }),
  basicFactor: whole,
  attribution: metricProfileSchema.shape.attribution.unwrap(),
  scoreBasis: metricProfileSchema.shape.scoreBasis.unwrap(),
  splitDenominator: z.boolean(),
  minSample: metricProfileSchema.shape.minSample.unwrap(),
  periodStartDay: metricProfileSchema.shape.periodStartDay.unwrap(),
  callbackCutoffDays: metricProfileSchema.shape.callbackCutoffDays.unwrap(),
  proactiveChannels: metricProfileSchema.shape.proactiveChannels.unwrap(),
});
