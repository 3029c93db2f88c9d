import type {
  CaseOrder,
  FireClocks,
  RecordImportedEnd,
  RegisterPayload,
} from '../../shared/domain/case/CaseCommand.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import type { Refusal } from '../../shared/domain/refusals.ts';
import type { Actor } from '../../shared/domain/vocabulary.ts';
import type { Result } from '../../shared/lib/Result.ts';

/** A caller's key for one submission, already a MAC; `bodyMac` tells the same request from another one. */
export interface SubmissionKey {
  readonly hash: string;
  readonly bodyMac: string;
}

/** One command on its way to the lane. An intake has no id yet: the lane hands out the next one. */
export interface Submission {
  readonly actor: Actor;
  /** People's commands go before bulk ones when both wait. */
  readonly priority: 'people' | 'bulk';
  readonly keys: readonly SubmissionKey[];
  /** The version the caller has seen; another one is refused as `stale`. */
  readonly expectedVersion?: number | undefined;
  readonly command:
    | { readonly type: 'RegisterCase'; readonly payload: RegisterPayload }
    | CaseOrder
    | FireClocks
    | RecordImportedEnd;
}

/** What was recorded, on stable storage: the case after the command, and whether the answer is a repetition. */
export interface Receipt {
  readonly state: CaseState;
  /** `seq` of the last event the command led to. */
  readonly seq: number;
  readonly repeated: boolean;
}

export type Reply = Result<Receipt, Refusal>;
