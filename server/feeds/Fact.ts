import type { InputFault } from '../../shared/domain/refusals.ts';
import type { ImportedEnd } from '../../shared/domain/vocabulary.ts';
import type { IntakeBody } from './FeedPort.ts';

/** When and how the source says that a case ended. */
export interface Closing {
  readonly at: number;
  readonly how: ImportedEnd;
}

/** What a row tells: a case as it was filed, when, and its end where it has one. */
export interface Fact {
  readonly line: number;
  readonly intake: IntakeBody;
  readonly reportedAt: number;
  readonly closing: Closing | undefined;
}

/** A row set aside: where it stands and what is wrong, never what it says. */
export interface DeadRow {
  readonly line: number;
  readonly faults: readonly InputFault[];
}
