import type { CaseState } from '../../domain/case/CaseState.ts';
import { isClosed } from '../../domain/case/CaseState.ts';
import type { City } from '../../domain/City.ts';
import { dueAt } from '../../domain/clock/Clock.ts';
import { countedCallback } from '../../domain/rating/countedCallback.ts';
import type { Period } from '../../domain/rating/Period.ts';
import { RATE_COLUMNS } from '../../domain/rating/rateCounts.ts';
import type { RateColumn } from '../../domain/rating/rateCounts.ts';
import type { ClockKind } from '../../domain/vocabulary.ts';
import { rateKey } from '../rates.ts';
import { answeringUnit, isAssessed, isWork, periodOfCase } from './attribution.ts';
import { flag } from './Share.ts';
import type { Share } from './Share.ts';

type Counts = Readonly<Partial<Record<RateColumn, number>>>;
type Add = (at: number | undefined, counts: Counts) => void;

const PLACES: ReadonlyMap<string, number> = new Map(RATE_COLUMNS.map((column, place) => [column, place]));

/**
 * What a case adds to the rates. Each metric has its own period: callbacks and rounds that of the case, dispatching
 * that of the dispatch, deadlines that in which they fall due (domain.md §2.6). So one case may add to several.
 */
export function rateShares(state: CaseState, city: City): readonly Share[] {
  const rows = new Map<string, number[]>();
  const add: Add = (at, counts) => {
    const period = at === undefined ? undefined : city.periods.at(at);
    if (period === undefined) return;
    const row = rows.get(period.label) ?? new Array<number>(RATE_COLUMNS.length).fill(0);
    rows.set(period.label, row);
    for (const [column, count] of Object.entries(counts)) row[PLACES.get(column) ?? 0] = count;
  };
  if (state.closeReason === 'praise') add(state.closedAt, { praised: 1 });
  else if (isWork(state)) addWork(state, city, add);
  const unit = answeringUnit(state);
  return [...rows].map(([label, adds]) => ({ table: 'rates', key: rateKey(label, unit), adds }));
}

function addWork(state: CaseState, city: City, add: Add): void {
  addProactive(state, city, add);
  const isDirect = state.closeReason === 'direct';
  // Of every kind: what the hotline answers itself is mostly consultation, which is not scored (M18). An answer to a
  // draft accepts the case by answering it.
  add(state.acceptedAt ?? (isDirect ? state.closedAt : undefined), { accepted: 1, answered: flag(isDirect) });
  // A direct answer is never scored (C3).
  if (!isDirect && isAssessed(state, city)) addAssessed(state, city, add);
}

/** M23, in the period of registration: nobody called, so nothing else says when it began. */
function addProactive({ channel, registeredAt, closeReason }: CaseState, city: City, add: Add): void {
  const channels = city.periods.at(registeredAt)?.profile.proactiveChannels;
  if (channels?.includes(channel) !== true) return;
  add(registeredAt, { proactive: 1, proactiveClosed: flag(closeReason !== undefined) });
}

function addAssessed(state: CaseState, city: City, add: Add): void {
  const period = periodOfCase(state, city);
  if (period !== undefined) {
    add(period.startAt, roundsOf(state));
    if (state.callbacks.length > 0) add(period.startAt, answersOf(state, period));
  }
  if (state.dispatchedAt === undefined) return;
  add(state.dispatchedAt, dispatchOf(state));
  addDeadline(state, 'sign', (at, onTime) => add(at, { signDue: 1, signOnTime: onTime }));
  addDeadline(state, 'handle', (at, onTime) => add(at, { handleDue: 1, handleOnTime: onTime }));
}

function roundsOf(state: CaseState): Counts {
  return {
    cases: 1,
    feedbacks: flag(state.feedbackAt !== undefined),
    reworked: flag(state.attempt > 1),
    // Nobody knows whether what ended elsewhere was solved in its first round (M17).
    closed: flag(isClosed(state) && state.closeReason !== 'imported'),
    firstFixed: flag(isClosed(state) && state.closeReason === 'solved' && state.attempt === 1),
  };
}

function answersOf({ callbacks }: CaseState, period: Period): Counts {
  const calledBack = flag(callbacks.some(({ at }) => at <= period.cutoffAt));
  const callback = countedCallback(callbacks, period);
  if (callback === undefined) return { calledBack };
  const { contacted, solved, satisfaction } = callback;
  return {
    calledBack,
    valid: 1,
    contacted: flag(contacted),
    solved: flag(solved),
    rated: flag(satisfaction !== undefined),
    satisfied: flag(satisfaction === 'satisfied' || satisfaction === 'verySatisfied'),
    basic: flag(satisfaction === 'basic'),
  };
}

function dispatchOf(state: CaseState): Counts {
  const clock = state.clocks.find(({ kind }) => kind === 'dispatch');
  return {
    dispatched: 1,
    dispatchedOnTime: flag(clock?.state === 'met'),
    dispatchedClosed: flag(isClosed(state)),
  };
}

/** The first round's clock, once it is judged: later rounds are counted by the rework rate (K7). */
function addDeadline(
  { clocks }: CaseState,
  kind: ClockKind,
  add: (at: number, onTime: number) => void,
): void {
  const clock = clocks.find((one) => one.kind === kind);
  if (clock?.state === 'met' || clock?.state === 'breached') add(dueAt(clock), flag(clock.state === 'met'));
}
