import { assert } from '../../lib/assert.ts';
import {
  breachClock,
  cancelClock,
  dueAt,
  pauseClock,
  resumeClock,
  startClock,
  stopClock,
  unpauseClock,
} from '../clock/Clock.ts';
import type { Clock, StartedClock } from '../clock/Clock.ts';
import type { ClockKind, Mark } from '../vocabulary.ts';
import type { CaseEvent, CaseEventType } from './CaseEvent.ts';
import { isAnswered } from './Callback.ts';
import type { Callback } from './Callback.ts';
import type { CaseState } from './CaseState.ts';
import { isEnded } from './CaseState.ts';
import { estimated } from './estimated.ts';
import type { Changes } from './estimated.ts';

type Of<T extends CaseEventType> = Extract<CaseEvent, { type: T }>;
type Evolvers = {
  [T in Exclude<CaseEventType, 'CaseRegistered'>]: (state: CaseState, event: Of<T>) => Changes;
};

/** The state after an event. Knows no policy: what a policy decided stands in the event. */
export function evolve(state: CaseState | undefined, event: CaseEvent): CaseState {
  if (event.type === 'CaseRegistered') return registered(event);
  assert(
    state !== undefined && state.id === event.caseId,
    `${event.type} ${event.seq} has no case to change`,
  );
  assert(
    state.seq === event.prev,
    `event ${event.seq} follows ${event.prev}, the case stands at ${state.seq}`,
  );
  const changes = EVOLVERS[event.type] as (state: CaseState, event: CaseEvent) => Changes;
  return { ...state, ...estimated(state, event, changes), seq: event.seq, version: event.version };
}

/** Field by field: this runs once for every intake, and copying "the rest" of an object is slow. */
function registered({ data, seq, version, caseId, at }: Of<'CaseRegistered'>): CaseState {
  return {
    id: caseId,
    seq,
    version,
    state: 'draft',
    filedBy: data.filedBy,
    source: data.source,
    channel: data.channel,
    kind: data.kind,
    level: data.level,
    categoryCode: data.categoryCode,
    areaCode: data.areaCode,
    confidential: data.confidential,
    marks: data.marks,
    keySlot: data.keySlot,
    texts: data.textPart,
    coUnitCodes: [],
    ...(data.namedUnitCode === undefined ? {} : { namedUnitCode: data.namedUnitCode }),
    attempt: 1,
    contactTries: 0,
    isContacted: false,
    callbacks: [],
    reportedAt: data.reportedAt,
    ...(data.sourceDueAt === undefined ? {} : { sourceDueAt: data.sourceDueAt }),
    registeredAt: at,
    clocks: [],
  };
}

const EVOLVERS: Evolvers = {
  CaseAccepted: (state, { at, data }) => ({
    state: 'accepted',
    level: data.level,
    acceptedAt: at,
    clocks: started(state.clocks, data.clocks, at),
  }),
  // The case is closed by the event that follows it in the same command.
  CaseAnswered: (_state, { data }) => ({ ...textOf(data), state: 'answered' }),
  CaseDismissed: (state, event) => ({ ...ended(state, event), state: 'dismissed' }),
  CaseTransferred: (state, event) => ({ ...ended(state, event), state: 'transferred' }),
  CasePraiseRecorded: (_state, { at, data }) => ({
    state: 'closed',
    closeReason: 'praise',
    closedAt: at,
    ...(data.unitCode === undefined ? {} : { hostUnitCode: data.unitCode }),
  }),
  CaseDispatched: (state, { at, data }) => ({
    state: 'dispatched',
    hostUnitCode: data.hostUnitCode,
    coUnitCodes: data.coUnitCodes,
    dispatchedAt: at,
    clocks: started(
      change(state.clocks, 'dispatch', (clock) => stopClock(clock, at)),
      data.clocks,
      at,
    ),
  }),
  CaseSigned: (state, { at }) => ({
    state: 'signed',
    signedAt: at,
    clocks: change(state.clocks, 'sign', (clock) => stopClock(clock, at)),
  }),
  CaseContactRecorded: (state, { at, data }) => {
    const tried: Changes = { ...textOf(data), state: 'handling', contactTries: state.contactTries + 1 };
    // Whom the unit tried in vain is no longer its to reach: the clock ends without a verdict, unless it had run out.
    if (data.gaveUp === true)
      return { ...tried, clocks: change(state.clocks, 'contact', (clock) => cancelClock(clock, at)) };
    if (!data.reached || state.isContacted) return tried;
    const clocks = change(state.clocks, 'contact', (clock) => stopClock(clock, at));
    return { ...tried, isContacted: true, firstContactAt: state.firstContactAt ?? at, clocks };
  },
  CaseFeedbackSubmitted: (state, { at, data }) => ({
    ...textOf(data),
    state: 'feedback',
    feedbackAt: at,
    ...(state.attempt === 1 ? { firstFeedbackAt: at } : {}),
    clocks: started(
      ofTheWork(state.clocks, (clock) => pauseClock(clock, at)),
      data.clocks ?? [],
      at,
    ),
  }),
  CaseFeedbackReturned: (state, { at, data }) => ({
    ...textOf(data),
    state: 'handling',
    ...(state.attempt === 1 ? { reviewedMs: (state.reviewedMs ?? 0) + at - (state.feedbackAt ?? at) } : {}),
    clocks: ofTheWork(reviewed(state.clocks, at), (clock) => resumeClock(clock, at, data.resumed)),
  }),
  // Met or breached is judged by when the unit submitted, not by when the review ended (C21). In a log of before
  // `gaveUp` the contact clock of a requester who was tried in vain ends here.
  CaseFeedbackPassed: (state, { at, data }) => {
    const judged = ofTheWork(reviewed(state.clocks, at), (clock) => stopClock(clock, state.feedbackAt ?? at));
    const ended = change(judged, 'contact', (clock) => cancelClock(clock, at));
    return {
      state: 'callback',
      ...(state.hostUnitCode === undefined ? {} : { scoringUnitCode: state.hostUnitCode }),
      clocks: started(ended, data.clocks, at),
    };
  },
  CaseCallbackRecorded: (state, { at, data }) => {
    const { textPart: _, ...told } = data;
    const callback = { round: state.attempt, at, ...told };
    const marks = marksAfter(state.marks, callback);
    const tried: Changes = { ...textOf(data), marks, callbacks: [...state.callbacks, callback] };
    if (!isAnswered(callback)) return tried;
    // What the citizen was promised stands still while an answer that ends the case can be overruled, and is judged by it.
    const promise = data.settlesAt === undefined ? unpauseClock : (clock: Clock) => pauseClock(clock, at);
    const clocks = change(state.clocks, 'callback', (clock) => stopClock(clock, at));
    return { ...tried, clocks: change(clocks, 'citizen', promise) };
  },
  // The first round's clock keeps its result; the new round has clocks of its own (K7).
  CaseReworked: (state, { at, data }) => ({
    ...textOf(data),
    state: 'dispatched',
    attempt: state.attempt + 1,
    contactTries: 0,
    isContacted: false,
    clocks: started(
      state.clocks.map((clock) => (clock.kind === 'citizen' ? unpauseClock(clock) : cancelClock(clock, at))),
      data.clocks,
      at,
    ),
  }),
  // What the citizen was promised ends with the case, kept or broken; what units still owed is off.
  CaseClosed: (state, { at, data }) => ({
    ...textOf(data),
    state: 'closed',
    closedAt: at,
    closeReason: data.reason,
    ...(at > (state.sourceDueAt ?? Infinity) ? { marks: [...state.marks, 'pastSourceDue' as const] } : {}),
    clocks:
      data.reason === 'imported'
        ? endedElsewhere(state, at)
        : state.clocks.map((clock) =>
            ENDS_WITH_THE_CASE.has(clock.kind)
              ? stopClock(clock, clock.pausedAt ?? at)
              : cancelClock(clock, at),
          ),
  }),
  CaseArchived: () => ({ state: 'archived' }),
  CaseWithdrawn: (state, event) => ({ ...ended(state, event), state: 'withdrawn' }),
  // An open case ends with it: nobody can work on what nobody can read. What it added to the rates stays.
  CaseErased: (state, { at }) => {
    const erased: Changes = { texts: 0, erasedAt: at };
    if (isEnded(state)) return erased;
    const clocks = state.clocks.map((clock) => cancelClock(clock, at));
    return { ...erased, state: 'erased', closedAt: at, clocks };
  },
  // Told by its due instant: a verdict that was put off may come when the next round has a clock of this kind.
  CaseClockBreached: (state, { data }) => ({
    clocks: change(state.clocks, data.clock, (clock) =>
      dueAt(clock) === data.breachedAt ? breachClock(clock) : clock,
    ),
  }),
};

/** The callback clock is stopped by the third failed try, which closes the case (domain.md §2.5). */
const ENDS_WITH_THE_CASE: ReadonlySet<ClockKind> = new Set(['citizen', 'callback']);

/**
 * The source tells when the case ended, so the work and the promise to the citizen are judged by that. Who signed,
 * was in touch or called back, and when, it does not tell: those clocks end without a verdict unless they ran out.
 */
function endedElsewhere(state: CaseState, at: number): readonly Clock[] {
  const doneAt = state.state === 'feedback' ? (state.feedbackAt ?? at) : at;
  const judged = change(
    ofTheWork(state.clocks, (clock) => stopClock(clock, doneAt)),
    'citizen',
    (clock) => stopClock(clock, at),
  );
  return judged.map((clock) => cancelClock(clock, at));
}

function ended(state: CaseState, event: Of<'CaseDismissed' | 'CaseTransferred' | 'CaseWithdrawn'>): Changes {
  const clocks = state.clocks.map((clock) => cancelClock(clock, event.at));
  return { ...textOf(event.data), closedAt: event.at, clocks };
}

/** Flagged for good, whatever a later call brings: the first answer still has to be looked at. */
function marksAfter(marks: readonly Mark[], callback: Callback): readonly Mark[] {
  const isOdd = isAnswered(callback) && callback.solved && !callback.contacted;
  return isOdd && !marks.includes('solvedUncontacted') ? [...marks, 'solvedUncontacted'] : marks;
}

function textOf(data: { readonly textPart?: number }): Changes {
  return data.textPart === undefined ? {} : { texts: data.textPart };
}

function started(clocks: readonly Clock[], more: readonly StartedClock[], at: number): readonly Clock[] {
  return [...clocks, ...more.map((clock) => startClock(clock, at))];
}

function change(clocks: readonly Clock[], kind: ClockKind, to: (clock: Clock) => Clock): readonly Clock[] {
  return clocks.map((clock) => (clock.kind === kind ? to(clock) : clock));
}

function reviewed(clocks: readonly Clock[], at: number): readonly Clock[] {
  return change(clocks, 'review', (clock) => stopClock(clock, at));
}

/** The clock of the round at work: of the first the handle clock, of later ones the rework clock (I2). */
function ofTheWork(clocks: readonly Clock[], to: (clock: Clock) => Clock): readonly Clock[] {
  return change(change(clocks, 'handle', to), 'rework', to);
}
