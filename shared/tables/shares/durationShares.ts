import type { CaseState } from '../../domain/case/CaseState.ts';
import type { City } from '../../domain/City.ts';
import { DURATION_COLUMNS, bucketOf } from '../../domain/rating/durationBuckets.ts';
import { rateKey } from '../rates.ts';
import { answeringUnit, isAssessed, periodOfCase } from './attribution.ts';
import type { Share } from './Share.ts';

/**
 * How long the first round took, from dispatch to the feedback that passed, without what its reviews took (M21),
 * whether or not its deadline was over by then.
 * Nothing until a feedback has passed: one that is returned was not the end.
 */
export function durationShares(state: CaseState, city: City): readonly Share[] {
  if (state.scoringUnitCode === undefined || !isAssessed(state, city)) return [];
  const clock = state.clocks.find(({ kind }) => kind === 'handle');
  const period = periodOfCase(state, city);
  if (clock?.stoppedAt === undefined || period === undefined) return [];
  const bucket = bucketOf(clock.stoppedAt - clock.startAt - (state.reviewedMs ?? 0));
  const adds = new Array<number>(DURATION_COLUMNS.length).fill(0);
  adds[bucket] = 1;
  return [{ table: 'durations', key: rateKey(period.label, answeringUnit(state)), adds }];
}
