import { describe, expect, it } from 'vitest';
import { casePayloads } from '../../shared/domain/case/CaseCommand.ts';
import type { CaseCommandName } from '../../shared/domain/case/CaseCommand.ts';
import { STEPS } from '../support/caseScenario.ts';

const NAMES = Object.keys(casePayloads) as CaseCommandName[];
const takes = (name: CaseCommandName, payload: unknown) => casePayloads[name].safeParse(payload).success;

describe('what a command carries', () => {
  it.each(NAMES)('[CASE6] %s takes its own fields and no other', (name) => {
    expect(takes(name, STEPS[name].payload)).toBe(true);
    expect(takes(name, { ...STEPS[name].payload, colour: 'red' })).toBe(false);
  });

  it('[CASE6] a text that must be there has at least one code point', () => {
    for (const [name, field] of [
      ['Dismiss', 'explanation'],
      ['RecordContact', 'note'],
      ['SubmitFeedback', 'result'],
    ] as const) {
      expect(takes(name, { ...STEPS[name].payload, [field]: '字' })).toBe(true);
      expect(takes(name, { ...STEPS[name].payload, [field]: '' })).toBe(false);
      expect(takes(name, { ...STEPS[name].payload, [field]: undefined })).toBe(false);
    }
  });

  it('[CASE6] a contact counts as reached, a dispatch as without co-units, where nothing else is said', () => {
    expect(casePayloads.RecordContact.parse({ note: '好' })).toEqual({ reached: true, note: '好' });
    expect(casePayloads.Dispatch.parse({ hostUnitCode: 'ROADS' })).toEqual({
      hostUnitCode: 'ROADS',
      coUnitCodes: [],
    });
    expect(takes('Dispatch', { hostUnitCode: 'ROADS', coUnitCodes: Array(20).fill('WATER') })).toBe(true);
    expect(takes('Dispatch', { hostUnitCode: 'ROADS', coUnitCodes: Array(21).fill('WATER') })).toBe(false);
  });

  it('[CASE6] reasons and targets come from closed lists', () => {
    expect(takes('Dismiss', { reason: 'boring', explanation: '无' })).toBe(false);
    expect(takes('TransferOut', { target: '12345' })).toBe(false);
  });
});
