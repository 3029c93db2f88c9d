import { z } from 'zod';
import type { CaseId } from '../ids.ts';
import { textOf } from '../textRule.ts';
import {
  CALLBACK_CHANNELS,
  CALLBACK_OUTCOMES,
  DISMISS_REASONS,
  SATISFACTIONS,
  TRANSFER_TARGETS,
  UNSOLVED_REASONS,
} from '../vocabulary.ts';
import type { ImportedEnd, Kind, Level } from '../vocabulary.ts';

const note = textOf(1);
const unitCode = textOf(1, 64);

/**
 * What each command on an existing case carries beside `version`; the schemas that parse the wire.
 * Guards that depend on the case's state stand in `decide`.
 */
export const casePayloads = {
  AcceptCase: z.strictObject({}),
  AnswerDirectly: z.strictObject({ answer: note.optional(), knowledgeId: textOf(1, 64).optional() }),
  Dismiss: z.strictObject({ reason: z.enum(DISMISS_REASONS), explanation: note }),
  TransferOut: z.strictObject({ target: z.enum(TRANSFER_TARGETS), note: note.optional() }),
  RecordPraise: z.strictObject({ unitCode: unitCode.optional() }),
  Dispatch: z.strictObject({ hostUnitCode: unitCode, coUnitCodes: z.array(unitCode).max(20).default([]) }),
  Sign: z.strictObject({}),
  RecordContact: z.strictObject({ reached: z.boolean().default(true), note }),
  SubmitFeedback: z.strictObject({ result: note }),
  ReturnFeedback: z.strictObject({ reason: note }),
  PassFeedback: z.strictObject({}),
  RecordCallback: z.strictObject({
    channel: z.enum(CALLBACK_CHANNELS).default('phone'),
    outcome: z.enum(CALLBACK_OUTCOMES),
    /** What the requester answered, each left out where it was not answered. */
    contacted: z.boolean().optional(),
    solved: z.boolean().optional(),
    satisfaction: z.enum(SATISFACTIONS).optional(),
    note: note.optional(),
  }),
  CloseSolved: z.strictObject({}),
  Rework: z.strictObject({ reason: note }),
  CloseUnsolved: z.strictObject({ reason: z.enum(UNSOLVED_REASONS), explanation: note }),
  Archive: z.strictObject({}),
  Withdraw: z.strictObject({ reason: note.optional() }),
  EraseCase: z.strictObject({}),
} as const;

export type CaseCommandName = keyof typeof casePayloads;

/** A command somebody gives on a case that exists. */
export type CaseOrder = {
  [N in CaseCommandName]: {
    readonly type: N;
    readonly caseId: CaseId;
    readonly payload: z.output<(typeof casePayloads)[N]>;
  };
}[CaseCommandName];

/** The command that brings a case into being. `id` and `keySlot` are handed out by the lane, in order and without gaps. */
export interface RegisterCase {
  readonly type: 'RegisterCase';
  readonly caseId: CaseId;
  readonly payload: RegisterPayload & { readonly keySlot: number };
}

/** An intake, its place already in WGS-84 and its time already an instant. */
export interface RegisterPayload {
  readonly filedBy: string;
  readonly source: string;
  readonly externalId: string;
  readonly channel: string;
  readonly kind: Kind;
  readonly title: string;
  readonly content: string;
  readonly requester?:
    { readonly name?: string | undefined; readonly phone?: string | undefined } | undefined;
  readonly point?: { readonly lng: number; readonly lat: number } | undefined;
  readonly streetCode?: string | undefined;
  readonly address?: string | undefined;
  readonly categoryCode?: string | undefined;
  readonly hostUnitCode?: string | undefined;
  readonly level?: Level | undefined;
  readonly confidential?: boolean | undefined;
  readonly reportedAt?: number | undefined;
  /** Until when the source itself has promised it. */
  readonly dueAt?: number | undefined;
}

/**
 * Given by the hub's clock when a deadline of the case may have passed; checked against the state it finds (K9).
 * Clocks that fell due after `until` (epoch milliseconds) have a turn of their own.
 */
export interface FireClocks {
  readonly type: 'FireClocks';
  readonly caseId: CaseId;
  readonly payload: { readonly until: number };
}

/**
 * Given by a feed alone: the source of the case says that it ended there. What the workflow asks for before an end
 * happened elsewhere or not at all, so none of it is made up. No call of the API leads here.
 */
export interface RecordImportedEnd {
  readonly type: 'RecordImportedEnd';
  readonly caseId: CaseId;
  readonly payload: { readonly how: ImportedEnd };
}

export type CaseCommand = RegisterCase | CaseOrder | FireClocks | RecordImportedEnd;
