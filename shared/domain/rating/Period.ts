import type { MetricProfile } from './metricProfile.ts';

/** One assessment period (考核周期): `[startAt, endAt)` in epoch milliseconds, and the one definition it is rated by. */
export interface Period {
  /** `YYYY-MM`: the month of its last day. */
  readonly label: string;
  readonly startAt: number;
  readonly endAt: number;
  /** Callbacks up to this instant, inclusive, count in the period (E4); after it the period is frozen. */
  readonly cutoffAt: number;
  readonly profile: MetricProfile;
}

/** 进行中, 待定, 已冻结. */
export const PERIOD_STATES = ['open', 'provisional', 'frozen'] as const;
export type PeriodState = (typeof PERIOD_STATES)[number];

export function periodState({ endAt, cutoffAt }: Period, now: number): PeriodState {
  if (now < endAt) return 'open';
  return now <= cutoffAt ? 'provisional' : 'frozen';
}
