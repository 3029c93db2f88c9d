import { describe, expect, it } from 'vitest';
import type { Kind } from '../../shared/domain/vocabulary.ts';
import { CaseScenario, PATHS, STEPS } from '../support/caseScenario.ts';
import { sampleCity } from '../support/sampleCity.ts';

const in2027 = Date.UTC(2027, 0, 5, 2, 0, 0);
const unknownUnit = (field: string) => ({
  ok: false,
  refusal: { code: 'invalid_input', faults: [{ field, fault: 'unknown_unit' }] },
});

describe('accepting', () => {
  it('[CASE10] an intake without a level gets the policy’s default and keeps its own where it has one', () => {
    const without = new CaseScenario().registered().given(STEPS.AcceptCase);
    expect(without.standing).toMatchObject({ state: 'accepted', level: 'L3', acceptedAt: without.now });
    const own = new CaseScenario().registered({ level: 'L1' }).given(STEPS.AcceptCase);
    expect(own.standing.level).toBe('L1');
  });

  it('[CASE10] the policy is the one in force on the local day of receipt', () => {
    const later = new CaseScenario({ now: in2027 }).registered().given(STEPS.AcceptCase);
    expect(later.events.at(-1)).toMatchObject({ data: { policyId: 'second', level: 'L2' } });
  });
});

describe('ending at the desk', () => {
  it.each<[Kind, string | undefined, boolean]>([
    ['consult', undefined, true],
    ['complaint', undefined, false],
    ['complaint', 'K1', true],
  ])('[CASE11] answering a %s directly with knowledge %s is taken: %s', (kind, knowledgeId, taken) => {
    const scenario = new CaseScenario().registered({ kind });
    const payload = knowledgeId === undefined ? {} : { knowledgeId };
    const answer = scenario.when({ type: 'AnswerDirectly', payload });
    expect(answer.ok).toBe(taken);
    if (taken) {
      expect(scenario.types).toEqual(['CaseRegistered', 'CaseAnswered', 'CaseClosed']);
      expect(scenario.standing).toMatchObject({
        state: 'closed',
        closeReason: 'direct',
        closedAt: scenario.now,
      });
    } else {
      expect(answer).toMatchObject({ refusal: { faults: [{ field: 'knowledgeId', fault: 'required' }] } });
    }
  });

  it('[CASE12] praise ends as praise of the unit that was named, and only praise does', () => {
    const praise = new CaseScenario()
      .registered({ kind: 'praise', hostUnitCode: 'WATER' })
      .given(STEPS.RecordPraise);
    expect(praise.standing).toMatchObject({ state: 'closed', closeReason: 'praise', hostUnitCode: 'WATER' });
    const other = new CaseScenario().registered();
    expect(other.when(STEPS.RecordPraise)).toMatchObject({
      refusal: { code: 'invalid_state', facts: { kind: 'complaint' } },
    });
    const nobody = new CaseScenario().registered({ kind: 'praise' });
    expect(nobody.when({ type: 'RecordPraise', payload: { unitCode: 'OLD' } })).toEqual(
      unknownUnit('unitCode'),
    );
  });
});

describe('dispatching', () => {
  const accepted = () => new CaseScenario().registered().given(STEPS.AcceptCase);
  const dispatch = (hostUnitCode: string, coUnitCodes: readonly string[] = []) =>
    accepted().when({ type: 'Dispatch', payload: { hostUnitCode, coUnitCodes: [...coUnitCodes] } });

  it('[CASE13] the host must be a unit that is active on that local day', () => {
    expect(dispatch('ROADS').ok).toBe(true);
    for (const code of ['NOWHERE', 'OLD', 'NEW']) expect(dispatch(code)).toEqual(unknownUnit('hostUnitCode'));
  });

  it('[CASE13] co-units are active, differ from the host and from each other; every fault is named', () => {
    expect(dispatch('ROADS', ['WATER']).ok).toBe(true);
    expect(dispatch('ROADS', ['ROADS', 'WATER', 'WATER', 'OLD'])).toEqual({
      ok: false,
      refusal: {
        code: 'invalid_input',
        faults: [
          { field: 'coUnitCodes.0', fault: 'named_twice' },
          { field: 'coUnitCodes.2', fault: 'named_twice' },
          { field: 'coUnitCodes.3', fault: 'unknown_unit' },
        ],
      },
    });
  });

  it('[CASE13] dispatching names the host and stops the dispatch clock', () => {
    const scenario = accepted().pass(10).given(STEPS.Dispatch);
    expect(scenario.standing).toMatchObject({
      hostUnitCode: 'ROADS',
      coUnitCodes: ['WATER'],
      dispatchedAt: scenario.now,
    });
    expect(scenario.standing.clocks[0]).toMatchObject({
      kind: 'dispatch',
      state: 'met',
      stoppedAt: scenario.now,
    });
  });
});

describe('contact and feedback', () => {
  const signed = () => new CaseScenario().registered().given(...PATHS.signed);
  const tryInVain = { type: 'RecordContact', payload: { reached: false, note: '无人接听' } } as const;

  it('[CASE14] feedback needs a contact made, or three tries logged', () => {
    const scenario = signed().given(tryInVain, tryInVain);
    expect(scenario.when(STEPS.SubmitFeedback)).toEqual({
      ok: false,
      refusal: { code: 'invalid_state', facts: { state: 'handling', contactTries: 2 } },
    });
    scenario.given(tryInVain, STEPS.SubmitFeedback);
    expect(scenario.standing).toMatchObject({ state: 'feedback', contactTries: 3 });
    expect(scenario.standing.firstContactAt).toBeUndefined();
    expect(signed().given(STEPS.RecordContact, STEPS.SubmitFeedback).standing.state).toBe('feedback');
  });

  it('[CASE14] the first contact counts, later ones do not move it', () => {
    const scenario = signed().given(tryInVain).pass(5).given(STEPS.RecordContact);
    const first = scenario.now;
    scenario.pass(5).given(STEPS.RecordContact);
    expect(scenario.standing).toMatchObject({ firstContactAt: first, contactTries: 3 });
    expect(scenario.standing.clocks.find(({ kind }) => kind === 'contact')).toMatchObject({
      stoppedAt: first,
    });
  });

  it('[CASE15] feedback shorter than the policy wants is refused, counted in code points', () => {
    const handling = () => new CaseScenario().registered().given(...PATHS.handling);
    const short = handling().when({ type: 'SubmitFeedback', payload: { result: '😀😀😀😀' } });
    expect(short).toMatchObject({ refusal: { faults: [{ field: 'result', fault: 'too_short' }] } });
    expect(handling().when({ type: 'SubmitFeedback', payload: { result: '😀😀😀😀😀' } }).ok).toBe(true);
  });

  it('[CASE16] passing feedback closes the case where the policy asks for no callback, else waits for one', () => {
    const none = new CaseScenario().registered().given(...PATHS.feedback, STEPS.PassFeedback);
    expect(none.types.slice(-2)).toEqual(['CaseFeedbackPassed', 'CaseClosed']);
    expect(none.standing).toMatchObject({ state: 'closed', closeReason: 'handled' });
    const policies = sampleCity().pack.policies.map((policy) => ({
      ...policy,
      callback: 'required' as const,
    }));
    const required = new CaseScenario({ city: sampleCity({ policies }) }).registered();
    required.given(...PATHS.feedback, STEPS.PassFeedback);
    expect(required.standing.state).toBe('callback');
    expect(required.standing.closedAt).toBeUndefined();
  });
});

describe('erasing', () => {
  it('[CASE17] an open case ends with its erasure, an ended one keeps its end', () => {
    const open = new CaseScenario().registered().given(STEPS.EraseCase);
    expect(open.types).toEqual(['CaseRegistered', 'CaseErased']);
    expect(open.standing).toMatchObject({
      state: 'erased',
      texts: 0,
      erasedAt: open.now,
      closedAt: open.now,
    });
    const ended = new CaseScenario().registered().given(...PATHS.closed);
    const closedAt = ended.now;
    const answer = ended.pass(60).when(STEPS.EraseCase);
    expect(answer).toMatchObject({ ok: true, value: { erases: true } });
    expect(ended.standing).toMatchObject({ state: 'closed', texts: 0, closedAt, erasedAt: ended.now });
  });
});
