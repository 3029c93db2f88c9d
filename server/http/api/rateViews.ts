import type { FiguresView, PeriodView, RateView } from '../../../shared/contract/ratesView.ts';
import { quantileMinutes } from '../../../shared/domain/rating/durationBuckets.ts';
import { interval95 } from '../../../shared/domain/rating/interval95.ts';
import type { MetricProfile } from '../../../shared/domain/rating/metricProfile.ts';
import {
  CALLBACK_RATES,
  METRICS,
  METRIC_NAMES,
  ratioOf,
  sampleOf,
} from '../../../shared/domain/rating/metrics.ts';
import type { Metric, MetricName } from '../../../shared/domain/rating/metrics.ts';
import type { Period, PeriodState } from '../../../shared/domain/rating/Period.ts';
import { rateCountsOf } from '../../../shared/domain/rating/rateCounts.ts';
import type { RateCounts } from '../../../shared/domain/rating/rateCounts.ts';
import { roundHalfUp, shownRate, twoDecimals } from '../../../shared/domain/rating/shownRate.ts';
import { iso } from './iso.ts';

/** Counts of a unit, or of several added up, with what is needed to tell them. */
export interface Figures {
  readonly rates: readonly number[];
  readonly durations: readonly number[];
  readonly population: number | undefined;
}

export function figuresView({ rates, durations, population }: Figures, profile: MetricProfile): FiguresView {
  const counts = rateCountsOf(rates);
  const told = METRIC_NAMES.map((name) => [name, rateView(name, counts, profile)] as const);
  return {
    counts: { ...counts },
    rates: Object.fromEntries(told) as FiguresView['rates'],
    handleTime: handleTime(durations),
    per10k: per10k(counts.cases, population, profile),
  };
}

export function periodView({ label, startAt, endAt, cutoffAt }: Period, state: PeriodState): PeriodView {
  return { label, startAt: iso(startAt), endAt: iso(endAt), callbackCutoffAt: iso(cutoffAt), state };
}

function rateView(name: MetricName, counts: RateCounts, profile: MetricProfile): RateView | null {
  const ratio = ratioOf(name, counts, profile);
  if (ratio === null) return null;
  const { isLowBetter }: Metric = METRICS[name];
  const view = {
    ...ratio,
    shown: twoDecimals(shownRate(ratio, isLowBetter)),
    definitionId: profile.id,
  };
  if (!CALLBACK_RATES.has(name)) return view;
  const { low, high } = interval95(ratio, sampleOf(name, counts, profile));
  return { ...view, interval: { low: twoDecimals(low), high: twoDecimals(high) } };
}

function handleTime(durations: readonly number[]): FiguresView['handleTime'] {
  const medianMinutes = quantileMinutes(durations, 0.5);
  const p90Minutes = quantileMinutes(durations, 0.9);
  if (medianMinutes === null || p90Minutes === null) return null;
  return { cases: durations.reduce((sum, count) => sum + count, 0), medianMinutes, p90Minutes };
}

function per10k(cases: number, population: number | undefined, profile: MetricProfile): RateView | null {
  if (population === undefined) return null;
  const numerator = 10_000 * cases;
  const shown = twoDecimals(roundHalfUp(numerator, population, 100));
  return { numerator, denominator: population, shown, definitionId: profile.id };
}
