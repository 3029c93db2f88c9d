import type { StartedClock, TimedClock } from '../clock/Clock.ts';
import type { CaseId } from '../ids.ts';
import type {
  Actor,
  CallbackChannel,
  CallbackOutcome,
  ClockKind,
  CloseReason,
  DISMISS_REASONS,
  Kind,
  Level,
  Mark,
  Satisfaction,
  TRANSFER_TARGETS,
} from '../vocabulary.ts';

/** Part number of a sealed text in the side store, where the command carried one. */
interface WithText {
  readonly textPart?: number;
}

/** What happened, by type; past tense of the command's noun (domain.md §2.0). No field holds a typed text. */
export interface CaseEventData {
  CaseRegistered: {
    readonly filedBy: string;
    readonly source: string;
    readonly channel: string;
    readonly kind: Kind;
    readonly level: Level | 'unknown';
    readonly categoryCode: string;
    readonly areaCode: string;
    readonly namedUnitCode?: string;
    readonly confidential: boolean;
    readonly marks: readonly Mark[];
    readonly keySlot: number;
    readonly reportedAt: number;
    /** Until when the source itself has promised it, where it said so. */
    readonly sourceDueAt?: number;
    readonly textPart: number;
  };
  CaseAccepted: {
    readonly level: Level;
    readonly policyId: string;
    readonly clocks: readonly StartedClock[];
  };
  CaseAnswered: WithText;
  /** `duplicate` and `unknown` come from a source that says no more. */
  CaseDismissed: { readonly reason: (typeof DISMISS_REASONS)[number] | 'duplicate' } & WithText;
  CaseTransferred: { readonly target: (typeof TRANSFER_TARGETS)[number] | 'unknown' } & WithText;
  CasePraiseRecorded: { readonly unitCode?: string };
  CaseDispatched: {
    readonly hostUnitCode: string;
    readonly coUnitCodes: readonly string[];
    readonly policyId: string;
    readonly clocks: readonly StartedClock[];
  };
  CaseSigned: Record<never, never>;
  /** `gaveUp`: the last try in vain that is asked of a unit, which ends its contact clock. */
  CaseContactRecorded: { readonly reached: boolean; readonly gaveUp?: true } & WithText;
  /** `clocks`: that of the review; an older log has none. */
  CaseFeedbackSubmitted: { readonly clocks?: readonly StartedClock[] } & WithText;
  /** 打回. `resumed` says when the clock that goes on falls due, where a calendar has a say in it. */
  CaseFeedbackReturned: { readonly resumed?: TimedClock } & WithText;
  CaseFeedbackPassed: { readonly clocks: readonly StartedClock[] };
  /** One try to ask the requester; the answers are facts, what they count is for the profile to say. */
  CaseCallbackRecorded: {
    readonly channel: CallbackChannel;
    readonly outcome: CallbackOutcome;
    readonly contacted?: boolean;
    readonly solved?: boolean;
    readonly satisfaction?: Satisfaction;
    /** Of an answer by `ai` that closes the case: when it does, unless a person says otherwise by then (E15). */
    readonly settlesAt?: number;
  } & WithText;
  /** 二次派单: back to the same host, for another round on its own clocks (K7). */
  CaseReworked: { readonly policyId: string; readonly clocks: readonly StartedClock[] } & WithText;
  CaseClosed: { readonly reason: CloseReason } & WithText;
  CaseArchived: Record<never, never>;
  CaseWithdrawn: WithText;
  CaseErased: Record<never, never>;
  /** A verdict: one policy's judgement of facts, recorded once per clock (K9). */
  CaseClockBreached: { readonly clock: ClockKind; readonly breachedAt: number; readonly detectedAt: number };
}

export type CaseEventType = keyof CaseEventData;

/** An event as decided: not yet numbered. */
export type NewCaseEvent = {
  [T in CaseEventType]: { readonly type: T; readonly data: CaseEventData[T] };
}[CaseEventType];

/** An event as recorded. `prev` is the `seq` of the case's previous event, 0 for its first. */
export type CaseEvent = NewCaseEvent & {
  readonly seq: number;
  readonly prev: number;
  readonly caseId: CaseId;
  readonly at: number;
  /** When it happened by the monotonic clock, where it was stamped while the machine's clock was in doubt (K8). */
  readonly estimatedAt?: number;
  readonly actor: Actor;
  /** The case's version after the event. */
  readonly version: number;
};
