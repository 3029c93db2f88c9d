import type { CaseEvent } from './case/CaseEvent.ts';
import type { CountingRules } from './rating/countingRules.ts';
import type { FrozenPeriod } from './rating/FrozenPeriod.ts';
import type { Actor } from './vocabulary.ts';

/** What happened to something other than a case, by type. */
export interface HubEventData {
  /** A period's numbers as they stay for ever. */
  PeriodFrozen: FrozenPeriod;
  /** From here on cases are counted by these rules; those counted before follow in steps. */
  CountingChanged: { readonly rules: CountingRules };
  /**
   * The cases with `after < id ≤ to` are counted by the rules that came into force with event `rules`; none is left
   * where `isLast`.
   */
  CasesRecounted: {
    readonly rules: number;
    readonly after: number;
    readonly to: number;
    readonly isLast: boolean;
  };
}

export type HubEventType = keyof HubEventData;
/** Subjects: of `period` the month as YYYYMM, of `numbers` the only one there is. */
export const HUB_KINDS = ['period', 'numbers'] as const;
export type HubEventKind = (typeof HUB_KINDS)[number];

const KINDS: Readonly<Record<HubEventType, HubEventKind>> = {
  PeriodFrozen: 'period',
  CountingChanged: 'numbers',
  CasesRecounted: 'numbers',
};

/** The subject of everything that happens to the numbers as a whole. */
export const NUMBERS = 1;

/** An event as decided: not yet numbered. */
export type NewHubEvent = {
  [T in HubEventType]: { readonly type: T; readonly subject: number; readonly data: HubEventData[T] };
}[HubEventType];

/** An event as recorded. `prev` is the `seq` of the subject's previous event, 0 for its first. */
export type HubEvent = NewHubEvent & {
  readonly kind: HubEventKind;
  readonly seq: number;
  readonly prev: number;
  readonly at: number;
  readonly actor: Actor;
};

/** Whatever the log holds. */
export type LogEvent = CaseEvent | HubEvent;

export function isCaseEvent(event: LogEvent): event is CaseEvent {
  return 'caseId' in event;
}

export function kindOf(type: HubEventType): HubEventKind {
  return KINDS[type];
}

/** The event where it is one of this type. */
export function asHubEvent<T extends HubEventType>(
  event: LogEvent | undefined,
  type: T,
): Extract<HubEvent, { type: T }> | undefined {
  return event !== undefined && event.type === type ? (event as Extract<HubEvent, { type: T }>) : undefined;
}
