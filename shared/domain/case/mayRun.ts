import type { Role } from '../vocabulary.ts';
import type { CaseCommand } from './CaseCommand.ts';

const SYSTEM: readonly Role[] = ['system'];
const PROGRAMS: readonly Role[] = ['integration', 'system'];

/**
 * Which roles may give which command; whoever is not listed may not (domain.md §2.4). People's roles join
 * their rows when people can log in; until then programs act for the seats and units they stand for.
 */
const MAY: Readonly<Record<CaseCommand['type'], readonly Role[]>> = {
  RegisterCase: PROGRAMS,
  AcceptCase: PROGRAMS,
  AnswerDirectly: PROGRAMS,
  Dismiss: PROGRAMS,
  TransferOut: PROGRAMS,
  RecordPraise: PROGRAMS,
  Dispatch: PROGRAMS,
  Sign: PROGRAMS,
  RecordContact: PROGRAMS,
  SubmitFeedback: PROGRAMS,
  ReturnFeedback: PROGRAMS,
  PassFeedback: PROGRAMS,
  RecordCallback: PROGRAMS,
  CloseSolved: PROGRAMS,
  Rework: PROGRAMS,
  CloseUnsolved: PROGRAMS,
  Archive: PROGRAMS,
  Withdraw: PROGRAMS,
  EraseCase: PROGRAMS,
  FireClocks: SYSTEM,
  RecordImportedEnd: SYSTEM,
};

export function mayRun(command: CaseCommand['type'], role: Role): boolean {
  return MAY[command].includes(role);
}
