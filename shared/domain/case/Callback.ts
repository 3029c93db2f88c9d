import type { Policy } from '../policy.ts';
import type { CallbackChannel, CallbackOutcome, Satisfaction } from '../vocabulary.ts';

/** One try to ask the requester about one round of work (domain.md C22); answers are missing where none was given. */
export interface Callback {
  readonly round: number;
  readonly at: number;
  readonly channel: CallbackChannel;
  readonly outcome: CallbackOutcome;
  readonly contacted?: boolean;
  readonly solved?: boolean;
  readonly satisfaction?: Satisfaction;
  /** Until when a person's answer may overrule this one by `ai`; then the case closes by it, if it is good enough. */
  readonly settlesAt?: number;
}

/**
 * Whether the requester was reached and told at least whether somebody had been in touch and whether the
 * matter is solved (有效回访, domain.md §2.0). A missing grade is for the profile to judge (E14).
 */
export function isAnswered(callback: Callback): callback is AnsweredCallback {
  return callback.outcome === 'answered' && callback.contacted !== undefined && callback.solved !== undefined;
}

export type AnsweredCallback = Callback & { readonly contacted: boolean; readonly solved: boolean };

function isDissatisfied({ satisfaction }: Callback): boolean {
  return satisfaction === 'dissatisfied' || satisfaction === 'veryDissatisfied';
}

/** The tries of one round of work. */
export function triesOf(callbacks: readonly Callback[], round: number): readonly Callback[] {
  return callbacks.filter((callback) => callback.round === round);
}

/** So long before and after it a person's answer overrules one that a machine was given (E15). */
export const OVERRULED_MS = 86_400_000;

/** All but the answers by `ai` that a person, asked by phone about the same round, gave another within a day (E15). */
export function withoutOverruled(callbacks: readonly Callback[]): readonly Callback[] {
  const byPhone = callbacks.filter((callback) => callback.channel === 'phone' && isAnswered(callback));
  if (byPhone.length === 0) return callbacks;
  return callbacks.filter(
    ({ channel, round, at }) =>
      channel !== 'ai' ||
      !byPhone.some((other) => other.round === round && Math.abs(other.at - at) <= OVERRULED_MS),
  );
}

/** The answer that counts for a round: the last that was given and not overruled. */
export function answerOf(callbacks: readonly Callback[], round: number): AnsweredCallback | undefined {
  return withoutOverruled(triesOf(callbacks, round)).findLast(isAnswered);
}

/** Whether the case may be closed as solved (C23). */
export function isGoodEnough(answer: AnsweredCallback, policy: Policy): boolean {
  return answer.solved && (!isDissatisfied(answer) || policy.closeSolvedWhenDissatisfied);
}

/** Whether the requester asks for more than was done (C24, C25). */
export function leavesToDo(answer: AnsweredCallback): boolean {
  return !answer.solved || isDissatisfied(answer);
}
