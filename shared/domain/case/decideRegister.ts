import type { Result } from '../../lib/Result.ts';
import { ok } from '../../lib/Result.ts';
import type { Refusal } from '../refusals.ts';
import { invalidInput } from '../refusals.ts';
import { refuse } from '../../lib/Result.ts';
import { UNKNOWN } from '../vocabulary.ts';
import type { Mark } from '../vocabulary.ts';
import type { RegisterCase, RegisterPayload } from './CaseCommand.ts';
import type { NewCaseEvent } from './CaseEvent.ts';
import type { DecideContext, Decision } from './Decision.ts';

/** How far ahead of the hub's clock a source's clock may run. */
export const MAX_AHEAD_MS = 5 * 60_000;

/** C1. What the pack does not know is accepted, marked and kept with the texts as the source wrote it. */
export function decideRegister(command: RegisterCase, context: DecideContext): Result<Decision, Refusal> {
  const intake = command.payload;
  const reportedAt = intake.reportedAt ?? context.now;
  if (reportedAt > context.now + MAX_AHEAD_MS) return refuse(invalidInput('reportedAt', 'in_future'));
  const known = recognise(intake, context);
  const event: NewCaseEvent = {
    type: 'CaseRegistered',
    data: {
      filedBy: intake.filedBy,
      source: known.source,
      channel: known.channel,
      kind: intake.kind,
      level: intake.level ?? 'unknown',
      categoryCode: known.categoryCode,
      areaCode: known.areaCode,
      confidential: intake.confidential ?? false,
      marks: known.marks,
      keySlot: intake.keySlot,
      reportedAt,
      textPart: 1,
      ...(known.namedUnitCode === undefined ? {} : { namedUnitCode: known.namedUnitCode }),
      ...(intake.dueAt === undefined ? {} : { sourceDueAt: intake.dueAt }),
    },
  };
  const { externalId, title, content, requester, address, point } = intake;
  const text = {
    type: 'intake',
    externalId,
    title,
    content,
    requester,
    address,
    point,
    unknownCodes: known.unknownCodes,
  } as const;
  return ok({ events: [event], texts: [text], erases: false });
}

interface Recognised {
  readonly source: string;
  readonly channel: string;
  readonly categoryCode: string;
  readonly areaCode: string;
  readonly namedUnitCode: string | undefined;
  readonly marks: readonly Mark[];
  readonly unknownCodes: Readonly<Record<string, string>> | undefined;
}

function recognise(intake: RegisterPayload, { city, now }: DecideContext): Recognised {
  const marks: Mark[] = [];
  const unknownCodes: Record<string, string> = {};
  const knownOr = (field: string, code: string | undefined, isKnown: boolean, mark: Mark): string => {
    if (code !== undefined && isKnown) return code;
    marks.push(mark);
    if (code !== undefined) unknownCodes[field] = code;
    return UNKNOWN;
  };
  const { point, streetCode, categoryCode, hostUnitCode } = intake;
  if (point === undefined) marks.push('noPoint');
  else if (!city.isInside(point.lng, point.lat)) marks.push('outsideCity');
  const areaCode = knownOr('streetCode', streetCode, city.areas.has(streetCode ?? ''), 'unknownArea');
  const category = knownOr(
    'categoryCode',
    categoryCode,
    city.categories.has(categoryCode ?? ''),
    'unknownCategory',
  );
  // Not to name a unit is usual; to name one that the pack does not know is what gets marked.
  const named =
    hostUnitCode === undefined
      ? undefined
      : knownOr('hostUnitCode', hostUnitCode, city.isActiveUnit(hostUnitCode, now), 'unknownUnit');
  const channelCode = city.channelOf(intake.channel);
  const channel = knownOr(
    'channel',
    channelCode ?? intake.channel,
    channelCode !== undefined,
    'unknownChannel',
  );
  const source = knownOr('source', intake.source, city.isSource(intake.source), 'unknownSource');
  return {
    source,
    channel,
    categoryCode: category,
    areaCode,
    namedUnitCode: named === UNKNOWN ? undefined : named,
    marks,
    unknownCodes: Object.keys(unknownCodes).length === 0 ? undefined : unknownCodes,
  };
}
