import type { Clock } from '../clock/Clock.ts';
import { dueAt, isOpen } from '../clock/Clock.ts';
import type { CaseId } from '../ids.ts';
import type { CaseStateName, CloseReason, Kind, Level, Mark } from '../vocabulary.ts';

/**
 * Everything the hub knows of one case without knowing a person: no field can hold a name, a phone, a
 * typed text or an exact place. Those lie sealed in the side store under `(id, part)`; see PersonalText.
 */
export interface CaseState {
  readonly id: CaseId;
  /** `seq` of the case's last event: the store's revision, and where its history is read backwards from. */
  readonly seq: number;
  /** Counts people's and programs' commands; a clock that fires leaves it alone. */
  readonly version: number;
  readonly state: CaseStateName;
  /** The identity of the key or feed that filed it; only that identity may read its texts. */
  readonly filedBy: string;
  readonly source: string;
  readonly channel: string;
  readonly kind: Kind;
  readonly level: Level | 'unknown';
  readonly categoryCode: string;
  readonly areaCode: string;
  readonly confidential: boolean;
  readonly marks: readonly Mark[];
  /** The slot of the case's own key in the key file. */
  readonly keySlot: number;
  /** How many sealed texts the case has: parts 1 to `texts`. */
  readonly texts: number;
  readonly hostUnitCode?: string;
  readonly coUnitCodes: readonly string[];
  /** The unit that the source named as responsible and that the pack knows. */
  readonly namedUnitCode?: string;
  readonly attempt: number;
  readonly contactTries: number;
  readonly reportedAt: number;
  readonly registeredAt: number;
  readonly acceptedAt?: number;
  readonly dispatchedAt?: number;
  readonly signedAt?: number;
  readonly firstContactAt?: number;
  readonly feedbackAt?: number;
  readonly closedAt?: number;
  readonly closeReason?: CloseReason;
  readonly erasedAt?: number;
  readonly clocks: readonly Clock[];
}

const ENDED: ReadonlySet<CaseStateName> = new Set(['closed', 'dismissed', 'transferred', 'withdrawn']);

/** Whether the case has come to its end; its state row then lies among the closed ones. */
export function isEnded(state: CaseState): boolean {
  return ENDED.has(state.state);
}

/** Open and with a clock that is breached and still not stopped (超期). */
export function isOverdue(state: CaseState): boolean {
  return !isEnded(state) && state.clocks.some((clock) => clock.state === 'breached' && isOpen(clock));
}

/** The next instant at which a running clock of the case falls due; undefined where none can. */
export function nextDueAt(state: CaseState): number | undefined {
  let next: number | undefined;
  for (const clock of state.clocks) {
    if (clock.state !== 'running') continue;
    const due = dueAt(clock);
    if (next === undefined || due < next) next = due;
  }
  return next;
}
