import type { Clock } from '../clock/Clock.ts';
import { dueAt, isBreachDue, isOpen, isVerdictOwed } from '../clock/Clock.ts';
import { nearAt } from '../clock/colour.ts';
import { isOfUnit } from '../clock/isOfUnit.ts';
import { answerOf } from './Callback.ts';
import type { CaseState } from './CaseState.ts';

/**
 * What a case's clocks say of it at every instant until its next event, in epoch milliseconds; Infinity where no clock
 * says so. A unit's clock that has run out does not hide those behind it, so each kind has an instant of its own.
 */
export interface Deadlines {
  /**
   * The next instant at which any running clock falls due, or one fell due on which a verdict is owed, or an answer by
   * `ai` can be overruled no more.
   */
  readonly dueAt: number;
  /** When the unit's clocks fall due that are not breached yet: sign, contact, and that of the work (handle, rework). */
  readonly signAt: number;
  readonly contactAt: number;
  readonly workAt: number;
  /** From when on the case is near (临期): the first of its clocks that nobody has stopped has turned yellow. */
  readonly nearAt: number;
  /**
   * Where it stands once it is overdue, gravest first: the level's number × 10¹³ + when the first of the clocks that
   * nobody has stopped falls or fell due, whether or not a breach of it is recorded.
   */
  readonly rank: number;
}

/** Beyond any instant in milliseconds, and five of it are still a safe integer. */
const A_LEVEL = 1e13;

/** One pass and no list on the way: this runs for every change of every case. */
export function deadlinesOf(state: CaseState): Deadlines {
  const { clocks, level } = state;
  let [next, near, first] = [settlesAt(state), Infinity, Infinity];
  let [sign, contact, work] = [Infinity, Infinity, Infinity];
  for (const clock of clocks) {
    const { kind } = clock;
    const isRunning = clock.state === 'running';
    if (!isRunning && clock.state !== 'breached') continue;
    const due = dueAt(clock);
    if (isVerdictOwed(clock)) next = Math.min(next, due);
    if (!isOpen(clock)) continue;
    first = Math.min(first, due);
    near = Math.min(near, nearAt(clock));
    if (!isRunning) continue;
    next = Math.min(next, due);
    if (kind === 'sign') sign = Math.min(sign, due);
    else if (kind === 'contact') contact = Math.min(contact, due);
    else if (isOfUnit(kind)) work = Math.min(work, due);
  }
  const rank = first + PLACES[level] * A_LEVEL;
  return { dueAt: next, signAt: sign, contactAt: contact, workAt: work, nearAt: near, rank };
}

/** When the answer that counts closes the case, since nobody can overrule it any more (E15); Infinity where none does. */
export function settlesAt({ state, callbacks, attempt }: CaseState): number {
  if (state !== 'callback') return Infinity;
  return answerOf(callbacks, attempt)?.settlesAt ?? Infinity;
}

/** The instants, each once, at which something of the case fell due that the hub's clock has to look at. */
export function duesOf(state: CaseState, now: number): readonly number[] {
  const dues = state.clocks.filter((clock) => isBreachDue(clock, now)).map((clock) => dueAt(clock));
  const settled = settlesAt(state);
  return [...new Set(settled < now ? [...dues, settled] : dues)];
}

/** When the first of the unit's clocks falls due that can still be kept at an instant; Infinity where none can. */
export function savableAt(sign: number, contact: number, work: number, now: number): number {
  let first = Infinity;
  if (sign >= now) first = sign;
  if (contact >= now && contact < first) first = contact;
  return work >= now && work < first ? work : first;
}

/** When the clock fell due that gives a case this rank; NaN where none does. */
export function lateSince(rank: number): number {
  return rank - Math.floor(rank / A_LEVEL) * A_LEVEL;
}

/** The clock of the unit that can still be kept at an instant and falls due first. */
export function savableClock({ clocks }: CaseState, now: number): Clock | undefined {
  return soonest(
    clocks.filter((clock) => clock.state === 'running' && isOfUnit(clock.kind) && dueAt(clock) >= now),
  );
}

/** The clock that has been past due longest and still asks something of somebody. */
export function overdueClock({ clocks }: CaseState, now: number): Clock | undefined {
  return soonest(clocks.filter((clock) => isPressing(clock) && dueAt(clock) < now));
}

/** Running or breached, and not stopped; a paused clock stands still. */
function isPressing(clock: Clock): boolean {
  return clock.state !== 'paused' && isOpen(clock);
}

function soonest(clocks: readonly Clock[]): Clock | undefined {
  return clocks.reduce<Clock | undefined>(
    (first, clock) => (first === undefined || dueAt(clock) < dueAt(first) ? clock : first),
    undefined,
  );
}

/** A case whose level nobody knows stands after all others. */
const PLACES: Readonly<Record<CaseState['level'], number>> = { L1: 1, L2: 2, L3: 3, L4: 4, unknown: 5 };
