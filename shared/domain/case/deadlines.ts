import type { Clock } from '../clock/Clock.ts';
import { dueAt, isOpen, isVerdictOwed } from '../clock/Clock.ts';
import { nearAt } from '../clock/colour.ts';
import type { ClockKind } from '../vocabulary.ts';
import { LEVELS } from '../vocabulary.ts';
import type { CaseState } from './CaseState.ts';

/** What a case's clocks say of it, in epoch milliseconds; Infinity where no clock says so. */
export interface Deadlines {
  /** The next instant at which any running clock falls due, or one fell due on which a verdict is owed. */
  readonly dueAt: number;
  /** When the next sign, contact or handle clock falls due that is not breached yet (可救). */
  readonly savableAt: number;
  /** Whether that is the contact clock (首联可救). */
  readonly isContact: boolean;
  /** From when on the case is near (临期): its first running clock has turned yellow. */
  readonly nearAt: number;
  /** Where it stands among the overdue, gravest first: the level's number × 10¹³ + when the longest breached clock fell due. */
  readonly rank: number;
}

/** Beyond any instant in milliseconds, and five of it are still a safe integer. */
const A_LEVEL = 1e13;
/** What a unit can still do in time; rework is the handling of a later round. */
const SAVABLE: ReadonlySet<ClockKind> = new Set(['sign', 'contact', 'handle', 'rework']);

/** One pass and no list on the way: this runs for every change of every case. */
export function deadlinesOf({ clocks, level }: CaseState): Deadlines {
  let [next, near, savable, late] = [Infinity, Infinity, Infinity, Infinity];
  let isContact = false;
  for (const clock of clocks) {
    const due = dueAt(clock);
    if (clock.state === 'breached' && isOpen(clock)) late = Math.min(late, due);
    if (isVerdictOwed(clock)) next = Math.min(next, due);
    if (clock.state !== 'running') continue;
    next = Math.min(next, due);
    near = Math.min(near, nearAt(clock));
    if (due >= savable || !SAVABLE.has(clock.kind)) continue;
    savable = due;
    isContact = clock.kind === 'contact';
  }
  return { dueAt: next, savableAt: savable, isContact, nearAt: near, rank: late + placeOf(level) * A_LEVEL };
}

/** The clock that can still be kept and falls due first. */
export function savableClock({ clocks }: CaseState): Clock | undefined {
  return soonest(clocks.filter((clock) => clock.state === 'running' && SAVABLE.has(clock.kind)));
}

/** The clock that has been broken longest and still runs. */
export function overdueClock({ clocks }: CaseState): Clock | undefined {
  return soonest(clocks.filter((clock) => clock.state === 'breached' && isOpen(clock)));
}

function soonest(clocks: readonly Clock[]): Clock | undefined {
  return clocks.reduce<Clock | undefined>(
    (first, clock) => (first === undefined || dueAt(clock) < dueAt(first) ? clock : first),
    undefined,
  );
}

/** A case whose level nobody knows stands after all others. */
function placeOf(level: CaseState['level']): number {
  return 1 + (level === 'unknown' ? LEVELS.length : LEVELS.indexOf(level));
}
