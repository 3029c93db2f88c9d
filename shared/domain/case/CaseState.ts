import type { Clock } from '../clock/Clock.ts';
import { isOpen, isVerdictOwed } from '../clock/Clock.ts';
import type { CaseId } from '../ids.ts';
import type { CaseStateName, ClockKind, CloseReason, Kind, Level, Mark } from '../vocabulary.ts';
import type { Callback } from './Callback.ts';

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
  /** Whose work the callbacks judge: the host whose feedback passed (C21). */
  readonly scoringUnitCode?: string;
  /** 1 in the first round, one more with each rework (C24). */
  readonly attempt: number;
  /** Of this round: how often the requester was tried, and whether one try succeeded. */
  readonly contactTries: number;
  readonly isContacted: boolean;
  /** Every try to call back, in order, of every round. */
  readonly callbacks: readonly Callback[];
  readonly reportedAt: number;
  /** Until when the source itself has promised it: the source's own clock, none of the policy's. */
  readonly sourceDueAt?: number;
  readonly registeredAt: number;
  readonly acceptedAt?: number;
  readonly dispatchedAt?: number;
  readonly signedAt?: number;
  readonly firstContactAt?: number;
  /** The last feedback, and the last one of the first round. */
  readonly feedbackAt?: number;
  readonly firstFeedbackAt?: number;
  /**
   * Of the first round: milliseconds for which feedbacks that were returned had lain in review. The pauses of its
   * clock do not tell, since a breached clock is paused no more.
   */
  readonly reviewedMs?: number;
  readonly closedAt?: number;
  readonly closeReason?: CloseReason;
  readonly erasedAt?: number;
  readonly clocks: readonly Clock[];
}

const ENDED: ReadonlySet<CaseStateName> = new Set([
  'closed',
  'dismissed',
  'transferred',
  'withdrawn',
  'erased',
  'archived',
]);

/** Whether the case has come to its end. */
export function isEnded(state: CaseState): boolean {
  return ENDED.has(state.state);
}

/**
 * Whether the hub's clock still has to look at the case: it is open, or a verdict on it is owed that was put off while
 * the machine's clock was in doubt (K8). Its row then lies among the open cases, so that a restart forgets no verdict.
 */
export function isStillTimed(state: CaseState): boolean {
  return !isEnded(state) || state.clocks.some(isVerdictOwed);
}

/** Whether it came to its end by being closed (办结), and was not dismissed, transferred or withdrawn. */
export function isClosed(state: CaseState): boolean {
  return isEnded(state) && state.closeReason !== undefined;
}

/** Open and with a clock, of those meant, that is recorded as breached and still not stopped (超期). */
export function isOverdue(state: CaseState, isMeant: (kind: ClockKind) => boolean = () => true): boolean {
  if (isEnded(state)) return false;
  return state.clocks.some((clock) => clock.state === 'breached' && isOpen(clock) && isMeant(clock.kind));
}
