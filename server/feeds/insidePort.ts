import { faultsOf } from '../../shared/contract/faultsOf.ts';
import { answerOf } from '../../shared/domain/case/Callback.ts';
import { casePayloads } from '../../shared/domain/case/CaseCommand.ts';
import type { CaseCommandName, CaseOrder } from '../../shared/domain/case/CaseCommand.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { formatCaseNo, parseCaseNo } from '../../shared/domain/ids.ts';
import { refusal } from '../../shared/domain/refusals.ts';
import type { Actor } from '../../shared/domain/vocabulary.ts';
import { ok, refuse } from '../../shared/lib/Result.ts';
import type { CallerKeys } from '../http/intake/CallerKeys.ts';
import { parseIntake, registerPayload } from '../http/intake/parseIntake.ts';
import type { Hub } from '../hub/Hub.ts';
import type { Reply } from '../hub/Submission.ts';
import type { FeedAnswer, FeedCase, FeedPort, IntakeBody } from './FeedPort.ts';

/** What a feed may ask of the hub. */
type FedHub = Pick<Hub, 'submit' | 'caseOf' | 'clock' | 'city'>;

/**
 * The feed's way to the hub inside one process: the checks and the lane of the API, without its bytes. A command
 * is stamped with the hub's time at the call, and what is called first is recorded first.
 */
export function insidePort(hub: FedHub, keys: CallerKeys, caller: Actor): FeedPort {
  const prefix = hub.city.pack.caseNoPrefix;
  const told = (reply: Reply): FeedAnswer => (reply.ok ? ok(feedCase(reply.value.state, prefix)) : reply);
  return {
    submit: (intakes) => Promise.all(intakes.map(async (body) => told(await file(hub, keys, caller, body)))),
    command: async (caseNo, name, version, payload) => {
      const caseId = parseCaseNo(prefix, caseNo);
      if (caseId === undefined) return refuse(refusal('not_found'));
      const parsed = casePayloads[name].safeParse(payload);
      if (!parsed.success)
        return refuse({ code: 'invalid_input', faults: faultsOf(parsed.error.issues, payload) });
      const command = orderOf(name, caseId, parsed.data);
      return told(
        await hub.submit({ actor: caller, priority: 'bulk', keys: [], expectedVersion: version, command }),
      );
    },
    end: async (caseNo, how) => {
      const caseId = parseCaseNo(prefix, caseNo);
      if (caseId === undefined) return refuse(refusal('not_found'));
      // No program may give this command: it leaves out what the workflow asks for.
      const actor = { ...caller, role: 'system' } as const;
      const command = { type: 'RecordImportedEnd', caseId, payload: { how } } as const;
      return told(await hub.submit({ actor, priority: 'bulk', keys: [], command }));
    },
    read: async (caseNo) => {
      const caseId = parseCaseNo(prefix, caseNo);
      const state = caseId === undefined ? undefined : await hub.caseOf(caseId);
      return state?.filedBy === caller.id ? ok(feedCase(state, prefix)) : refuse(refusal('not_found'));
    },
  };
}

async function file(hub: FedHub, keys: CallerKeys, caller: Actor, body: IntakeBody): Promise<Reply> {
  const parsed = parseIntake(body, hub.clock.now());
  if (!parsed.ok) return parsed;
  const intake = parsed.value;
  const key = keys.ofSource(caller, intake.source, intake.externalId, keys.bodyMac(intake));
  return hub.submit({
    actor: caller,
    priority: 'bulk',
    keys: [key],
    command: { type: 'RegisterCase', payload: registerPayload(intake, caller) },
  });
}

/** The payload was parsed by the schema of this very name, which the type of a mapped union cannot say. */
function orderOf(type: CaseCommandName, caseId: number, payload: object): CaseOrder {
  return { type, caseId, payload } as CaseOrder;
}

function feedCase(state: CaseState, prefix: string): FeedCase {
  const { version, kind, level, categoryCode, areaCode, hostUnitCode, attempt, callbacks } = state;
  const { contactTries, isContacted } = state;
  const callbackTries = callbacks.filter(({ round }) => round === attempt).length;
  return {
    caseNo: formatCaseNo(prefix, state.id),
    state: state.state,
    version,
    kind,
    level,
    categoryCode,
    areaCode,
    hostUnitCode,
    attempt,
    contactTries,
    isContacted,
    callbackTries,
    isAnswered: answerOf(callbacks, attempt) !== undefined,
  };
}
