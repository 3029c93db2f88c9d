import type { RawEvent } from './independentFold.ts';

/**
 * A second opinion on the clocks: follows every promise of the raw log, sharing no code with the hub, and says where
 * a breach is missing, doubled, told with another instant than that at which the clock fell due, or out of place.
 */
export interface IndependentClocks {
  /** One sentence for each fault. */
  readonly faults: readonly string[];
  readonly breaches: number;
  /** `[caseNo, rank, dueAt]` of open cases with a broken clock that nobody stopped, in the order of the rank. */
  readonly overdue: readonly (readonly [string, number, number])[];
}

interface Promised {
  readonly kind: string;
  dueAt: number;
  pausedAt?: number;
  isBroken: boolean;
  isOver: boolean;
}

interface Tracked {
  level: string;
  isEnded: boolean;
  readonly clocks: Promised[];
}

type Data = Readonly<Record<string, unknown>>;
interface Started {
  readonly kind: string;
  readonly minutes: number;
  readonly timed?: { readonly dueAt: number };
}

const WORK = ['handle', 'rework'];
const LEVELS = ['L1', 'L2', 'L3', 'L4'];
const ENDS = ['CaseClosed', 'CaseDismissed', 'CaseTransferred', 'CaseWithdrawn', 'CasePraiseRecorded'];
/** The clocks that an event stops, by its type. */
const STOPS: Readonly<Record<string, readonly string[]>> = {
  CaseDispatched: ['dispatch'],
  CaseSigned: ['sign'],
  CaseFeedbackPassed: ['contact', 'review', ...WORK],
  CaseFeedbackReturned: ['review'],
  CaseReworked: ['dispatch', 'sign', 'contact', 'callback', ...WORK],
};

/** Of the events with `seq <= upTo`; a breach that is recorded within `graceMs` of its clock's turn is not missed. */
export function independentClocks(
  events: Iterable<RawEvent>,
  prefix: string,
  { graceMs, upTo = Infinity }: { readonly graceMs: number; readonly upTo?: number },
): IndependentClocks {
  const cases = new Map<number, Tracked>();
  const faults: string[] = [];
  let [breaches, now] = [0, 0];
  for (const event of events) {
    if (event.seq > upTo) break;
    const data: Data = { ...event.data };
    const one = cases.get(event.caseId) ?? { level: '', isEnded: false, clocks: [] };
    cases.set(event.caseId, one);
    now = event.at;
    const fault = event.type === 'CaseClockBreached' ? breach(one, data, now) : follow(one, event, data);
    if (fault !== undefined) faults.push(`${event.seq} ${event.type} of ${event.caseId}: ${fault}`);
    if (event.type === 'CaseClockBreached') breaches++;
  }
  for (const [id, { clocks }] of cases)
    for (const clock of clocks)
      if (isRunning(clock) && clock.dueAt + graceMs < now) faults.push(`${id}: ${clock.kind} was never told`);
  return { faults, breaches, overdue: overdueOf(cases, prefix) };
}

function isRunning({ isOver, isBroken, pausedAt }: Promised): boolean {
  return !isOver && !isBroken && pausedAt === undefined;
}

function breach(one: Tracked, data: Data, at: number): string | undefined {
  const clock = one.clocks.findLast(({ kind }) => kind === data['clock']);
  if (clock === undefined || !isRunning(clock)) return `${String(data['clock'])} does not run`;
  clock.isBroken = true;
  if (data['breachedAt'] !== clock.dueAt) return `due at ${clock.dueAt}, told ${String(data['breachedAt'])}`;
  return at > clock.dueAt ? undefined : 'told before it was due';
}

/** What is done to the clocks; a fault where one had run out before and nobody said so. */
function follow(one: Tracked, { type, at }: RawEvent, data: Data): string | undefined {
  const late: string[] = [];
  for (const clock of one.clocks.filter((clock) => !clock.isOver)) {
    const wasLate = isRunning(clock) && at > clock.dueAt;
    if (stops(type, data, clock.kind)) clock.isOver = true;
    else if (type === 'CaseFeedbackSubmitted' && WORK.includes(clock.kind)) clock.pausedAt ??= at;
    else if (type === 'CaseFeedbackReturned') goOn(clock, at, data);
    else continue;
    if (wasLate) late.push(clock.kind);
  }
  if (type === 'CaseRegistered' || type === 'CaseAccepted') one.level = String(data['level'] ?? one.level);
  if (ENDS.includes(type)) one.isEnded = true;
  for (const { kind, minutes, timed } of (data['clocks'] ?? []) as readonly Started[])
    one.clocks.push({ kind, dueAt: timed?.dueAt ?? at + minutes * 60_000, isBroken: false, isOver: false });
  return late.length === 0 ? undefined : `${late.join(', ')} had run out`;
}

function stops(type: string, data: Data, kind: string): boolean {
  if (ENDS.includes(type) || STOPS[type]?.includes(kind) === true) return true;
  if (type === 'CaseContactRecorded')
    return kind === 'contact' && (data['reached'] === true || data['gaveUp'] === true);
  if (type !== 'CaseCallbackRecorded' || kind !== 'callback') return false;
  return data['outcome'] === 'answered' && 'contacted' in data && 'solved' in data;
}

function goOn(clock: Promised, at: number, data: Data): void {
  if (clock.pausedAt === undefined || clock.isBroken) return;
  const resumed = data['resumed'] as { readonly dueAt: number } | undefined;
  clock.dueAt = resumed?.dueAt ?? clock.dueAt + at - clock.pausedAt;
  delete clock.pausedAt;
}

function overdueOf(cases: ReadonlyMap<number, Tracked>, prefix: string): IndependentClocks['overdue'] {
  const rows: (readonly [string, number, number])[] = [];
  for (const [id, { isEnded, level, clocks }] of cases) {
    const due = Math.min(...clocks.filter((one) => one.isBroken && !one.isOver).map(({ dueAt }) => dueAt));
    if (isEnded || due === Infinity) continue;
    const place = LEVELS.includes(level) ? LEVELS.indexOf(level) : LEVELS.length;
    rows.push([`${prefix}${id}`, (place + 1) * 1e13 + due, due]);
  }
  return rows.sort((a, b) => a[1] - b[1]);
}
