import type { Result } from '../../lib/Result.ts';
import { ok, refuse } from '../../lib/Result.ts';
import { dueAt, isBreachDue } from '../clock/Clock.ts';
import type { Refusal } from '../refusals.ts';
import { refusal } from '../refusals.ts';
import type { CaseStateName } from '../vocabulary.ts';
import type { CaseCommand, CaseCommandName } from './CaseCommand.ts';
import type { NewCaseEvent } from './CaseEvent.ts';
import type { CaseState } from './CaseState.ts';
import { isEnded } from './CaseState.ts';
import type { DecideContext, Decision } from './Decision.ts';
import { decideRegister } from './decideRegister.ts';
import { GUARDS } from './guards.ts';
import { importedEnd } from './importedEnd.ts';
import { mayRun } from './mayRun.ts';
import type { Outcome } from './outcome.ts';

/**
 * What a command does to a case, or why it does nothing. Breaches that are due are recorded before
 * the command's own events, so that a late act never hides that it was late.
 */
export function decide(
  state: CaseState | undefined,
  command: CaseCommand,
  context: DecideContext,
): Result<Decision, Refusal> {
  if (!mayRun(command.type, context.actor.role))
    return refuse(refusal('not_allowed', { role: context.actor.role }));
  if (command.type === 'RegisterCase') {
    if (state !== undefined) return refuse(refusal('invalid_state', { state: state.state }));
    return decideRegister(command, context);
  }
  if (state === undefined) return refuse(refusal('not_found'));
  const breaches = breachesDue(state, command, context);
  if (command.type === 'FireClocks') return ok({ events: breaches, texts: [], erases: false });
  if (command.type === 'RecordImportedEnd')
    return withBreaches(breaches, importedEnd(state, command.payload.how));
  if (!FROM[command.type](state)) return refuse(refusal('invalid_state', { state: state.state }));
  const guard = GUARDS[command.type] as (
    state: CaseState,
    payload: unknown,
    context: DecideContext,
  ) => Result<Decision, Refusal>;
  return withBreaches(breaches, guard(state, command.payload, context));
}

function withBreaches(breaches: readonly NewCaseEvent[], own: Outcome): Outcome {
  return own.ok ? ok({ ...own.value, events: [...breaches, ...own.value.events] }) : own;
}

/**
 * The verdicts to be recorded with a command, in the order in which the clocks fell due. While the machine's clock is
 * in doubt they are put off and none is lost: each comes with the case's next command or firing after that (K8, K9).
 */
function breachesDue(
  { clocks }: CaseState,
  command: CaseCommand,
  { now, holdBreaches }: DecideContext,
): readonly NewCaseEvent[] {
  if (holdBreaches) return [];
  const until = command.type === 'FireClocks' ? command.payload.until : now;
  return clocks
    .filter((clock) => isBreachDue(clock, now) && dueAt(clock) <= until)
    .sort((a, b) => dueAt(a) - dueAt(b))
    .map((clock) => ({
      type: 'CaseClockBreached',
      data: { clock: clock.kind, breachedAt: dueAt(clock), detectedAt: now },
    }));
}

const inStates =
  (...names: readonly CaseStateName[]) =>
  (state: CaseState) =>
    names.includes(state.state);

/** From which states each command may be given (domain.md §2.2). */
const FROM: Readonly<Record<CaseCommandName, (state: CaseState) => boolean>> = {
  AcceptCase: inStates('draft'),
  AnswerDirectly: inStates('draft', 'accepted'),
  Dismiss: inStates('draft', 'accepted'),
  TransferOut: inStates('draft', 'accepted'),
  RecordPraise: inStates('draft'),
  Dispatch: inStates('accepted'),
  Sign: inStates('dispatched'),
  RecordContact: inStates('signed', 'handling'),
  SubmitFeedback: inStates('handling'),
  ReturnFeedback: inStates('feedback'),
  PassFeedback: inStates('feedback'),
  RecordCallback: inStates('callback'),
  CloseSolved: inStates('callback'),
  Rework: inStates('callback'),
  CloseUnsolved: inStates('callback'),
  Archive: (state) => isEnded(state) && state.state !== 'archived' && state.erasedAt === undefined,
  Withdraw: inStates('draft', 'accepted', 'dispatched', 'signed', 'handling', 'feedback'),
  EraseCase: (state) => state.erasedAt === undefined,
};
