import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packFault } from '../../server/city/packFault.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { isEnded } from '../../shared/domain/case/CaseState.ts';
import { City } from '../../shared/domain/City.ts';
import { cityPackSchema } from '../../shared/domain/cityPack.ts';
import type { CityPack } from '../../shared/domain/cityPack.ts';
import { steps } from '../support/caseHistories.ts';
import { called, CaseScenario, NO_ANSWER, NOT_SOLVED, STEPS } from '../support/caseScenario.ts';
import type { Step } from '../support/caseScenario.ts';
import { SAMPLE_BUDGETS, samplePack } from '../support/sampleCity.ts';
import { SAMPLE_WORK } from '../support/sampleWork.ts';

/** Minutes: no window of a pack below is shorter. */
const QUARTER = 15;

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30'))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);
const window = fc.record({ from: time, to: fc.oneof(time, fc.constant('24:00')) });
const limit = fc.oneof(
  fc.integer({ min: 1, max: 20_000 }),
  fc.record({ minutes: fc.integer({ min: 1, max: 20_000 }), basis: fc.constantFrom('working', 'quiet') }),
  fc.record({ days: fc.integer({ min: 1, max: 90 }), basis: fc.constantFrom('natural', 'working') }),
);
const limits = fc.record({ L1: limit, L2: limit, L3: limit, L4: limit });
const policy = fc.record({
  callback: fc.constantFrom('none', 'required', 'required'),
  defaultLevel: fc.constantFrom('L1', 'L3'),
  budgets: fc.record({
    ...{ sign: limits, contact: limits, handle: limits, review: limits, callback: limits, rework: limits },
    ...{ dispatch: fc.constant(SAMPLE_BUDGETS.dispatch), citizen: limits },
  }),
  workingHours: fc.array(window, { minLength: 1, maxLength: 2 }),
  quietHours: fc.record({ contact: window, callback: window }),
  callbackHours: window,
  dayCounting: fc.constantFrom('exact', 'civil'),
  rollHoliday: fc.boolean(),
  feedbackMinChars: fc.constantFrom(0, 5),
  callbackTries: fc.integer({ min: 1, max: 4 }),
  callbackHalfDays: fc.integer({ min: 1, max: 4 }),
  mostAttempts: fc.integer({ min: 1, max: 3 }),
  closeSolvedWhenDissatisfied: fc.boolean(),
  closeRequiresSolved: fc.boolean(),
});

/** A pack as somebody might write it, taken by the checks of a start: two policies, the second from a day later. */
const accepted: fc.Arbitrary<CityPack> = fc
  .tuple(policy, policy)
  .map(([one, other]) => ({
    ...samplePack({ workCalendar: 'cn' }),
    policies: [
      { id: 'one', from: '2020-01-01', to: '2026-11-22', ...one },
      { id: 'other', from: '2026-11-22', ...other },
    ],
  }))
  .map((written) => cityPackSchema.safeParse(written))
  .filter((parsed) => parsed.success && packFault(parsed.data, 'sample') === undefined)
  .map((parsed) => cityPackSchema.parse(parsed.data));

const IN_VAIN: Step = { type: 'RecordContact', payload: { reached: false, note: '无人接听' } };
const EXPLAINED = [
  { type: 'CloseUnsolved', payload: { reason: 'attemptLimit', explanation: '已说明' } },
  { type: 'CloseUnsolved', payload: { reason: 'unreasonable', explanation: '已说明' } },
] as const;
/** What is tried in each state, by people who want the case to end; taking it back and erasing it are no ways out. */
const OUT: Readonly<Partial<Record<CaseState['state'], readonly Step[]>>> = {
  draft: [STEPS.AcceptCase],
  accepted: [{ type: 'Dispatch', payload: { hostUnitCode: 'ROADS', coUnitCodes: [] } }],
  dispatched: [STEPS.Sign],
  signed: [IN_VAIN],
  handling: [STEPS.SubmitFeedback, IN_VAIN],
  feedback: [STEPS.PassFeedback],
};
/** Requesters who never pick up, who are never content, and who are content but for the grade. */
const REQUESTERS: readonly Step[] = [
  NO_ANSWER,
  NOT_SOLVED,
  called({ contacted: true, solved: true, satisfaction: 'veryDissatisfied' }),
];

function leads(scenario: CaseScenario, requester: Step): boolean {
  for (let passed = 0; passed < 15 * 1_440 && !isEnded(scenario.standing); passed += QUARTER) {
    const { state } = scenario.standing;
    const tried = OUT[state] ?? [STEPS.CloseSolved, ...EXPLAINED, STEPS.Rework, requester];
    if (!tried.some((step) => scenario.when(step).ok)) scenario.pass(QUARTER);
  }
  return isEnded(scenario.standing);
}

it('[CASE293] no state that a case can get into under an accepted pack is without a way to its end', () => {
  const moves = fc.array(fc.tuple(fc.constantFrom(0, 0, 5, 120, 700, 1_440), steps), { maxLength: 15 });
  const usual = fc.constantFrom(
    ...Object.values(OUT).flat(),
    ...REQUESTERS,
    STEPS.Rework,
    STEPS.ReturnFeedback,
  );
  const usually = fc.array(fc.tuple(fc.constantFrom(0, 5, 700), usual), { maxLength: 20 });
  fc.assert(
    fc.property(accepted, fc.constantFrom(...REQUESTERS), moves, usually, (pack, requester, some, more) => {
      const city = new City(pack, SAMPLE_WORK);
      const scenario = new CaseScenario({ city, reacts: true }).registered({ kind: 'complaint' });
      for (const [minutes, step] of [...more, ...some]) {
        scenario.pass(minutes).when(step);
        scenario.fire();
      }
      expect(leads(scenario, requester), scenario.standing.state).toBe(true);
    }),
    { numRuns: 30 },
  );
});

it('[CASE293] who cannot be reached is given up also where a new policy wants more half-days than tries are left', () => {
  const policies = samplePack().policies.map((one) => ({ ...one, callback: 'required' as const }));
  const [first, second] = policies;
  if (first === undefined || second === undefined) throw new Error('the sample pack has two policies');
  const later = { ...second, from: '2026-11-22', callbackHalfDays: 3 };
  const city = new City(samplePack({ policies: [{ ...first, to: '2026-11-22' }, later] }));
  const scenario = new CaseScenario({ city }).registered().given(...TO_CALLBACK, NO_ANSWER);
  scenario.pass(30).given(NO_ANSWER);
  scenario.pass(1_440).given(NO_ANSWER);
  expect(scenario.standing).toMatchObject({ state: 'closed', closeReason: 'unreachable' });
});

const { AcceptCase, Dispatch, Sign, RecordContact, SubmitFeedback, PassFeedback } = STEPS;
const TO_CALLBACK = [AcceptCase, Dispatch, Sign, RecordContact, SubmitFeedback, PassFeedback];
