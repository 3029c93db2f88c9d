import { z } from 'zod';
import { METRIC_NAMES } from '../domain/rating/metrics.ts';
import type { MetricName } from '../domain/rating/metrics.ts';
import { PERIOD_STATES } from '../domain/rating/Period.ts';
import { RATE_COLUMNS } from '../domain/rating/rateCounts.ts';
import type { RateColumn } from '../domain/rating/rateCounts.ts';

const count = z.number().int().nonnegative();
const instant = z.iso.datetime();
const mode = z.enum(['replay', 'simulate']).optional();
const shown = z.string().regex(/^[0-9]+\.[0-9]{2}$/);

/**
 * One number and what it is: an exact quotient, the definition (口径) it was had by, and how it is shown, in percent,
 * points or cases to ten thousand people. `interval`: 95 %, for what was had from callbacks.
 */
const rate = z.strictObject({
  numerator: count,
  denominator: count.positive(),
  shown,
  definitionId: z.string(),
  interval: z.strictObject({ low: shown, high: shown }).optional(),
});

function entries<N extends string, S>(names: readonly N[], schema: S): Record<N, S> {
  return Object.fromEntries(names.map((name) => [name, schema])) as Record<N, S>;
}

/** Null is a rate whose denominator is zero: nothing is known, which is not 0 %. */
const figures = {
  counts: z.strictObject(entries<RateColumn, typeof count>(RATE_COLUMNS, count)),
  rates: z.strictObject(entries<MetricName, z.ZodNullable<typeof rate>>(METRIC_NAMES, rate.nullable())),
  /** M21, from a histogram: at most 30 % off. */
  handleTime: z.strictObject({ cases: count.positive(), medianMinutes: count, p90Minutes: count }).nullable(),
  /** M22; null where the population is not known, and for a unit's own part of what it is the whole of. */
  per10k: rate.nullable(),
};

export const periodViewSchema = z.strictObject({
  label: z.string(),
  startAt: instant,
  endAt: instant,
  callbackCutoffAt: instant,
  state: z.enum(PERIOD_STATES),
});

/** `GET /metrics/rates`: the city, groups of units, and units with their rank, all as of event `seq`. */
export const ratesViewSchema = z.strictObject({
  period: periodViewSchema,
  seq: count,
  definitionId: z.string(),
  city: z.strictObject(figures),
  /** Added up from the units' counts, never a mean of their rates. */
  groups: z.array(z.strictObject({ code: z.string(), ...figures })),
  units: z.array(
    z.strictObject({
      code: z.string(),
      tier: z.string().optional(),
      /** Within the tier; null says in `unranked` why there is none. */
      rank: count.positive().nullable(),
      unranked: z.enum(['noCallback', 'noGrade', 'tooFew', 'inactive', 'noTier']).optional(),
      ...figures,
    }),
  ),
  mode,
});

/** `GET /explain`: the cases behind a number, by case number, in pages. */
export const explainViewSchema = z.strictObject({
  metric: z.string(),
  definitionId: z.string(),
  unit: z.string().nullable(),
  period: periodViewSchema,
  seq: count,
  /** On the first page: what the cases of all pages add up to. A plain count has no denominator. */
  total: z.strictObject({ numerator: count, denominator: count.nullable() }).optional(),
  cases: z.array(z.strictObject({ caseNo: z.string(), numerator: count, denominator: count.nullable() })),
  /** Asks for the next page; missing on the last one. */
  cursor: z.string().optional(),
  mode,
});

export type RateView = z.infer<typeof rate>;
export type PeriodView = z.infer<typeof periodViewSchema>;
export type RatesView = z.infer<typeof ratesViewSchema>;
export type FiguresView = RatesView['city'];
export type ExplainView = z.infer<typeof explainViewSchema>;
