import type { z } from 'zod';
import type { Result } from '../../lib/Result.ts';
import { ok, refuse } from '../../lib/Result.ts';
import type { Policy } from '../cityPack.ts';
import type { InputFault, Refusal } from '../refusals.ts';
import { invalidInput, refusal } from '../refusals.ts';
import { codePoints } from '../textRule.ts';
import type { ClockKind, Level } from '../vocabulary.ts';
import type { CaseCommandName, casePayloads } from './CaseCommand.ts';
import type { NewCaseEvent, StartedClock } from './CaseEvent.ts';
import type { CaseState } from './CaseState.ts';
import { isEnded } from './CaseState.ts';
import type { DecideContext, Decision } from './Decision.ts';

type Payload<N extends CaseCommandName> = z.output<(typeof casePayloads)[N]>;
type Answer = Result<Decision, Refusal>;
type Guards = {
  readonly [N in CaseCommandName]: (state: CaseState, payload: Payload<N>, context: DecideContext) => Answer;
};

/** A unit may give up reaching the requester after this many logged tries (C19). */
const TRIES_WITHOUT_CONTACT = 3;

/** The guard and the events of each command, by the rows C2–C27 of domain.md §2.2; the state was checked before. */
export const GUARDS: Guards = {
  AcceptCase: (state, _payload, { city, now }) => {
    const policy = city.policyAt(now);
    const level = state.level === 'unknown' ? policy.defaultLevel : state.level;
    const clocks = clocksOf(policy, level, 'dispatch');
    return happened({ type: 'CaseAccepted', data: { level, policyId: policy.id, clocks } });
  },
  AnswerDirectly: (state, { answer, knowledgeId }) => {
    if (state.kind !== 'consult' && knowledgeId === undefined)
      return refuse(invalidInput('knowledgeId', 'required'));
    return withNote(state, answer, 'AnswerDirectly', (part) => [
      { type: 'CaseAnswered', data: part },
      { type: 'CaseClosed', data: { reason: 'direct' } },
    ]);
  },
  Dismiss: (state, { reason, explanation }) =>
    withNote(state, explanation, 'Dismiss', (part) => [{ type: 'CaseDismissed', data: { reason, ...part } }]),
  TransferOut: (state, { target, note }) =>
    withNote(state, note, 'TransferOut', (part) => [{ type: 'CaseTransferred', data: { target, ...part } }]),
  RecordPraise: (state, payload, { city, now }) => {
    if (state.kind !== 'praise') return refuse(refusal('invalid_state', { kind: state.kind }));
    const unitCode = payload.unitCode ?? state.namedUnitCode;
    if (unitCode !== undefined && !city.isActiveUnit(unitCode, now))
      return refuse(invalidInput('unitCode', 'unknown_unit'));
    return happened({ type: 'CasePraiseRecorded', data: unitCode === undefined ? {} : { unitCode } });
  },
  Dispatch: (state, { hostUnitCode, coUnitCodes }, { city, now }) => {
    const faults = unitFaults(hostUnitCode, coUnitCodes, (code) => city.isActiveUnit(code, now));
    if (faults.length > 0) return refuse({ code: 'invalid_input', faults });
    const policy = city.policyAt(now);
    const level = state.level === 'unknown' ? policy.defaultLevel : state.level;
    const clocks = clocksOf(policy, level, 'sign', 'contact', 'handle');
    return happened({
      type: 'CaseDispatched',
      data: { hostUnitCode, coUnitCodes, policyId: policy.id, clocks },
    });
  },
  Sign: () => happened({ type: 'CaseSigned', data: {} }),
  RecordContact: (state, { reached, note }) =>
    withNote(state, note, 'RecordContact', (part) => [
      { type: 'CaseContactRecorded', data: { reached, ...part } },
    ]),
  SubmitFeedback: (state, { result }, { city, now }) => {
    if (state.firstContactAt === undefined && state.contactTries < TRIES_WITHOUT_CONTACT) {
      return refuse(refusal('invalid_state', { state: state.state, contactTries: state.contactTries }));
    }
    if (codePoints(result) < city.policyAt(now).feedbackMinChars)
      return refuse(invalidInput('result', 'too_short'));
    return withNote(state, result, 'SubmitFeedback', (part) => [
      { type: 'CaseFeedbackSubmitted', data: part },
    ]);
  },
  PassFeedback: (_state, _payload, { city, now }) => {
    const passed = { type: 'CaseFeedbackPassed', data: {} } as const;
    if (city.policyAt(now).callback === 'required') return happened(passed);
    return happened(passed, { type: 'CaseClosed', data: { reason: 'handled' } });
  },
  Withdraw: (state, { reason }) =>
    withNote(state, reason, 'Withdraw', (part) => [{ type: 'CaseWithdrawn', data: part }]),
  // Who asks to be forgotten takes the case back as well: a unit cannot work on what nobody can read.
  EraseCase: (state) => {
    const erased = { type: 'CaseErased', data: {} } as const;
    const events: NewCaseEvent[] = isEnded(state) ? [erased] : [{ type: 'CaseWithdrawn', data: {} }, erased];
    return ok({ events, texts: [], erases: true });
  },
};

function happened(...events: readonly NewCaseEvent[]): Answer {
  return ok({ events, texts: [], erases: false });
}

function withNote(
  state: CaseState,
  text: string | undefined,
  of: CaseCommandName,
  events: (part: { readonly textPart?: number }) => readonly NewCaseEvent[],
): Answer {
  if (text === undefined) return ok({ events: events({}), texts: [], erases: false });
  return ok({
    events: events({ textPart: state.texts + 1 }),
    texts: [{ type: 'note', of, text }],
    erases: false,
  });
}

function clocksOf(policy: Policy, level: Level, ...kinds: readonly ClockKind[]): readonly StartedClock[] {
  return kinds.map((kind) => ({ kind, minutes: policy.budgets[kind][level] }));
}

function unitFaults(
  host: string,
  coUnits: readonly string[],
  isActive: (code: string) => boolean,
): readonly InputFault[] {
  const faults: InputFault[] = [];
  if (!isActive(host)) faults.push({ field: 'hostUnitCode', fault: 'unknown_unit' });
  coUnits.forEach((code, index) => {
    const field = `coUnitCodes.${index}`;
    if (!isActive(code)) faults.push({ field, fault: 'unknown_unit' });
    if (code === host || coUnits.indexOf(code) !== index) faults.push({ field, fault: 'named_twice' });
  });
  return faults;
}
