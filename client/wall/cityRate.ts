import { ratioOf } from '../../shared/domain/rating/metrics.ts';
import type { MetricName } from '../../shared/domain/rating/metrics.ts';
import type { MetricProfile } from '../../shared/domain/rating/metricProfile.ts';
import { RATE_COLUMNS, rateCountsOf, sumCounts } from '../../shared/domain/rating/rateCounts.ts';
import { shownRate } from '../../shared/domain/rating/shownRate.ts';
import { LEAST_BASE } from '../state/leastBase.ts';
import type { PeriodBoard, PeriodCells } from './PeriodBoard.ts';

/** A rate as it is shown, in hundredths of a percent; null where it would rest on too few answers. */
export interface CityRate {
  readonly shown: number | null;
  /** Against the period before, in hundredths of a percent; undefined where either has too few answers. */
  readonly change: number | undefined;
}

/** A rate of the whole city: of summed counts, never a mean of rates. */
export function cityRate(
  name: MetricName,
  board: Pick<PeriodBoard, 'period' | 'cells'>,
  before: Pick<PeriodBoard, 'period' | 'cells'> | undefined,
): CityRate {
  const shown = shownOf(name, board.period.profile, board.cells);
  const last = before === undefined ? null : shownOf(name, before.period.profile, before.cells);
  return { shown, change: shown === null || last === null ? undefined : shown - last };
}

/** How many valid callbacks the rates of the city rest on. */
export function validOf(cells: PeriodCells): number {
  return rateCountsOf(sumCounts(cells.values(), RATE_COLUMNS.length)).valid;
}

function shownOf(name: MetricName, profile: MetricProfile, cells: PeriodCells): number | null {
  const ratio = ratioOf(name, rateCountsOf(sumCounts(cells.values(), RATE_COLUMNS.length)), profile);
  return ratio === null || ratio.denominator < LEAST_BASE ? null : shownRate(ratio);
}
