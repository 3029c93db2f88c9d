import { describe, expect, it } from 'vitest';
import type { Callback } from '../../shared/domain/case/Callback.ts';
import type { RegisterPayload } from '../../shared/domain/case/CaseCommand.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import type { City } from '../../shared/domain/City.ts';
import { contribute } from '../../shared/tables/contribute.ts';
import { CaseScenario, PATHS, STEPS, called } from '../support/caseScenario.ts';
import type { Step } from '../support/caseScenario.ts';
import { rateRows } from '../support/rateRows.ts';
import { limits, SAMPLE_BUDGETS } from '../support/sampleCity.ts';
import { ratedCity, ratedProfile } from '../support/ratedCity.ts';

const city = ratedCity();
const at = (text: string) => Date.parse(`${text}+08:00`);
const { Rework, Archive, Withdraw, Dismiss } = STEPS;
const UNSOLVED = called({ contacted: true, solved: false, satisfaction: 'dissatisfied' });
const SOLVED = called({ contacted: true, solved: true, satisfaction: 'satisfied' });
const ROUND = [STEPS.Sign, STEPS.RecordContact, STEPS.SubmitFeedback, STEPS.PassFeedback];

function scenario(options: { city?: City; now?: string; of?: Partial<RegisterPayload> } = {}): CaseScenario {
  const { now = '2026-11-17T10:00:00', city: inCity = city, of } = options;
  return new CaseScenario({ city: inCity, now: at(now) }).registered(of);
}

/** A case that waits to be called back, with these callbacks instead. */
function withCallbacks(callbacks: readonly Partial<Callback>[], of: City = city): CaseState {
  const { standing } = scenario({ city: of }).given(...PATHS.callback);
  const whole = { round: 1, at: standing.registeredAt, channel: 'phone', outcome: 'answered' } as const;
  return { ...standing, callbacks: callbacks.map((one) => ({ ...whole, ...one })) };
}

const told = (state: CaseState, of: City = city) => rateRows(state, of)['2026-11 ROADS'];

describe('what a case adds to the rates', () => {
  it('[RAT40] grows with its life: accepted, dispatched, its deadlines, feedback, callback, close', () => {
    const one = scenario();
    expect(rateRows(one.standing, city)).toEqual({});
    one.given(STEPS.AcceptCase);
    expect(rateRows(one.standing, city)).toEqual({ '2026-11 unassigned': { cases: 1, accepted: 1 } });
    one.given(STEPS.Dispatch);
    const dispatched = { cases: 1, accepted: 1, dispatched: 1, dispatchedOnTime: 1 };
    expect(rateRows(one.standing, city)).toEqual({ '2026-11 ROADS': dispatched });
    one.given(STEPS.Sign, STEPS.RecordContact, STEPS.SubmitFeedback);
    const signed = { ...dispatched, signDue: 1, signOnTime: 1 };
    expect(told(one.standing)).toEqual({ ...signed, feedbacks: 1 });
    one.given(STEPS.PassFeedback, SOLVED, STEPS.CloseSolved);
    expect(told(one.standing)).toEqual({
      ...signed,
      ...{ feedbacks: 1, handleDue: 1, handleOnTime: 1, calledBack: 1 },
      ...{ valid: 1, contacted: 1, solved: 1, rated: 1, satisfied: 1 },
      ...{ closed: 1, firstFixed: 1, dispatchedClosed: 1 },
    });
  });

  it('[RAT41] has a number for each column, in their order', () => {
    const { standing } = scenario().given(...PATHS.callback, SOLVED);
    const [share] = contribute(standing, city).filter(({ table }) => table === 'rates');
    expect(share?.adds.slice(0, 8)).toEqual([1, 1, 1, 1, 1, 1, 0, 1]);
    expect(share?.adds).toHaveLength(24);
  });

  it('[RAT42] late steps are due and not on time; what is not judged yet is neither', () => {
    const one = scenario().given(STEPS.AcceptCase).pass(121).given(STEPS.Dispatch);
    expect(told(one.standing)).not.toHaveProperty('dispatchedOnTime');
    one.pass(31).fire();
    expect(told(one.standing)).toMatchObject({ dispatched: 1, signDue: 1 });
    expect(told(one.standing)).not.toHaveProperty('signOnTime');
    one.given(STEPS.Sign).pass(1_440).fire();
    expect(told(one.standing)).toMatchObject({ signDue: 1, handleDue: 1 });
    one.given(STEPS.RecordContact, STEPS.SubmitFeedback, STEPS.PassFeedback);
    expect(told(one.standing)).toMatchObject({ handleDue: 1, feedbacks: 1 });
    expect(told(one.standing)).not.toHaveProperty('handleOnTime');
  });

  it('[RAT43] each metric has its own period: the case by acceptance, dispatch by dispatch, deadlines by their due time', () => {
    const one = scenario({ now: '2026-11-18T23:59:59.999' }).given(STEPS.AcceptCase);
    one.now = at('2026-11-19T00:00:00.000');
    one
      .given(STEPS.Dispatch, ...ROUND)
      .pass(600)
      .given(SOLVED);
    expect(rateRows(one.standing, city)).toEqual({
      '2026-11 ROADS': expect.objectContaining({ cases: 1, accepted: 1, valid: 1, feedbacks: 1 }),
      '2026-12 ROADS': {
        ...{ dispatched: 1, dispatchedOnTime: 1, signDue: 1, signOnTime: 1, handleDue: 1, handleOnTime: 1 },
      },
    });
  });

  it.each([
    ['acceptedAt', '2026-11'],
    ['dispatchedAt', '2026-12'],
    ['callbackAt', '2027-01'],
    ['closedAt', '2027-02'],
  ] as const)('[RAT44] a profile may attribute cases by %s', (attribution, label) => {
    const other = ratedCity({ attribution });
    const one = scenario({ city: other, now: '2026-11-18T12:00:00' }).given(STEPS.AcceptCase);
    one.now = at('2026-11-19T12:00:00');
    one.given(STEPS.Dispatch);
    one.now = at('2026-12-19T12:00:00');
    one.given(...ROUND, called({ outcome: 'noAnswer' }));
    one.now = at('2027-01-19T12:00:00');
    one.given(SOLVED, STEPS.CloseSolved);
    const rows = Object.entries(rateRows(one.standing, other)).filter(([, row]) => row['cases'] === 1);
    expect(rows.map(([key]) => key)).toEqual([`${label} ROADS`]);
  });

  it('[RAT44] attributed by its callback, a case belongs to no period before the first try, and then to one for good', () => {
    const other = ratedCity({ attribution: 'callbackAt' });
    const one = scenario({ city: other }).given(...PATHS.callback);
    expect(rateRows(one.standing, other)['2026-11 ROADS']).not.toHaveProperty('cases');
    const row = () => rateRows(one.standing, other)['2026-11 ROADS'];
    one.given(called({ outcome: 'noAnswer' }));
    expect(row()).toMatchObject({ cases: 1, calledBack: 1 });
    one.now = at('2026-11-20T10:00:00');
    expect(rateRows(one.given(SOLVED).standing, other)).toEqual({ '2026-11 ROADS': row() });
    expect(row()).toMatchObject({ cases: 1, calledBack: 1, valid: 1 });
  });

  it('[RAT44] the profile of the acceptance says how, so a new profile counts no case twice and none never', () => {
    const profiles = [
      ratedProfile({ to: '2026-12-01' }),
      ratedProfile({ id: 'later', from: '2026-12-01', attribution: 'closedAt' }),
    ];
    const changing = ratedCity({}, { pack: { profiles } });
    const rows = (accepted: string, closed: string) => {
      const one = scenario({ city: changing, now: accepted }).given(
        STEPS.AcceptCase,
        STEPS.Dispatch,
        ...ROUND,
      );
      one.now = at(closed);
      const { standing } = one.given(SOLVED, STEPS.CloseSolved);
      return Object.entries(rateRows(standing, changing))
        .filter(([, row]) => row['cases'] === 1)
        .map(([key]) => key);
    };
    expect(rows('2026-11-18T12:00:00', '2026-12-20T12:00:00')).toEqual(['2026-11 ROADS']);
    expect(rows('2026-11-19T12:00:00', '2026-12-20T12:00:00')).toEqual(['2027-01 ROADS']);
  });

  it('[RAT45] is acceptance alone for kinds that are not scored, nothing for withdrawn, dismissed and transferred cases', () => {
    for (const kind of ['consult', 'suggest', 'other'] as const) {
      const one = new CaseScenario({ city, now: at('2026-11-17T10:00:00') })
        .registered({ kind })
        .given(...PATHS.callback, SOLVED, STEPS.CloseSolved);
      expect([kind, rateRows(one.standing, city)]).toEqual([kind, { '2026-11 ROADS': { accepted: 1 } }]);
    }
    for (const end of [Withdraw, Dismiss, STEPS.TransferOut]) {
      const one = scenario().given(STEPS.AcceptCase, end);
      expect([end.type, rateRows(one.standing, city)]).toEqual([end.type, {}]);
      expect(rateRows(one.pass(60 * 24 * 31).given(Archive).standing, city)).toEqual({});
    }
  });

  it('[RAT46] archiving and erasing a closed case change nothing', () => {
    const one = scenario().given(...PATHS.callback, SOLVED, STEPS.CloseSolved);
    const before = rateRows(one.standing, city);
    expect(rateRows(one.pass(60 * 24 * 31).given(Archive).standing, city)).toEqual(before);
    expect(rateRows(one.given(STEPS.EraseCase).standing, city)).toEqual(before);
  });

  it('[RAT47] a direct answer counts as accepted and answered and is never scored, from a draft as well', () => {
    const counts = { accepted: 1, answered: 1 };
    const accepted = scenario().given(STEPS.AcceptCase, STEPS.AnswerDirectly);
    expect(rateRows(accepted.standing, city)).toEqual({ '2026-11 unassigned': counts });
    const draft = scenario().given(STEPS.AnswerDirectly);
    expect(rateRows(draft.standing, city)).toEqual({ '2026-11 unassigned': counts });
  });

  it('[RAT47] so does that of a consultation, which is what hotlines answer', () => {
    const one = new CaseScenario({ city, now: at('2026-11-17T10:00:00') }).registered({ kind: 'consult' });
    one.given(STEPS.AcceptCase, STEPS.AnswerDirectly);
    expect(rateRows(one.standing, city)).toEqual({ '2026-11 unassigned': { accepted: 1, answered: 1 } });
    for (const end of [Withdraw, Dismiss, STEPS.TransferOut]) {
      const gone = new CaseScenario({ city }).registered({ kind: 'consult' }).given(STEPS.AcceptCase, end);
      expect([end.type, rateRows(gone.standing, city)]).toEqual([end.type, {}]);
    }
  });

  it('[RAT48] praise counts for the unit it names and for nothing else', () => {
    const one = new CaseScenario({ city, now: at('2026-11-17T10:00:00') }).registered({ kind: 'praise' });
    one.given({ type: 'RecordPraise', payload: { unitCode: 'ROADS' } });
    expect(rateRows(one.standing, city)).toEqual({ '2026-11 ROADS': { praised: 1 } });
  });

  it.each(['complaint', 'other', 'consult'] as const)(
    '[RAT51] a %s that came in without a citizen’s call counts, and is closed once it is',
    (kind) => {
      const one = new CaseScenario({ city, now: at('2026-11-18T12:00:00') }).registered({
        kind,
        channel: 'grid',
      });
      const row = () => rateRows(one.standing, city)['2026-11 ROADS'];
      expect(rateRows(one.standing, city)).toEqual({ '2026-11 unassigned': { proactive: 1 } });
      one.now = at('2026-11-20T12:00:00');
      one.given(...PATHS.callback);
      expect(row()).toMatchObject({ proactive: 1 });
      expect(row()).not.toHaveProperty('proactiveClosed');
      one.given(SOLVED, STEPS.CloseSolved);
      expect(row()).toMatchObject({ proactive: 1, proactiveClosed: 1 });
      one.pass(60 * 24 * 31).given(Archive);
      expect(row()).toMatchObject({ proactive: 1, proactiveClosed: 1 });
    },
  );

  it('[RAT51] other channels, praise, and what was withdrawn or dismissed do not count there', () => {
    const patrol = { channel: 'patrol' };
    const of = (...steps: readonly Step[]) =>
      rateRows(scenario({ of: patrol }).given(...steps).standing, city)['2026-11 unassigned'];
    expect(of(STEPS.AcceptCase)).toMatchObject({ proactive: 1 });
    for (const end of [Withdraw, Dismiss, STEPS.TransferOut])
      expect([end.type, of(end)]).toEqual([end.type, undefined]);
    const called = scenario().given(STEPS.AcceptCase);
    expect(rateRows(called.standing, city)['2026-11 unassigned']).not.toHaveProperty('proactive');
    const praise = scenario({ of: { ...patrol, kind: 'praise' } }).given(STEPS.RecordPraise);
    expect(rateRows(praise.standing, city)).toEqual({ '2026-11 unassigned': { praised: 1 } });
  });

  it('[RAT49] a city without a profile has no rates', () => {
    const { standing } = scenario().given(...PATHS.callback, SOLVED);
    expect(rateRows(standing, ratedCity({}, { pack: { profiles: [] } }))).toEqual({});
  });
});

describe('the edge cases', () => {
  it('[E4] a callback after the period’s end counts in the case’s own period up to the cutoff, and not after it', () => {
    const cutoff = at('2026-11-29T00:00:00.000');
    const answer = { contacted: true, solved: true, satisfaction: 'satisfied' as const };
    expect(told(withCallbacks([{ ...answer, at: cutoff }]))).toMatchObject({ valid: 1, calledBack: 1 });
    const late = told(withCallbacks([{ ...answer, at: cutoff + 1 }]));
    expect(late).not.toHaveProperty('valid');
    expect(late).not.toHaveProperty('calledBack');
  });

  it('[E5] the unit whose feedback passed is the one that is scored', () => {
    const { standing } = scenario().given(...PATHS.callback, SOLVED);
    const elsewhere = { ...standing, hostUnitCode: 'WATER' };
    expect(Object.keys(rateRows(elsewhere, city))).toEqual(['2026-11 ROADS']);
  });

  it('[E7] of a joint case the host alone is scored', () => {
    const { standing } = scenario().given(...PATHS.callback, SOLVED);
    expect(standing.coUnitCodes).toEqual(['WATER']);
    expect(Object.keys(rateRows(standing, city))).toEqual(['2026-11 ROADS']);
  });

  it('[E8] a reworked case is scored by the last valid callback, and the rework rate keeps the first failure', () => {
    const one = scenario().given(...PATHS.callback, UNSOLVED, Rework, ...ROUND, SOLVED, STEPS.CloseSolved);
    expect(told(one.standing)).toMatchObject({ valid: 1, solved: 1, satisfied: 1, reworked: 1, closed: 1 });
    expect(told(one.standing)).not.toHaveProperty('firstFixed');
    const first = ratedCity({ scoreBasis: 'first' });
    expect(told(one.standing, first)).toMatchObject({ valid: 1, contacted: 1, reworked: 1 });
    expect(told(one.standing, first)).not.toHaveProperty('solved');
  });

  it('[E8] a callback after the cutoff takes nothing from the one before it', () => {
    const rows = told(
      withCallbacks([
        { at: at('2026-11-20T10:00:00'), contacted: true, solved: false, satisfaction: 'dissatisfied' },
        { at: at('2026-11-30T10:00:00'), contacted: true, solved: true, satisfaction: 'satisfied' },
      ]),
    );
    expect(rows).toMatchObject({ valid: 1, contacted: 1 });
    expect(rows).not.toHaveProperty('solved');
  });

  it('[E11] late at night the sign clock runs and the contact clock rests', () => {
    const quiet = ratedCity(
      {},
      { policy: { budgets: { ...SAMPLE_BUDGETS, contact: limits({ minutes: 120, basis: 'quiet' }) } } },
    );
    const one = new CaseScenario({ city: quiet, now: at('2026-11-17T23:00:00') }).registered({ level: 'L3' });
    one.given(STEPS.AcceptCase, STEPS.Dispatch);
    one.now = at('2026-11-18T07:59:00');
    one.fire();
    const breached = one.standing.clocks.filter(({ state }) => state === 'breached').map(({ kind }) => kind);
    expect(breached).toEqual(['sign']);
    expect(told(one.standing, quiet)).toMatchObject({ signDue: 1 });
    expect(told(one.standing, quiet)).not.toHaveProperty('signOnTime');
  });

  it('[E12] not contacted but solved is an answer: a miss for the response rate, a hit for the solve rate', () => {
    const rows = told(withCallbacks([{ contacted: false, solved: true, satisfaction: 'satisfied' }]));
    expect(rows).toMatchObject({ valid: 1, solved: 1, satisfied: 1 });
    expect(rows).not.toHaveProperty('contacted');
  });

  it('[E14] without a grade a callback is invalid, or with a split denominator valid and not rated', () => {
    const answers = [{ contacted: true, solved: true }];
    expect(told(withCallbacks(answers))).not.toHaveProperty('valid');
    expect(told(withCallbacks(answers))).toMatchObject({ calledBack: 1 });
    const split = ratedCity({ splitDenominator: true });
    const rows = told(withCallbacks(answers, split), split);
    expect(rows).toMatchObject({ valid: 1, contacted: 1, solved: 1 });
    expect(rows).not.toHaveProperty('rated');
  });

  it.each([
    ['verySatisfied', { satisfied: 1 }],
    ['satisfied', { satisfied: 1 }],
    ['basic', { basic: 1 }],
    ['dissatisfied', {}],
    ['veryDissatisfied', {}],
  ] as const)('[RAT50] the grade %s counts as it should', (satisfaction, counted) => {
    const rows = told(withCallbacks([{ contacted: true, solved: true, satisfaction }])) ?? {};
    const { satisfied, basic } = rows;
    expect({ rated: rows['rated'], ...(satisfied && { satisfied }), ...(basic && { basic }) }).toEqual({
      rated: 1,
      ...counted,
    });
  });

  it('[E22] a case without a unit belongs to nobody until it is dispatched', () => {
    const one = scenario().given(STEPS.AcceptCase);
    expect(one.standing.areaCode).toBe('unknown');
    expect(Object.keys(rateRows(one.standing, city))).toEqual(['2026-11 unassigned']);
    one.given(STEPS.Dispatch);
    expect(Object.keys(rateRows(one.standing, city))).toEqual(['2026-11 ROADS']);
  });
});
