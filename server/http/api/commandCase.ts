import { z } from 'zod';
import { receiptSchema } from '../../../shared/contract/caseAnswers.ts';
import { casePayloads } from '../../../shared/domain/case/CaseCommand.ts';
import type { CaseCommandName, CaseOrder } from '../../../shared/domain/case/CaseCommand.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { invalidFaults } from '../../../shared/domain/refusals.ts';
import type { Refusal } from '../../../shared/domain/refusals.ts';
import type { Result } from '../../../shared/lib/Result.ts';
import { ok, refuse } from '../../../shared/lib/Result.ts';
import { faultsOf } from '../../../shared/contract/faultsOf.ts';
import { JSON_TYPE, jsonAnswer, problemAnswer } from './answers.ts';
import type { ApiAnswer, ApiRequest, ApiRoute } from './ApiRoute.ts';
import { receiptBody } from './caseViews.ts';
import type { Edge } from './Edge.ts';
import { idempotencyKeyFault } from './fileCase.ts';
import { ownCase } from './ownCase.ts';

const version = z.number().int().nonnegative();

/** The body of one command: its payload and the version of the case that the caller has seen. */
function bodySchema<N extends CaseCommandName>(name: N) {
  return z.strictObject({ version, ...casePayloads[name].shape });
}

/** `POST /cases/{caseNo}/commands/{Command}`, one entry a command, so that each has its own schema. */
export function commandCase(edge: Edge): readonly ApiRoute[] {
  return Object.keys(casePayloads)
    .filter((name) => isCommand(name))
    .map((name) => ({
      method: 'POST',
      path: `/api/v1/cases/{caseNo}/commands/${name}`,
      audience: 'program',
      summary: `Gives the command ${name} on a case that the caller filed.`,
      body: { kind: 'json', schema: bodySchema(name), maxBytes: edge.limits.caseBytes },
      answer: { status: 200, type: JSON_TYPE, schema: receiptSchema, description: 'Recorded.' },
      takesIdempotencyKey: true,
      refusals: [
        ...(['invalid_input', 'stale', 'invalid_state', 'not_allowed', 'not_found', 'key_reused'] as const),
        ...(['too_large', 'clock_in_doubt', 'storage_full', 'storage_failed', 'shutting_down'] as const),
      ],
      handle: (request) => command(edge, name, request),
    }));
}

function isCommand(name: string): name is CaseCommandName {
  return Object.hasOwn(casePayloads, name);
}

async function command(edge: Edge, name: CaseCommandName, request: ApiRequest): Promise<ApiAnswer> {
  const own = await ownCase(edge.hub, request);
  if (!own.ok) return problemAnswer(own.refusal);
  const order = orderOf(name, own.value.id, request.body);
  if (!order.ok) return problemAnswer(order.refusal);
  const { caller, idempotencyKey } = request;
  const keyFault = idempotencyKeyFault(idempotencyKey);
  if (keyFault !== undefined) return problemAnswer(keyFault);
  const { order: given, expectedVersion } = order.value;
  const { keys, hub } = edge;
  const bodyMac = keys.bodyMac([given, expectedVersion]);
  const reply = await hub.submit({
    actor: caller,
    priority: 'people',
    keys: idempotencyKey === undefined ? [] : [keys.ofHeader(caller, idempotencyKey, bodyMac)],
    expectedVersion,
    command: given,
  });
  if (!reply.ok) return problemAnswer(reply.refusal);
  return jsonAnswer(200, receiptBody(reply.value.state, reply.value.seq, hub));
}

interface Order {
  readonly order: CaseOrder;
  readonly expectedVersion: number;
}

function orderOf(name: CaseCommandName, caseId: CaseId, body: unknown): Result<Order, Refusal> {
  const parsed = bodySchema(name).safeParse(body);
  if (!parsed.success) {
    return refuse(invalidFaults(faultsOf(parsed.error.issues, body)));
  }
  const { version: expectedVersion, ...payload } = parsed.data;
  // The schema was chosen by the name, which the type of a mapped union cannot say.
  return ok({ order: { type: name, caseId, payload } as CaseOrder, expectedVersion });
}
