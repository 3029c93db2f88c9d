import { z } from 'zod';
import { receiptSchema } from '../../../shared/contract/caseAnswers.ts';
import { intakeSchema } from '../../../shared/contract/intake.ts';
import { problemOf, problemSchema } from '../../../shared/contract/problem.ts';
import type { Refusal } from '../../../shared/domain/refusals.ts';
import { cutFaults, invalidInput, refusal } from '../../../shared/domain/refusals.ts';
import type { Result } from '../../../shared/lib/Result.ts';
import { refuse } from '../../../shared/lib/Result.ts';
import type { ReceiptBody } from '../../../shared/contract/caseAnswers.ts';
import type { Reply } from '../../hub/Submission.ts';
import { decodeBody } from '../intake/decodeBody.ts';
import { NDJSON_TYPE, problemAnswer } from './answers.ts';
import type { ApiRequest, ApiRoute } from './ApiRoute.ts';
import type { Edge } from './Edge.ts';
import { intakeSubmission, receiptOf } from './fileCase.ts';

const NEWLINE = 0x0a;

/** A whole answer names about this many faults; each bad line names one at least. */
const BATCH_FAULTS = 500;

interface Line {
  /** Counted from 1, blank lines included, as an editor shows it. */
  readonly line: number;
  readonly bytes: Buffer;
}

/** `POST /cases/batch`: up to `batchLines` cases as NDJSON, one answer a line in their order. */
export function fileBatch(edge: Edge): ApiRoute {
  return {
    method: 'POST',
    path: '/api/v1/cases/batch',
    audience: 'program',
    summary: 'Files up to 100 cases, one JSON object a line. A bad line fails alone.',
    body: { kind: 'ndjson', schema: intakeSchema, maxBytes: edge.limits.batchBytes },
    answer: {
      status: 200,
      type: NDJSON_TYPE,
      schema: z.union([
        z.strictObject({ line: z.number().int(), ...receiptSchema.shape, status: z.literal(201) }),
        z.strictObject({ line: z.number().int(), ...problemSchema.shape }),
      ]),
      description: 'One answer a line in the order of the lines, blank ones left out.',
    },
    takesIdempotencyKey: true,
    refusals: ['invalid_input', 'too_large'],
    handle: async (request) => {
      const atMost = edge.limits.batchLines;
      const lines = linesOf(request.body, atMost);
      if (lines === undefined) return problemAnswer(invalidInput('', 'wrong_type'));
      if (lines.length > atMost) return problemAnswer(refusal('too_large', { atMost }));
      // All are handed in before any is waited for, so that they can share a commit.
      const replies = await Promise.all(lines.map((line) => fileLine(edge, line, request)));
      const budget = { faults: BATCH_FAULTS };
      const body = replies.map((reply, i) =>
        lineAnswer(lines[i]?.line ?? 0, receiptOf(reply, edge.hub), budget),
      );
      return {
        status: 200,
        type: NDJSON_TYPE,
        body,
        text: body.map((one) => `${JSON.stringify(one)}\n`).join(''),
      };
    },
  };
}

/**
 * The cases that a batch's bytes hold, without looking into them, and one more than `atMost` where there are more:
 * nobody files those, so they are not worth counting.
 */
export function linesOf(body: unknown, atMost: number): readonly Line[] | undefined {
  if (typeof body === 'string') return linesOf(Buffer.from(body), atMost);
  if (!Buffer.isBuffer(body)) return undefined;
  const lines: Line[] = [];
  let start = 0;
  for (let line = 1; start < body.length && lines.length <= atMost; line++) {
    const newline = body.indexOf(NEWLINE, start);
    const end = newline === -1 ? body.length : newline;
    if (!isBlank(body, start, end)) lines.push({ line, bytes: body.subarray(start, end) });
    start = end + 1;
  }
  return lines;
}

function isBlank(body: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = body[i];
    if (byte !== 0x20 && byte !== 0x0d && byte !== 0x09) return false;
  }
  return true;
}

/** No async function: the lane's own promise is handed on, since each further one is work, a hundred a batch. */
function fileLine(edge: Edge, { line, bytes }: Line, { caller, idempotencyKey }: ApiRequest): Promise<Reply> {
  if (bytes.length > edge.limits.caseBytes) return Promise.resolve(refuse(refusal('too_large')));
  const decoded = decodeBody(bytes);
  if (!decoded.ok) return Promise.resolve(decoded);
  const key = idempotencyKey === undefined ? undefined : `${idempotencyKey}#${line}`;
  const call = { body: decoded.value, caller, idempotencyKey: key, priority: 'bulk' } as const;
  const submission = intakeSubmission(edge, call);
  return submission.ok ? edge.hub.submit(submission.value) : Promise.resolve(submission);
}

function lineAnswer(line: number, filed: Result<ReceiptBody, Refusal>, budget: { faults: number }): object {
  if (filed.ok) return { line, status: 201, ...filed.value };
  const told = cutFaults(filed.refusal, Math.max(1, budget.faults));
  budget.faults -= told.faults?.length ?? 0;
  return { line, ...problemOf(told) };
}
