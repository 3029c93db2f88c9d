import type { CaseEvents, CaseView, ReceiptBody, TypedTexts } from '../../../shared/contract/caseAnswers.ts';
import type { CaseEvent } from '../../../shared/domain/case/CaseEvent.ts';
import type { CaseState } from '../../../shared/domain/case/CaseState.ts';
import type { PersonalText } from '../../../shared/domain/case/PersonalText.ts';
import type { Clock } from '../../../shared/domain/clock/Clock.ts';
import { dueAt } from '../../../shared/domain/clock/Clock.ts';
import { sourceClock } from '../../../shared/domain/clock/sourceClock.ts';
import type { SourceClock } from '../../../shared/domain/clock/sourceClock.ts';
import { colourOf, thresholds } from '../../../shared/domain/clock/colour.ts';
import { formatCaseNo } from '../../../shared/domain/ids.ts';
import type { Hub } from '../../hub/Hub.ts';
import { marked } from './answers.ts';
import type { EventPage } from './eventPage.ts';
import { iso } from './iso.ts';

type ShownClock = Clock | SourceClock;

/** What a filing or a command is answered with. A repeated request has the same answer, byte for byte. */
export function receiptBody(state: CaseState, seq: number, hub: Hub): ReceiptBody {
  const body = {
    caseNo: formatCaseNo(hub.city.pack.caseNoPrefix, state.id),
    seq,
    version: state.version,
    state: state.state,
    clocks: shownClocks(state).map(promiseOf),
  };
  return marked(body, hub.mode);
}

/** The case as it stands, with what was typed when it was filed. */
export function caseView(state: CaseState, texts: readonly PersonalText[], hub: Hub): CaseView {
  const { source, channel, kind, level, categoryCode, areaCode, confidential, attempt, contactTries } = state;
  const filed = texts.find((text) => text.type === 'intake');
  return {
    ...receiptBody(state, state.seq, hub),
    source,
    channel,
    kind,
    level,
    categoryCode,
    areaCode,
    confidential,
    attempt,
    contactTries,
    marks: [...state.marks],
    ...(state.hostUnitCode === undefined ? {} : { hostUnitCode: state.hostUnitCode }),
    ...(state.scoringUnitCode === undefined ? {} : { scoringUnitCode: state.scoringUnitCode }),
    coUnitCodes: [...state.coUnitCodes],
    callbacks: state.callbacks.map(({ at, settlesAt: _, ...told }) => ({ ...told, at: iso(at) })),
    clocks: shownClocks(state).map((clock) => clockView(clock, hub.clock.now())),
    reportedAt: iso(state.reportedAt),
    registeredAt: iso(state.registeredAt),
    ...instants(state, STEPS),
    ...(state.closeReason === undefined ? {} : { closeReason: state.closeReason }),
    ...(filed === undefined ? {} : typedTexts(filed)),
  };
}

/** A page of the case's history. Where its key lies in the key file is nobody's business outside. */
export function caseEvents(state: CaseState, { events, texts, cursor }: EventPage, hub: Hub): CaseEvents {
  const body = {
    caseNo: formatCaseNo(hub.city.pack.caseNoPrefix, state.id),
    events: events.map((event) => eventView(event, texts)),
    ...(cursor === undefined ? {} : { cursor }),
  };
  return marked(body, hub.mode);
}

const STEPS = [
  'acceptedAt',
  'dispatchedAt',
  'signedAt',
  'firstContactAt',
  'feedbackAt',
  'firstFeedbackAt',
  'closedAt',
  'erasedAt',
] as const;

/** Those of the policy, then that of the source. */
function shownClocks(state: CaseState): readonly ShownClock[] {
  const source = sourceClock(state);
  return source === undefined ? state.clocks : [...state.clocks, source];
}

/** Of a receipt, and so without anything that depends on when it is asked for. */
function promiseOf(clock: ShownClock) {
  const { kind, state, startAt, timed } = clock;
  return {
    kind,
    basis: timed?.basis ?? ('natural' as const),
    state,
    startAt: iso(startAt),
    dueAt: iso(dueAt(clock)),
    ...(timed?.provisional === undefined ? {} : { provisional: timed.provisional }),
  };
}

function clockView(clock: ShownClock, now: number): CaseView['clocks'][number] {
  const { nearAt, soonAt, severeAt } = thresholds(clock);
  return {
    ...promiseOf(clock),
    nearAt: iso(nearAt),
    soonAt: iso(soonAt),
    severeAt: iso(severeAt),
    colour: colourOf(clock, now),
    ...instants(clock, ['pausedAt', 'stoppedAt', 'breachedAt']),
  };
}

/** Those of the named instants that there are, as they travel. */
function instants<N extends string>(
  from: Readonly<Partial<Record<N, number | undefined>>>,
  names: readonly N[],
): Partial<Record<N, string>> {
  const found: Partial<Record<N, string>> = {};
  for (const name of names) {
    const at = from[name];
    if (at !== undefined) found[name] = iso(at);
  }
  return found;
}

function eventView(event: CaseEvent, texts: EventPage['texts']): CaseEvents['events'][number] {
  const { seq, prev, type, actor, version } = event;
  const { textPart, keySlot: _, ...data }: Record<string, unknown> = { ...event.data };
  const text = typeof textPart === 'number' ? texts.get(textPart) : undefined;
  return {
    seq,
    prev,
    type,
    version,
    data,
    at: iso(event.at),
    actor: { role: actor.role, id: actor.id },
    ...(text === undefined ? {} : { text: text.type === 'note' ? text.text : typedTexts(text) }),
  };
}

function typedTexts(filed: Extract<PersonalText, { type: 'intake' }>): TypedTexts {
  const { externalId, title, content, requester, address, point, unknownCodes } = filed;
  return {
    externalId,
    title,
    content,
    ...(requester === undefined ? {} : { requester: { ...requester } }),
    ...(address === undefined ? {} : { address }),
    ...(point === undefined ? {} : { location: { lng: point.lng, lat: point.lat, crs: 'wgs84' as const } }),
    ...(unknownCodes === undefined ? {} : { unknownCodes: { ...unknownCodes } }),
  };
}
