import { ok, refuse } from '../../lib/Result.ts';
import type { InputFault } from '../refusals.ts';
import { invalidInput, refusal } from '../refusals.ts';
import { codePoints } from '../textRule.ts';
import type { CaseCommandName } from './CaseCommand.ts';
import { CALLBACK_GUARDS } from './callbackGuards.ts';
import type { Guard } from './Guard.ts';
import { levelOf } from './levelOf.ts';
import { happened, withNote } from './outcome.ts';
import { startClocks } from './startClocks.ts';

type Guards = { readonly [N in CaseCommandName]: Guard<N> };

/** A unit may give up reaching the requester after this many logged tries (C19). */
const TRIES_WITHOUT_CONTACT = 3;

/** The guard and the events of each command, by the rows C2–C31 of domain.md §2.2; the state was checked before. */
export const GUARDS: Guards = {
  AcceptCase: (state, _payload, context) => {
    const policy = context.city.policyAt(context.now);
    const level = levelOf(state, policy);
    const clocks = startClocks(['dispatch', 'citizen'], state, context);
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
  Dispatch: (state, { hostUnitCode, coUnitCodes }, context) => {
    const { city, now } = context;
    const faults = unitFaults(hostUnitCode, coUnitCodes, (code) => city.isActiveUnit(code, now));
    if (faults.length > 0) return refuse({ code: 'invalid_input', faults });
    const clocks = startClocks(['sign', 'contact', 'handle'], state, context);
    return happened({
      type: 'CaseDispatched',
      data: { hostUnitCode, coUnitCodes, policyId: city.policyAt(now).id, clocks },
    });
  },
  Sign: () => happened({ type: 'CaseSigned', data: {} }),
  RecordContact: (state, { reached, note }) => {
    const isLast = !reached && !state.isContacted && state.contactTries + 1 >= TRIES_WITHOUT_CONTACT;
    const data = isLast ? ({ reached, gaveUp: true } as const) : { reached };
    return withNote(state, note, 'RecordContact', (part) => [
      { type: 'CaseContactRecorded', data: { ...data, ...part } },
    ]);
  },
  SubmitFeedback: (state, { result }, context) => {
    if (!state.isContacted && state.contactTries < TRIES_WITHOUT_CONTACT) {
      return refuse(refusal('invalid_state', { state: state.state, contactTries: state.contactTries }));
    }
    const policy = context.city.policyAt(context.now);
    if (codePoints(result) < policy.feedbackMinChars) return refuse(invalidInput('result', 'too_short'));
    const clocks = startClocks(['review'], state, context);
    return withNote(state, result, 'SubmitFeedback', (part) => [
      { type: 'CaseFeedbackSubmitted', data: { clocks, ...part } },
    ]);
  },
  PassFeedback: (state, _payload, context) => {
    if (context.city.policyAt(context.now).callback === 'none') {
      const passed = { type: 'CaseFeedbackPassed', data: { clocks: [] } } as const;
      return happened(passed, { type: 'CaseClosed', data: { reason: 'handled' } });
    }
    const clocks = startClocks(['callback'], state, context);
    return happened({ type: 'CaseFeedbackPassed', data: { clocks } });
  },
  ...CALLBACK_GUARDS,
  Withdraw: (state, { reason }) =>
    withNote(state, reason, 'Withdraw', (part) => [{ type: 'CaseWithdrawn', data: part }]),
  EraseCase: () => ok({ events: [{ type: 'CaseErased', data: {} }], texts: [], erases: true }),
};

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
