import type { z } from 'zod';
import type { intakeSchema } from '../../shared/contract/intake.ts';
import type { CaseCommandName } from '../../shared/domain/case/CaseCommand.ts';
import type { Refusal } from '../../shared/domain/refusals.ts';
import type { CaseStateName, ImportedEnd, Kind, Level } from '../../shared/domain/vocabulary.ts';
import type { Result } from '../../shared/lib/Result.ts';

/** An intake as it is sent, before the schema has filled anything in. */
export type IntakeBody = z.input<typeof intakeSchema>;

/** What a feed hears of a case: no more than any program is told of a case that it filed. */
export interface FeedCase {
  readonly caseNo: string;
  readonly state: CaseStateName;
  readonly version: number;
  readonly kind: Kind;
  readonly level: Level | 'unknown';
  readonly categoryCode: string;
  readonly areaCode: string;
  readonly hostUnitCode: string | undefined;
  /** 1 in the first round of work. */
  readonly attempt: number;
  /** Of this round: tries to reach the requester, whether one succeeded, tries to call back, whether one was answered. */
  readonly contactTries: number;
  readonly isContacted: boolean;
  readonly callbackTries: number;
  readonly isAnswered: boolean;
}

export type FeedAnswer = Result<FeedCase, Refusal>;

/** So many bytes one intake may have. */
export const INTAKE_BYTES = 64 * 1024;

/**
 * The only way of a feed to the hub: what any program could do over HTTP, and `end`. An answer means that the outcome
 * is on stable storage. The same intake (source and externalId) sent again gives the same case again. A
 * thrown error says nothing about what happened; asking again is safe.
 */
export interface FeedPort {
  /** Files intakes in order; one answer each, in the same order. */
  submit(intakes: readonly IntakeBody[]): Promise<readonly FeedAnswer[]>;
  command(caseNo: string, name: CaseCommandName, version: number, payload: object): Promise<FeedAnswer>;
  /** Ends a case as its source says that it ended there, whatever state it is in. */
  end(caseNo: string, how: ImportedEnd): Promise<FeedAnswer>;
  read(caseNo: string): Promise<FeedAnswer>;
}

/** Whether the hub said no because the case is not where the feed thought it was. */
export function isConflict(answer: FeedAnswer): boolean {
  return !answer.ok && (answer.refusal.code === 'stale' || answer.refusal.code === 'invalid_state');
}
