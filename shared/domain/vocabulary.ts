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
] as const;
export type CaseStateName = (typeof CASE_STATES)[number];

export const CLOSE_REASONS = ['direct', 'praise', 'handled'] as const;
export type CloseReason = (typeof CLOSE_REASONS)[number];

export const DISMISS_REASONS = ['outOfScope', 'legalChannel', 'illegal', 'secret', 'malicious'] as const;
export const TRANSFER_TARGETS = ['110', '119', '120', '122', 'petition', 'otherCity'] as const;

export const CLOCK_KINDS = ['dispatch', 'sign', 'contact', 'handle'] as const;
export type ClockKind = (typeof CLOCK_KINDS)[number];

/** What an intake could not tell, or told in words that the pack does not know. Accepted, marked, counted. */
export const MARKS = ['noPoint', 'outsideCity', 'unknownArea', 'unknownCategory', 'unknownUnit'] as const;
export type Mark = (typeof MARKS)[number];

/** The code that stands for an area, a category or a unit that is not known. */
export const UNKNOWN = 'unknown';

/** How a data directory's data came to be; bound to it for ever. Anything but `live` is marked everywhere. */
export const MODES = ['live', 'replay', 'simulate'] as const;
export type Mode = (typeof MODES)[number];
