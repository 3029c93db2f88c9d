import fc from 'fast-check';
import type { RegisterPayload } from '../../shared/domain/case/CaseCommand.ts';
import { DISMISS_REASONS, KINDS, LEVELS, TRANSFER_TARGETS } from '../../shared/domain/vocabulary.ts';
import { CaseScenario, INTAKE } from './caseScenario.ts';
import type { Step } from './caseScenario.ts';

/** Stands in every typed text of a generated history: found anywhere else, it has leaked. */
export const CANARY = '金丝雀canary';

const typed = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => `${CANARY}${text}`);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const unit = fc.constantFrom('ROADS', 'WATER', 'OLD', CANARY);

const intakes: fc.Arbitrary<RegisterPayload> = fc
  .record({
    externalId: typed,
    title: typed,
    content: typed,
    kind: fc.constantFrom(...KINDS),
    requester: maybe(fc.record({ name: maybe(typed), phone: maybe(typed) })),
    point: maybe(fc.record({ lng: fc.constantFrom(116.123456789, 0), lat: fc.constantFrom(40.987654321) })),
    streetCode: maybe(fc.constantFrom('NORTH', 'SOUTH', CANARY)),
    address: maybe(typed),
    categoryCode: maybe(fc.constantFrom('010100', '020200', '030300', CANARY)),
    hostUnitCode: maybe(unit),
    level: maybe(fc.constantFrom(...LEVELS)),
    confidential: maybe(fc.boolean()),
  })
  .map((fields) => ({ ...INTAKE, ...fields }));

/** Any command on a case, sensible or not. */
export const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom<Step>(
    { type: 'AcceptCase', payload: {} },
    { type: 'Sign', payload: {} },
    { type: 'PassFeedback', payload: {} },
    { type: 'EraseCase', payload: {} },
  ),
  typed.map((result): Step => ({ type: 'SubmitFeedback', payload: { result } })),
  fc
    .record({ reached: fc.boolean(), note: typed })
    .map((payload): Step => ({ type: 'RecordContact', payload })),
  fc
    .record({ hostUnitCode: unit, coUnitCodes: fc.array(unit, { maxLength: 2 }) })
    .map((payload): Step => ({ type: 'Dispatch', payload })),
  fc
    .record({ answer: maybe(typed), knowledgeId: maybe(typed) })
    .map((payload): Step => ({ type: 'AnswerDirectly', payload })),
  fc
    .record({ reason: fc.constantFrom(...DISMISS_REASONS), explanation: typed })
    .map((payload): Step => ({ type: 'Dismiss', payload })),
  fc
    .record({ target: fc.constantFrom(...TRANSFER_TARGETS), note: maybe(typed) })
    .map((payload): Step => ({ type: 'TransferOut', payload })),
  maybe(typed).map((reason): Step => ({ type: 'Withdraw', payload: { reason } })),
  maybe(unit).map((unitCode): Step => ({ type: 'RecordPraise', payload: { unitCode } })),
);

/** One thing that happens to a case: time passes, then the hub's clock looks at it or somebody acts. */
export interface Move {
  readonly minutes: number;
  readonly does: Step | 'fire';
}

// The steps of an ordinary life are common, so that long lives are common too.
const ordinary: readonly Step[] = [
  { type: 'Dispatch', payload: { hostUnitCode: 'ROADS', coUnitCodes: [] } },
  { type: 'Sign', payload: {} },
  { type: 'RecordContact', payload: { reached: true, note: CANARY } },
  { type: 'SubmitFeedback', payload: { result: CANARY } },
  { type: 'PassFeedback', payload: {} },
];

export const histories: fc.Arbitrary<{ readonly intake: RegisterPayload; readonly moves: readonly Move[] }> =
  fc.record({
    intake: intakes,
    moves: fc.array(
      fc.record({
        minutes: fc.constantFrom(0, 1, 9, 10, 11, 240, 2_000),
        does: fc.oneof(
          { weight: 4, arbitrary: fc.constantFrom(...ordinary) },
          steps,
          fc.constant('fire' as const),
        ),
      }),
      { maxLength: 14 },
    ),
  });

/** Lives a history to its end, calling `after` once for the intake and once for each move. */
export function live(
  { intake, moves }: { readonly intake: RegisterPayload; readonly moves: readonly Move[] },
  after: (scenario: CaseScenario) => void,
): CaseScenario {
  const scenario = new CaseScenario({ reacts: true }).registered(intake);
  after(scenario);
  for (const { minutes, does } of moves) {
    scenario.pass(minutes);
    if (does === 'fire') scenario.fire();
    else scenario.when(does);
    after(scenario);
  }
  return scenario;
}
