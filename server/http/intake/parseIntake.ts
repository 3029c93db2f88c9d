import { intakeSchema } from '../../../shared/contract/intake.ts';
import type { Intake } from '../../../shared/contract/intake.ts';
import type { RegisterPayload } from '../../../shared/domain/case/CaseCommand.ts';
import { MAX_AHEAD_MS } from '../../../shared/domain/case/decideRegister.ts';
import { invalidFaults } from '../../../shared/domain/refusals.ts';
import type { InputFault, Refusal } from '../../../shared/domain/refusals.ts';
import type { Actor } from '../../../shared/domain/vocabulary.ts';
import type { Result } from '../../../shared/lib/Result.ts';
import { ok, refuse } from '../../../shared/lib/Result.ts';
import { faultsOf } from '../../../shared/contract/faultsOf.ts';
import { toWgs84 } from './toWgs84.ts';

/**
 * The checked intake, or a refusal that names every bad field. A time in the future is judged by the lane; it
 * is named here only beside other faults, so that no caller has to mend the same request twice.
 */
export function parseIntake(body: unknown, now: number): Result<Intake, Refusal> {
  const parsed = intakeSchema.safeParse(body);
  if (parsed.success) return ok(parsed.data);
  const faults = faultsOf(parsed.error.issues, body);
  const isAhead = reportedAtOf(body, faults) > now + MAX_AHEAD_MS;
  const all = isAhead ? [{ field: 'reportedAt', fault: 'in_future' }, ...faults] : faults;
  return refuse(invalidFaults(all));
}

/** The instant of a sound `reportedAt`, or one that is never ahead. */
function reportedAtOf(body: unknown, faults: readonly InputFault[]): number {
  if (typeof body !== 'object' || body === null || !('reportedAt' in body)) return -Infinity;
  if (typeof body.reportedAt !== 'string' || faults.some(({ field }) => field === 'reportedAt'))
    return -Infinity;
  return Date.parse(body.reportedAt);
}

/** An intake as the lane takes it: its place in WGS-84, its time an instant, filed by its caller. */
export function registerPayload(intake: Intake, caller: Actor): RegisterPayload {
  const { location, reportedAt, dueAt } = intake;
  // Written out: gathering the rest of an object costs as much as checking it.
  return {
    filedBy: caller.id,
    source: intake.source,
    externalId: intake.externalId,
    channel: intake.channel,
    kind: intake.kind,
    title: intake.title,
    content: intake.content,
    requester: intake.requester,
    streetCode: intake.streetCode,
    address: intake.address,
    categoryCode: intake.categoryCode,
    hostUnitCode: intake.hostUnitCode,
    level: intake.level,
    confidential: intake.confidential,
    point: location === undefined ? undefined : toWgs84(location, location.crs),
    reportedAt: reportedAt === undefined ? undefined : Date.parse(reportedAt),
    dueAt: dueAt === undefined ? undefined : Date.parse(dueAt),
  };
}
