import { describe, expect, it } from 'vitest';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { DURATION_COLUMNS } from '../../shared/domain/rating/durationBuckets.ts';
import { contribute } from '../../shared/tables/contribute.ts';
import { CaseScenario, PATHS, STEPS, called } from '../support/caseScenario.ts';
import { ratedCity } from '../support/ratedCity.ts';

const city = ratedCity();

function told(state: CaseState): readonly string[] {
  return contribute(state, city)
    .filter(({ table }) => table === 'durations')
    .map(({ key, adds }) => `${key} ${DURATION_COLUMNS.filter((_, i) => adds[i] === 1).join(' ')}`);
}

describe('how long a case took', () => {
  it('[RAT32] is counted once its feedback has passed, from dispatch to the feedback, without its reviews', () => {
    const one = new CaseScenario({ city })
      .registered({ level: 'L3' })
      .given(...PATHS.handling)
      .pass(60);
    expect(told(one.given(STEPS.SubmitFeedback).standing)).toEqual([]);
    one.pass(500).given(STEPS.ReturnFeedback).pass(40).given(STEPS.SubmitFeedback).pass(3_000);
    expect(told(one.standing)).toEqual([]);
    // 60 minutes to the first feedback and 40 after it came back.
    expect(told(one.given(STEPS.PassFeedback).standing)).toEqual(['2026-12 ROADS to102']);
  });

  it('[RAT32] leaves reviews out after the deadline as well, when no clock is paused any more', () => {
    const one = new CaseScenario({ city }).registered().given(...PATHS.handling);
    // The budget is a day: two reviews, one begun within it and one after it.
    one.pass(1_400).given(STEPS.SubmitFeedback).pass(2_000).given(STEPS.ReturnFeedback);
    one.pass(60).fire();
    expect(one.standing.clocks.find(({ kind }) => kind === 'handle')?.state).toBe('breached');
    one.given(STEPS.SubmitFeedback).pass(9_000).given(STEPS.ReturnFeedback).pass(20);
    one.given(STEPS.SubmitFeedback).pass(700).given(STEPS.PassFeedback);
    // 1400 + 60 + 20 minutes of work.
    expect(told(one.standing)).toEqual(['2026-12 ROADS to1625']);
    one.given(called({ contacted: true, solved: false, satisfaction: 'dissatisfied' }), STEPS.Rework);
    one.given(STEPS.Sign, STEPS.RecordContact, STEPS.SubmitFeedback).pass(5_000);
    one.given(STEPS.ReturnFeedback, STEPS.SubmitFeedback, STEPS.PassFeedback);
    expect(told(one.standing)).toEqual(['2026-12 ROADS to1625']);
  });

  it('[RAT32] is that of the first round, whatever follows', () => {
    const one = new CaseScenario({ city })
      .registered()
      .given(...PATHS.handling)
      .pass(20);
    one.given(STEPS.SubmitFeedback, STEPS.PassFeedback);
    one
      .given(called({ contacted: true, solved: false, satisfaction: 'dissatisfied' }), STEPS.Rework)
      .pass(300);
    one.given(STEPS.Sign, STEPS.RecordContact, STEPS.SubmitFeedback, STEPS.PassFeedback);
    expect(told(one.standing)).toEqual(['2026-12 ROADS to20']);
  });

  it('[RAT32] is not counted of a case that is not scored', () => {
    const one = new CaseScenario({ city }).registered({ kind: 'suggest' }).given(...PATHS.callback);
    expect(told(one.standing)).toEqual([]);
  });
});
