import { receiptSchema } from '../../../shared/contract/caseAnswers.ts';
import { intakeSchema } from '../../../shared/contract/intake.ts';
import type { Refusal } from '../../../shared/domain/refusals.ts';
import { invalidInput } from '../../../shared/domain/refusals.ts';
import type { Actor } from '../../../shared/domain/vocabulary.ts';
import type { Result } from '../../../shared/lib/Result.ts';
import { ok, refuse } from '../../../shared/lib/Result.ts';
import type { ReceiptBody } from '../../../shared/contract/caseAnswers.ts';
import type { Hub } from '../../hub/Hub.ts';
import type { Reply, Submission } from '../../hub/Submission.ts';
import { parseIntake, registerPayload } from '../intake/parseIntake.ts';
import { JSON_TYPE, jsonAnswer, problemAnswer } from './answers.ts';
import type { ApiRoute } from './ApiRoute.ts';
import { receiptBody } from './caseViews.ts';
import type { Edge } from './Edge.ts';

/** The longest `Idempotency-Key`; it is never stored, only its MAC. */
const MAX_IDEMPOTENCY_KEY = 255;

/** `POST /cases`: one case, answered only after it is on stable storage. */
export function fileCase(edge: Edge): ApiRoute {
  return {
    method: 'POST',
    path: '/api/v1/cases',
    audience: 'program',
    summary: 'Files one case. Answered only after it is on stable storage.',
    body: { kind: 'json', schema: intakeSchema, maxBytes: edge.limits.caseBytes },
    answer: {
      status: 201,
      type: JSON_TYPE,
      schema: receiptSchema,
      description: 'Recorded. The same key or source and externalId has this very answer again.',
    },
    takesIdempotencyKey: true,
    refusals: [
      'invalid_input',
      'key_reused',
      'too_large',
      'day_full',
      'clock_in_doubt',
      'storage_full',
      'storage_failed',
      'shutting_down',
    ],
    handle: async ({ body, caller, idempotencyKey }) => {
      const filed = await submitIntake(edge, { body, caller, idempotencyKey, priority: 'people' });
      return filed.ok ? jsonAnswer(201, filed.value) : problemAnswer(filed.refusal);
    },
  };
}

export interface IntakeCall {
  readonly body: unknown;
  readonly caller: Actor;
  readonly idempotencyKey: string | undefined;
  readonly priority: Submission['priority'];
}

/** Checks one intake and has it recorded. */
async function submitIntake(edge: Edge, call: IntakeCall): Promise<Result<ReceiptBody, Refusal>> {
  const submission = intakeSubmission(edge, call);
  if (!submission.ok) return submission;
  return receiptOf(await edge.hub.submit(submission.value), edge.hub);
}

/** One intake as the lane takes it, or why it does not: the one way by which a case comes in. */
export function intakeSubmission({ hub, keys }: Edge, call: IntakeCall): Result<Submission, Refusal> {
  const { caller, idempotencyKey, priority } = call;
  const parsed = parseIntake(call.body, hub.clock.now());
  if (!parsed.ok) return parsed;
  const keyFault = idempotencyKeyFault(idempotencyKey);
  if (keyFault !== undefined) return refuse(keyFault);
  const intake = parsed.value;
  const bodyMac = keys.bodyMac(intake);
  const bySource = keys.ofSource(caller, intake.source, intake.externalId, bodyMac);
  return ok({
    actor: caller,
    priority,
    keys:
      idempotencyKey === undefined ? [bySource] : [keys.ofHeader(caller, idempotencyKey, bodyMac), bySource],
    command: { type: 'RegisterCase', payload: registerPayload(intake, caller) },
  });
}

export function receiptOf(reply: Reply, hub: Hub): Result<ReceiptBody, Refusal> {
  return reply.ok ? ok(receiptBody(reply.value.state, reply.value.seq, hub)) : reply;
}

export function idempotencyKeyFault(key: string | undefined): Refusal | undefined {
  if (key === undefined || (key.length > 0 && key.length <= MAX_IDEMPOTENCY_KEY)) return undefined;
  return invalidInput('Idempotency-Key', key.length === 0 ? 'too_short' : 'too_long');
}
