import type { Submission } from '../../server/hub/Submission.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import type { City } from '../../shared/domain/City.ts';
import { KINDS, LEVELS } from '../../shared/domain/vocabulary.ts';
import type { SeededRandom } from './seededRandom.ts';

type Command = Submission['command'];
type Order = Exclude<Command, { type: 'RegisterCase' | 'FireClocks' }>;

const ACTOR = { role: 'integration', id: 'fuzz' } as const;

/** A random intake: known and unknown codes, with and without a place, now and then confidential. */
export function randomIntake(random: SeededRandom, city: City, serial: number): Submission {
  const { areas, categories, units } = city.pack;
  const maybe = <T>(probability: number, value: T | undefined): T | undefined =>
    random.chance(probability) ? value : undefined;
  return {
    actor: ACTOR,
    priority: random.chance(0.5) ? 'people' : 'bulk',
    keys: [{ hash: `key-${serial}`, bodyMac: `body-${serial}` }],
    command: {
      type: 'RegisterCase',
      payload: {
        filedBy: 'fuzz',
        source: 'fuzz',
        externalId: `F${serial}`,
        channel: random.pick(['phone', 'web', 'app']),
        kind: random.pick(KINDS),
        title: 'title',
        content: 'content',
        point: maybe(0.8, { lng: random.next() * 360 - 180, lat: random.next() * 180 - 90 }),
        streetCode: maybe(0.9, random.chance(0.1) ? 'nowhere' : random.pick(areas)?.code),
        categoryCode: maybe(0.9, random.chance(0.1) ? '999999' : random.pick(categories)?.code),
        hostUnitCode: maybe(0.6, random.chance(0.1) ? 'nobody' : random.pick(units)?.code),
        level: maybe(0.5, random.pick(LEVELS)),
        confidential: random.chance(0.1),
      },
    },
  };
}

/** A random command on a case, more often one that its state allows than not. */
export function randomOrder(random: SeededRandom, city: City, state: CaseState): Submission {
  return {
    actor: ACTOR,
    priority: 'people',
    keys: [],
    expectedVersion: random.chance(0.1) ? state.version - 1 : state.version,
    command: random.chance(0.8) ? likely(random, city, state) : anything(random, city, state),
  };
}

function likely(random: SeededRandom, city: City, state: CaseState): Order {
  const caseId = state.id;
  if (random.chance(0.03)) return { type: 'EraseCase', caseId, payload: {} };
  if (state.state === 'accepted') return dispatch(random, city, caseId);
  if (state.state === 'dispatched') return { type: 'Sign', caseId, payload: {} };
  if (state.state === 'signed') return contact(random, caseId);
  if (state.state === 'feedback') return review(random, caseId);
  if (state.state === 'callback') return ask(random, state);
  return random.chance(0.4)
    ? contact(random, caseId)
    : { type: 'SubmitFeedback', caseId, payload: { result: 'it has been done as asked' } };
}

function anything(random: SeededRandom, city: City, { id: caseId }: CaseState): Order {
  return random.pick<Order>([
    { type: 'AcceptCase', caseId, payload: {} },
    { type: 'AnswerDirectly', caseId, payload: { answer: 'yes', knowledgeId: 'kb-1' } },
    { type: 'Dismiss', caseId, payload: { reason: 'outOfScope', explanation: 'not ours' } },
    { type: 'TransferOut', caseId, payload: { target: '110' } },
    { type: 'RecordPraise', caseId, payload: {} },
    dispatch(random, city, caseId),
    { type: 'Sign', caseId, payload: {} },
    contact(random, caseId),
    review(random, caseId),
    { type: 'CloseSolved', caseId, payload: {} },
    { type: 'Archive', caseId, payload: {} },
    { type: 'Withdraw', caseId, payload: {} },
  ]);
}

function review(random: SeededRandom, caseId: number): Order {
  if (random.chance(0.8)) return { type: 'PassFeedback', caseId, payload: {} };
  return { type: 'ReturnFeedback', caseId, payload: { reason: 'not enough' } };
}

/** Asks the requester, and draws the consequence once there is an answer. */
function ask(random: SeededRandom, { id: caseId, callbacks, attempt }: CaseState): Order {
  if (callbacks.some(({ round, solved }) => round === attempt && solved !== undefined)) {
    if (random.chance(0.7)) return { type: 'Rework', caseId, payload: { reason: 'do it again' } };
    const payload = { reason: 'unreasonable', explanation: 'explained' } as const;
    return { type: 'CloseUnsolved', caseId, payload };
  }
  if (random.chance(0.3))
    return { type: 'RecordCallback', caseId, payload: { channel: 'phone', outcome: 'noAnswer' } };
  const answers = { contacted: random.chance(0.9), solved: random.chance(0.5) };
  return { type: 'RecordCallback', caseId, payload: { channel: 'phone', outcome: 'answered', ...answers } };
}

function dispatch(random: SeededRandom, city: City, caseId: number): Order {
  const hostUnitCode = random.pick(city.pack.units)?.code ?? '';
  return { type: 'Dispatch', caseId, payload: { hostUnitCode, coUnitCodes: [] } };
}

function contact(random: SeededRandom, caseId: number): Order {
  return { type: 'RecordContact', caseId, payload: { reached: random.chance(0.7), note: 'called' } };
}
