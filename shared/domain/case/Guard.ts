import type { z } from 'zod';
import type { CaseCommandName, casePayloads } from './CaseCommand.ts';
import type { CaseState } from './CaseState.ts';
import type { DecideContext } from './Decision.ts';
import type { Outcome } from './outcome.ts';

export type Payload<N extends CaseCommandName> = z.output<(typeof casePayloads)[N]>;

/** What one command does to a case that is in a state it may be given in, or why it may not. */
export type Guard<N extends CaseCommandName> = (
  state: CaseState,
  payload: Payload<N>,
  context: DecideContext,
) => Outcome;
