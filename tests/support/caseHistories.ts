import fc from 'fast-check';
import type { RegisterPayload } from '../../shared/domain/case/CaseCommand.ts';
import {
  CALLBACK_CHANNELS,
  CALLBACK_OUTCOMES,
  DISMISS_REASONS,
  KINDS,
  LEVELS,
  ROLES,
  SATISFACTIONS,
  TRANSFER_TARGETS,
  UNSOLVED_REASONS,
} from '../../shared/domain/vocabulary.ts';
import type { CaseStateName, Role } from '../../shared/domain/vocabulary.ts';
import { CaseScenario, INTAKE, NO_ANSWER, NOT_SOLVED, STEPS } from './caseScenario.ts';
import type { Step } from './caseScenario.ts';
import { callbackCity, limits, SAMPLE_BUDGETS, sampleCity } from './sampleCity.ts';
import { SAMPLE_WORK } from './sampleWork.ts';

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
    { type: 'CloseSolved', payload: {} },
    { type: 'Archive', payload: {} },
    { type: 'EraseCase', payload: {} },
  ),
  typed.map((reason): Step => ({ type: 'ReturnFeedback', payload: { reason } })),
  typed.map((reason): Step => ({ type: 'Rework', payload: { reason } })),
  fc
    .record({ reason: fc.constantFrom(...UNSOLVED_REASONS), explanation: typed })
    .map((payload): Step => ({ type: 'CloseUnsolved', payload })),
  fc
    .record({
      channel: fc.constantFrom(...CALLBACK_CHANNELS),
      outcome: fc.constantFrom(...CALLBACK_OUTCOMES),
      contacted: maybe(fc.boolean()),
      solved: maybe(fc.boolean()),
      satisfaction: maybe(fc.constantFrom(...SATISFACTIONS)),
      note: maybe(typed),
    })
    .map((payload): Step => ({ type: 'RecordCallback', payload })),
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

/** What usually comes next, so that long lives are common too: a case that is reworked once and then closed. */
const NEXT: Readonly<Partial<Record<CaseStateName, Step>>> = {
  accepted: { type: 'Dispatch', payload: { hostUnitCode: 'ROADS', coUnitCodes: [] } },
  dispatched: STEPS.Sign,
  signed: { type: 'RecordContact', payload: { reached: true, note: CANARY } },
  handling: { type: 'SubmitFeedback', payload: { result: CANARY } },
  feedback: STEPS.PassFeedback,
};

/** What now and then comes instead. */
const INSTEAD: Readonly<Partial<Record<CaseStateName, Step>>> = {
  signed: { type: 'RecordContact', payload: { reached: false, note: CANARY } },
  feedback: { type: 'ReturnFeedback', payload: { reason: CANARY } },
  callback: NO_ANSWER,
};

function nextOf({ standing }: CaseScenario): Step {
  if (standing.state !== 'callback') return NEXT[standing.state] ?? STEPS.Archive;
  const isAsked = standing.callbacks.some(({ round }) => round === standing.attempt);
  if (!isAsked) return NOT_SOLVED;
  const payload = { reason: 'attemptLimit', explanation: CANARY } as const;
  return standing.attempt === 1
    ? { type: 'Rework', payload: { reason: CANARY } }
    : { type: 'CloseUnsolved', payload };
}

function stepOf(does: Exclude<Move['does'], 'fire'>, scenario: CaseScenario): Step {
  if (does === 'next') return nextOf(scenario);
  return does === 'instead' ? (INSTEAD[scenario.standing.state] ?? nextOf(scenario)) : does;
}

/** Cities whose clocks count differently, and of which one asks nobody back. */
const CITIES = {
  plain: sampleCity(),
  callback: callbackCity(),
  working: callbackCity(
    {
      budgets: {
        ...SAMPLE_BUDGETS,
        contact: limits({ minutes: 600, basis: 'quiet' }),
        handle: limits({ minutes: 960, basis: 'working' }),
        callback: limits({ minutes: 2_880, basis: 'quiet' }),
        rework: limits({ days: 2, basis: 'working' }),
      },
      dayCounting: 'civil',
    },
    SAMPLE_WORK,
  ),
};

/** One thing that happens to a case: time passes, then the hub's clock looks at it or somebody acts. */
interface Move {
  readonly minutes: number;
  readonly does: Step | 'fire' | 'next' | 'instead';
  readonly role: Role;
}

export interface History {
  readonly city: keyof typeof CITIES;
  readonly intake: RegisterPayload;
  readonly moves: readonly Move[];
}

export const histories: fc.Arbitrary<History> = fc.record({
  city: fc.constantFrom('plain', 'callback', 'callback', 'working'),
  intake: intakes,
  moves: fc.array(
    fc.record({
      minutes: fc.oneof(
        { weight: 6, arbitrary: fc.constant(0) },
        fc.constantFrom(1, 9, 10, 11, 240, 1_440, 2_000),
      ),
      does: fc.oneof(
        { weight: 8, arbitrary: fc.constant('next' as const) },
        { weight: 2, arbitrary: fc.constant('instead' as const) },
        { weight: 2, arbitrary: steps },
        fc.constant('fire' as const),
      ),
      role: fc.oneof(
        { weight: 9, arbitrary: fc.constant('integration' as const) },
        fc.constantFrom(...ROLES),
      ),
    }),
    { maxLength: 26, size: 'max' },
  ),
});

/** Lives a history to its end, calling `after` once for the intake and once for each move. */
export function live(
  { city, intake, moves }: History,
  after: (scenario: CaseScenario) => void,
): CaseScenario {
  const scenario = new CaseScenario({ city: CITIES[city], reacts: true }).registered(intake);
  after(scenario);
  for (const { minutes, does, role } of moves) {
    scenario.pass(minutes);
    if (does === 'fire') scenario.fire();
    else scenario.when(stepOf(does, scenario), { role, id: 'somebody' });
    after(scenario);
  }
  return scenario;
}
