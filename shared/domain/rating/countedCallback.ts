import { isAnswered } from '../case/Callback.ts';
import type { AnsweredCallback, Callback } from '../case/Callback.ts';
import type { Period } from './Period.ts';

/**
 * The callback that a case is rated by: of the valid ones up to the period's cutoff (E4) the last or the first, as
 * the profile says (E8). One whose grade is missing is valid only where the profile splits the denominator (E14).
 */
export function countedCallback(
  callbacks: readonly Callback[],
  { profile, cutoffAt }: Period,
): AnsweredCallback | undefined {
  const counts = (callback: Callback): callback is AnsweredCallback =>
    callback.at <= cutoffAt &&
    isAnswered(callback) &&
    (profile.splitDenominator || callback.satisfaction !== undefined);
  return profile.scoreBasis === 'last' ? callbacks.findLast(counts) : callbacks.find(counts);
}
