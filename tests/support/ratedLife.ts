import { KEEPER_TICK_MS } from '../../server/hub/ClockKeeper.ts';
import type { Hub } from '../../server/hub/Hub.ts';
import type { Submission } from '../../server/hub/Submission.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { SATISFACTIONS } from '../../shared/domain/vocabulary.ts';
import { must } from '../../shared/lib/assert.ts';
import type { FakeClock } from './FakeClock.ts';
import { accepted, filing, intake, ordering } from './laneHub.ts';
import { SeededRandom } from './seededRandom.ts';

type Order = Exclude<Submission['command'], { type: 'RegisterCase' | 'FireClocks' | 'RecordImportedEnd' }>;

/** A hub of the rated city and the clock that it goes by. */
interface Rig {
  readonly hub: Hub;
  readonly clock: FakeClock;
}

const MINUTE = 60_000;
const UNITS = ['E1', 'E2', 'W1', 'W2', 'ROADS'];

/** Hub time goes on at one stroke, and the clock keeper has a look at what fell due meanwhile. */
export async function timePasses({ clock }: Rig, ms: number): Promise<void> {
  clock.stepWall(ms - KEEPER_TICK_MS);
  await clock.advanceAsync(KEEPER_TICK_MS);
}

/**
 * Weeks in the life of the rated city: cases come and go on, clocks run out, over two ends of a period. Answers
 * where the log stood between groups, which is all that anybody could see of it. `open` are cases that go on.
 */
export async function ratedLife(
  seed: number,
  rig: Rig,
  steps = 240,
  open: CaseState[] = [],
): Promise<readonly number[]> {
  const random = new SeededRandom(seed);
  const seqs: number[] = [0];
  for (let step = 0; step < steps; step++) {
    await timePasses(rig, random.pick([1, 20, 90, 400, 900]) * MINUTE);
    seqs.push(rig.hub.seq);
    if (random.chance(0.15) || open.length === 0) {
      open.push(await newCase(random, rig.hub));
      continue;
    }
    const place = random.below(open.length);
    const state = must(await rig.hub.caseOf(must(open[place], 'no case').id), 'no state');
    const reply = await rig.hub.submit(ordering(ratedOrder(random, state)));
    if (reply.ok) open[place] = reply.value.state;
  }
  return seqs;
}

async function newCase(random: SeededRandom, hub: Hub): Promise<CaseState> {
  const kind = random.pick(['complaint', 'help', 'report', 'consult', 'complaint'] as const);
  const level = random.pick(['L1', 'L3'] as const);
  const channel = random.pick(['phone', 'app', 'grid', 'patrol'] as const);
  return accepted(await hub.submit(filing(intake({ kind, level, channel })))).state;
}

/** What may happen next to a case of the rated city: mostly its ordinary life, callbacks and rework included. */
function ratedOrder(random: SeededRandom, { id: caseId, state, attempt }: CaseState): Order {
  if (random.chance(0.04)) return { type: 'Withdraw', caseId, payload: {} };
  if (state === 'accepted') return ofAccepted(random, caseId);
  if (state === 'dispatched') return { type: 'Sign', caseId, payload: {} };
  if (state === 'signed')
    return { type: 'RecordContact', caseId, payload: { reached: true, note: 'called' } };
  if (state === 'handling') return { type: 'SubmitFeedback', caseId, payload: { result: 'it is done now' } };
  if (state === 'feedback')
    return random.chance(0.2)
      ? { type: 'ReturnFeedback', caseId, payload: { reason: 'a picture, please' } }
      : { type: 'PassFeedback', caseId, payload: {} };
  if (state === 'callback') return callback(random, caseId, attempt);
  return { type: 'Archive', caseId, payload: {} };
}

function ofAccepted(random: SeededRandom, caseId: number): Order {
  if (random.chance(0.1)) return { type: 'AnswerDirectly', caseId, payload: { knowledgeId: 'K1' } };
  const hostUnitCode = random.pick(UNITS) ?? 'E1';
  return { type: 'Dispatch', caseId, payload: { hostUnitCode, coUnitCodes: [] } };
}

function callback(random: SeededRandom, caseId: number, attempt: number): Order {
  if (random.chance(0.3))
    return attempt === 1
      ? { type: 'Rework', caseId, payload: { reason: 'not yet' } }
      : { type: 'CloseUnsolved', caseId, payload: { reason: 'attemptLimit', explanation: 'no more' } };
  const satisfaction = random.chance(0.9) ? random.pick(SATISFACTIONS) : undefined;
  return {
    type: 'RecordCallback',
    caseId,
    payload: {
      channel: 'phone',
      outcome: random.chance(0.8) ? 'answered' : 'noAnswer',
      ...(random.chance(0.9) ? { contacted: random.chance(0.8), solved: random.chance(0.6) } : {}),
      ...(satisfaction === undefined ? {} : { satisfaction }),
    },
  };
}
