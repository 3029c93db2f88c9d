/** Closed lists of the field (domain.md §2.1, §2.2); Chinese terms stand in `docs/glossary.md`. */
export const KINDS = ['consult', 'help', 'complaint', 'report', 'suggest', 'praise', 'other'] as const;
export type Kind = (typeof KINDS)[number];

export const LEVELS = ['L1', 'L2', 'L3', 'L4'] as const;
export type Level = (typeof LEVELS)[number];

export const ROLES = [
  'agent',
  'dispatcher',
  'reviewer',
  'lead',
  'supervisor',
  'caller',
  'handler',
  'unitLeader',
  'streetOfficer',
  'responder',
  'leader',
  'wall',
  'integration',
  'system',
] as const;
export type Role = (typeof ROLES)[number];

/** Who acts: a role, and the identity within it (a key's id, a feed's name, `clock`). Never a person's name. */
export interface Actor {
  readonly role: Role;
  readonly id: string;
}

export const CASE_STATES = [
  'draft',
  'accepted',
  'dispatched',
  'signed',
  'handling',
  'feedback',
  'callback',
  'closed',
  'answered',
  'dismissed',
  'transferred',
  'withdrawn',
  'erased',
  'archived',
] as const;
export type CaseStateName = (typeof CASE_STATES)[number];

/**
 * `handled`: passed where no callback is asked for. `explained`: closed although the requester says it is not solved.
 * `imported`: the source says that it was closed, and nothing of how.
 */
export const CLOSE_REASONS = [
  'direct',
  'praise',
  'handled',
  'solved',
  'unreachable',
  'explained',
  'imported',
] as const;
export type CloseReason = (typeof CLOSE_REASONS)[number];

/** How a source says that a case of its own ended. */
export const IMPORTED_ENDS = ['closed', 'duplicate', 'transferred'] as const;
export type ImportedEnd = (typeof IMPORTED_ENDS)[number];

export const DISMISS_REASONS = ['outOfScope', 'legalChannel', 'illegal', 'secret', 'malicious'] as const;
export const TRANSFER_TARGETS = ['110', '119', '120', '122', 'petition', 'otherCity'] as const;

export const CLOCK_KINDS = [
  'dispatch',
  'sign',
  'contact',
  'handle',
  'review',
  'citizen',
  'callback',
  'rework',
] as const;
export type ClockKind = (typeof CLOCK_KINDS)[number];
/** Clocks that are shown: those of the policy, and the one that the source brought along. */
export const SHOWN_CLOCK_KINDS = [...CLOCK_KINDS, 'source'] as const;

/** Which time a clock counts: all of it, opening hours of working days, or all but the quiet hours. */
export const BASES = ['natural', 'working', 'quiet'] as const;
export type Basis = (typeof BASES)[number];

/** How near a clock is to its end (K5): 正常, 临期, 将超, 超期, 严重超期. */
export const CLOCK_COLOURS = ['green', 'yellow', 'orange', 'red', 'darkRed'] as const;
export type ClockColour = (typeof CLOCK_COLOURS)[number];

/** How a try to call back ended; only `answered` brings answers. */
export const CALLBACK_OUTCOMES = ['answered', 'noAnswer', 'busy', 'wrongNumber', 'refused'] as const;
export type CallbackOutcome = (typeof CALLBACK_OUTCOMES)[number];

/** Why an unsolved case may be closed with an explanation (C25). */
export const UNSOLVED_REASONS = ['attemptLimit', 'unreasonable'] as const;

export const CALLBACK_CHANNELS = ['phone', 'sms', 'ai'] as const;
export type CallbackChannel = (typeof CALLBACK_CHANNELS)[number];

/** What a requester says when asked; profiles say what each counts (domain.md §2.6, glossary 59). */
export const SATISFACTIONS = [
  'verySatisfied',
  'satisfied',
  'basic',
  'dissatisfied',
  'veryDissatisfied',
] as const;
export type Satisfaction = (typeof SATISFACTIONS)[number];

/**
 * What an intake could not tell, or told in words that the pack does not know: accepted, marked, counted. And
 * `solvedUncontacted`, an answer that somebody has to look at: nobody was in touch, and yet the matter is solved (E12).
 * And `pastSourceDue`: closed after the source itself had promised it.
 */
export const MARKS = [
  'noPoint',
  'outsideCity',
  'unknownArea',
  'unknownCategory',
  'unknownUnit',
  'unknownChannel',
  'unknownSource',
  'solvedUncontacted',
  'pastSourceDue',
] as const;
export type Mark = (typeof MARKS)[number];

/** The code that stands for an area, a category, a unit, a channel or a source that is not known. */
export const UNKNOWN = 'unknown';

/** How a data directory's data came to be; bound to it for ever. Anything but `live` is marked everywhere. */
export const MODES = ['live', 'replay', 'simulate'] as const;
export type Mode = (typeof MODES)[number];
