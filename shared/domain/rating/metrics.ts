import type { MetricProfile } from './metricProfile.ts';
import type { RateColumn, RateCounts } from './rateCounts.ts';
import type { Ratio } from './Ratio.ts';

/** What a metric is made of: the number in domain.md §2.6, its parts, and which way is worse. */
export interface Metric {
  readonly id: string;
  readonly parts: (counts: RateCounts, profile: MetricProfile) => Ratio;
  /** High is good unless this says otherwise; what is rounded is rounded towards the worse end of the scale. */
  readonly isLowBetter?: true;
}

const share =
  (numerator: RateColumn, denominator: RateColumn): Metric['parts'] =>
  (counts) => ({ numerator: counts[numerator], denominator: counts[denominator] });

/** Every rate there is, by the name under which it travels. */
export const METRICS = {
  /** 响应率, 解决率, 满意率, 综合成绩: from valid callbacks, not from cases. */
  responseRate: { id: 'M1', parts: share('contacted', 'valid') },
  solveRate: { id: 'M2', parts: share('solved', 'valid') },
  satisfactionRate: { id: 'M3', parts: satisfaction },
  compositeScore: { id: 'M4', parts: score },
  /** 及时派单率, 及时签收率, 按时办结率, 办结率. */
  dispatchOnTime: { id: 'M6', parts: share('dispatchedOnTime', 'dispatched') },
  signOnTime: { id: 'M7', parts: share('signOnTime', 'signDue') },
  onTimeFinish: { id: 'M8', parts: share('handleOnTime', 'handleDue') },
  finishRate: { id: 'M9', parts: share('dispatchedClosed', 'dispatched') },
  /** 重办率. */
  reworkRate: { id: 'M13', parts: share('reworked', 'feedbacks'), isLowBetter: true },
  /** 有效回访率, 一次办结率, 直接答复率. */
  validCallbackRate: { id: 'M16', parts: share('valid', 'calledBack') },
  firstFix: { id: 'M17', parts: share('firstFixed', 'closed') },
  directAnswerRate: { id: 'M18', parts: share('answered', 'accepted') },
  /** 主动治理销号率. */
  proactiveClosureRate: { id: 'M23', parts: share('proactiveClosed', 'proactive') },
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof METRICS;
export const METRIC_NAMES = Object.keys(METRICS) as readonly MetricName[];

/** The rates whose denominator is callbacks: those that carry an interval. */
export const CALLBACK_RATES: ReadonlySet<MetricName> = new Set([
  'responseRate',
  'solveRate',
  'satisfactionRate',
  'compositeScore',
]);

/** A metric's value, at most 1; null where the denominator is zero (E1): nothing was asked, so nothing is said. */
export function ratioOf(name: MetricName, counts: RateCounts, profile: MetricProfile): Ratio | null {
  const ratio = METRICS[name].parts(counts, profile);
  return ratio.denominator === 0 ? null : ratio;
}

/** Of those, the ones that grades go into. */
const OF_GRADES: ReadonlySet<MetricName> = new Set(['satisfactionRate', 'compositeScore']);

/**
 * How many callbacks a rate from callbacks rests on: all valid ones, or where the profile splits the denominator
 * (E14) only as many as gave a grade, for the satisfaction rate and for the score that it goes into.
 */
export function sampleOf(
  name: MetricName,
  { valid, rated }: RateCounts,
  { splitDenominator }: MetricProfile,
): number {
  return splitDenominator && OF_GRADES.has(name) ? Math.min(valid, rated) : valid;
}

/** M3 = (M₊ + k·M₀) / V, or of the rated ones alone where the profile splits the denominator (E14). In thousandths. */
function satisfaction(counts: RateCounts, { basicFactor, splitDenominator }: MetricProfile): Ratio {
  return {
    numerator: 1000 * counts.satisfied + basicFactor * counts.basic,
    denominator: 1000 * (splitDenominator ? counts.rated : counts.valid),
  };
}

/** So many callbacks, squared or not, times a million is still a safe integer. */
const MOST = 9_000_000_000;
const MILLION = 1_000_000;

/** M4 as a share of one. */
function score(counts: RateCounts, profile: MetricProfile): Ratio {
  return scoreShare(counts, profile, counts);
}

/** What `counts`, which are some of `total`, add to the two sides of the score of `total`. */
export function scoreShare(counts: RateCounts, profile: MetricProfile, total: RateCounts): Ratio {
  const { numerator, denominator } = scoreInMillionths(counts, profile, total);
  return { numerator, denominator: MILLION * denominator };
}

/**
 * w₁·M1 + w₂·M2 + w₃·M3 in millionths of one, since weights and k are thousandths. With one denominator an integer
 * over V, exact up to nine thousand million callbacks. With a split one (E14) the denominator is V·V′, to which each
 * valid callback adds V′; beyond V·V′ = 9·10⁹, which a single unit does not reach, the value is cut to multiples of
 * 1/(9·10⁹) millionths. Of `counts` that are only some of `total`, what they add to the two sides.
 */
export function scoreInMillionths(counts: RateCounts, profile: MetricProfile, total = counts): Ratio {
  const { weights, splitDenominator, basicFactor } = profile;
  const { valid, contacted, solved, satisfied, basic } = counts;
  const reached = 1000 * (weights.response * contacted + weights.solve * solved);
  const content = weights.satisfaction * (1000 * satisfied + basicFactor * basic);
  if (!splitDenominator || total.rated === total.valid)
    return { numerator: reached + content, denominator: valid };
  if (total.valid * total.rated <= MOST)
    return { numerator: reached * total.rated + content * total.valid, denominator: valid * total.rated };
  const scale = BigInt(total.valid) * BigInt(total.rated);
  const exact = BigInt(reached) * BigInt(total.rated) + BigInt(content) * BigInt(total.valid);
  return { numerator: cut(exact, scale), denominator: cut(BigInt(valid), BigInt(total.valid)) };
}

/** On the scale of MOST, of which `whole` is all; cut, never raised. */
function cut(part: bigint, whole: bigint): number {
  return Number((part * BigInt(MOST)) / whole);
}
