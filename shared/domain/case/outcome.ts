import type { Result } from '../../lib/Result.ts';
import { ok, refuse } from '../../lib/Result.ts';
import { refusal } from '../refusals.ts';
import type { Refusal } from '../refusals.ts';
import type { CaseCommandName } from './CaseCommand.ts';
import type { NewCaseEvent } from './CaseEvent.ts';
import type { CaseState } from './CaseState.ts';
import type { Decision } from './Decision.ts';

export type Outcome = Result<Decision, Refusal>;

/**
 * A case takes this many texts from the commands that can be given without end; the others go on, so that no case
 * is left without a way to its end.
 */
const MAX_TEXTS = 500;
const WITHOUT_END: ReadonlySet<CaseCommandName> = new Set(['RecordContact', 'ReturnFeedback']);

/** A decision without a typed text. */
export function happened(...events: readonly NewCaseEvent[]): Outcome {
  return ok({ events, texts: [], erases: false });
}

/** A decision whose typed text, if there is one, is the case's next sealed part. */
export function withNote(
  state: CaseState,
  text: string | undefined,
  of: CaseCommandName,
  events: (part: { readonly textPart?: number }) => readonly NewCaseEvent[],
): Outcome {
  if (state.texts >= MAX_TEXTS && WITHOUT_END.has(of))
    return refuse(refusal('invalid_state', { state: state.state, texts: state.texts }));
  if (text === undefined) return ok({ events: events({}), texts: [], erases: false });
  return ok({
    events: events({ textPart: state.texts + 1 }),
    texts: [{ type: 'note', of, text }],
    erases: false,
  });
}
