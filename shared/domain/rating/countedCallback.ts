import { isAnswered, withoutOverruled } from '../case/Callback.ts';
import type { AnsweredCallback, Callback } from '../case/Callback.ts';
import type { Period } from './Period.ts';

/**
 * The callback that a case is rated by: of the valid ones up to the period's cutoff (E4) that none overruled
 * by then (E15) the last or the first, as the profile says (E8). One whose grade is missing is valid only where the profile splits the denominator (E14).
 */
export function countedCallback(
  callbacks: readonly Callback[],
  { profile, cutoffAt }: Period,
): AnsweredCallback | undefined {
  const told = withoutOverruled(callbacks.filter(({ at }) => at <= cutoffAt));
  const counts = (callback: Callback): callback is AnsweredCallback =>
    isAnswered(callback) && (profile.splitDenominator || callback.satisfaction !== undefined);
  return profile.scoreBasis === 'last' ? told.findLast(counts) : told.find(counts);
}
