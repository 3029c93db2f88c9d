import { refuse } from '../../lib/Result.ts';
import { invalidInput, refusal } from '../refusals.ts';
import type { NewCaseEvent } from './CaseEvent.ts';
import type { AnsweredCallback, Callback } from './Callback.ts';
import { answerOf, isAnswered, isGoodEnough, leavesToDo, OVERRULED_MS, triesOf } from './Callback.ts';
import { callbackFaults } from './callbackFaults.ts';
import type { CaseState } from './CaseState.ts';
import type { DecideContext } from './Decision.ts';
import type { Guard, Payload } from './Guard.ts';
import { happened, withNote } from './outcome.ts';
import { startClocks } from './startClocks.ts';

type CallbackGuards = {
  readonly [
    N in 'ReturnFeedback' | 'RecordCallback' | 'CloseSolved' | 'Rework' | 'CloseUnsolved' | 'Archive'
  ]: Guard<N>;
};

const DAY_MS = 86_400_000;

/** What follows a feedback: review, callback, rework and the ways to close (domain.md §2.2, C20–C25, C31). */
export const CALLBACK_GUARDS: CallbackGuards = {
  ReturnFeedback: (state, { reason }, { city, now, estimatedAt = now }) => {
    const paused = state.clocks.find((clock) => clock.state === 'paused');
    const resumed =
      paused && city.clocks.resume(city.policyAt(now), paused, paused.isDoubted === true ? now : estimatedAt);
    return withNote(state, reason, 'ReturnFeedback', (part) => [
      { type: 'CaseFeedbackReturned', data: resumed === undefined ? part : { resumed, ...part } },
    ]);
  },
  RecordCallback: (state, { note, ...told }, context) => {
    const { callbackTries } = context.city.policyAt(context.now);
    const before = triesOf(state.callbacks, state.attempt);
    // Unanswered there can only be so many where a new policy asks for fewer tries: this one is the last then.
    const callback: Callback = { round: state.attempt, at: context.now, ...given(told) };
    if (before.length >= callbackTries && before.some(isAnswered) && !overrules(callback, before))
      return refuse(refusal('invalid_state', { state: state.state, tries: before.length }));
    const faults = callbackFaults(state, callback, context);
    if (faults.length > 0) return refuse({ code: 'invalid_input', faults });
    const isLast = before.length + 1 >= callbackTries;
    // Who was reached once was reached, however the tries after it end.
    const isUnreachable = isLast && ![...before, callback].some(isAnswered);
    const settles = settlesAt([...before, callback], context);
    return withNote(state, note, 'RecordCallback', (part) => {
      const data = { ...given(told), ...settles, ...part };
      const recorded: NewCaseEvent = { type: 'CaseCallbackRecorded', data };
      if (!isUnreachable) return [recorded];
      return [recorded, { type: 'CaseClosed', data: { reason: 'unreachable' } }];
    });
  },
  CloseSolved: (state, _payload, { city, now }) => {
    const answer = answerOf(state.callbacks, state.attempt);
    // What was good enough when it was given stays so, though the policy may have changed while it could be overruled.
    const isSettled = answer?.settlesAt !== undefined && now >= answer.settlesAt;
    if (answer === undefined || !(isSettled || isGoodEnough(answer, city.policyAt(now))))
      return refuse(notAs(state, answer));
    return happened({ type: 'CaseClosed', data: { reason: 'solved' } });
  },
  Rework: (state, { reason }, context) => {
    const answer = answerOf(state.callbacks, state.attempt);
    const policy = context.city.policyAt(context.now);
    if (answer === undefined || !leavesToDo(answer)) return refuse(notAs(state, answer));
    if (state.attempt >= policy.mostAttempts)
      return refuse(refusal('invalid_state', { state: state.state, attempt: state.attempt }));
    const clocks = startClocks(['sign', 'contact', 'rework'], state, context);
    return withNote(state, reason, 'Rework', (part) => [
      { type: 'CaseReworked', data: { policyId: policy.id, clocks, ...part } },
    ]);
  },
  CloseUnsolved: (state, { reason, explanation }, { city, now }) => {
    const answer = answerOf(state.callbacks, state.attempt);
    const policy = city.policyAt(now);
    if (answer === undefined || !leavesToDo(answer)) return refuse(notAs(state, answer));
    // 不解决不结案: such a city must hang the case, consult or escalate.
    if (policy.closeRequiresSolved && !answer.solved)
      return refuse(refusal('invalid_state', { state: state.state, closeRequiresSolved: true }));
    if (reason === 'attemptLimit' && state.attempt < policy.mostAttempts)
      return refuse(invalidInput('reason', 'attempts_left'));
    return withNote(state, explanation, 'CloseUnsolved', (part) => [
      { type: 'CaseClosed', data: { reason: 'explained', ...part } },
    ]);
  },
  Archive: (state, _payload, { city, now }) => {
    const from = (state.closedAt ?? now) + city.policyAt(now).archiveAfterDays * DAY_MS;
    if (now < from) return refuse(refusal('invalid_state', { state: state.state, archiveFrom: from }));
    return happened({ type: 'CaseArchived', data: {} });
  },
};

/** Whether a person's answer comes in time to overrule one by `ai`: then it is taken beyond the number of tries (E15). */
function overrules(callback: Callback, before: readonly Callback[]): boolean {
  const counted = before.findLast(isAnswered);
  if (callback.channel !== 'phone' || !isAnswered(callback) || counted?.channel !== 'ai') return false;
  return callback.at - counted.at <= OVERRULED_MS;
}

/** When the answer just given closes the case: of one by `ai` that counts and is good enough a day later (E15). */
function settlesAt(
  tries: readonly Callback[],
  { city, now }: DecideContext,
): { readonly settlesAt?: number } {
  const last = tries.at(-1);
  const answer = answerOf(tries, last?.round ?? 0);
  if (last?.channel !== 'ai' || answer === undefined || answer !== last) return {};
  return isGoodEnough(answer, city.policyAt(now)) ? { settlesAt: now + OVERRULED_MS } : {};
}

/** What was told of a try, without the fields that were left open. */
function given({
  channel,
  outcome,
  contacted,
  solved,
  satisfaction,
}: Omit<Payload<'RecordCallback'>, 'note'>): Omit<Callback, 'round' | 'at'> {
  return {
    channel,
    outcome,
    ...(contacted === undefined ? {} : { contacted }),
    ...(solved === undefined ? {} : { solved }),
    ...(satisfaction === undefined ? {} : { satisfaction }),
  };
}

function notAs(state: CaseState, answer: AnsweredCallback | undefined) {
  return refusal('invalid_state', {
    state: state.state,
    solved: answer?.solved ?? null,
    satisfaction: answer?.satisfaction ?? null,
  });
}
