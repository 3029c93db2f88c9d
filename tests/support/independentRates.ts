/**
 * A second opinion on the rates: works them out of the raw log, sharing no code with the hub. Knows one definition
 * (the rated city's, or what a test says otherwise: acceptance attributes, grid and patrol find matters before anybody calls, the last valid callback counts, periods from the 19th, ten days for
 * callbacks), natural time only, and the budgets it is given. Where it and the hub disagree, one of them is wrong.
 */
export interface RawEvent {
  readonly seq: number;
  readonly caseId: number;
  readonly at: number;
  readonly type: string;
  readonly data: object;
}

export type Rates = Record<string, Record<string, number>>;

interface Answer {
  readonly at: number;
  readonly said: Readonly<Record<string, unknown>>;
}

interface Told {
  readonly type: string;
  readonly at: number;
  readonly data: Readonly<Record<string, unknown>>;
}

const DAY = 86_400_000;
const SHANGHAI = 8 * 3_600_000;
/** What a definition may say otherwise than the rated city's. */
export interface Definition {
  readonly scored: readonly string[];
  readonly proactive: readonly string[];
  readonly startDay: number;
  readonly cutoffDays: number;
}

const RATED_CITY: Definition = {
  scored: ['help', 'complaint', 'report'],
  proactive: ['grid', 'patrol'],
  startDay: 19,
  cutoffDays: 10,
};

/** `YYYY-MM` of the period that holds an instant, and until when its callbacks count. */
function periodOf(
  at: number,
  { startDay, cutoffDays }: Definition,
): { readonly label: string; readonly cutoff: number } {
  const local = new Date(at + SHANGHAI);
  const month = local.getUTCMonth() + (startDay > 1 && local.getUTCDate() >= startDay ? 1 : 0);
  const end = Date.UTC(local.getUTCFullYear(), startDay > 1 ? month : month + 1, startDay) - SHANGHAI;
  const named = new Date(Date.UTC(local.getUTCFullYear(), month, 1));
  return { label: named.toISOString().slice(0, 7), cutoff: end + cutoffDays * DAY };
}

/** Counts by `YYYY-MM unit` and column, of the events with `seq <= upTo`; a zero is not told. */
export function independentRates(
  events: Iterable<RawEvent>,
  upTo = Infinity,
  definition: Definition = RATED_CITY,
): Rates {
  const cases = new Map<number, Told[]>();
  for (const { seq, caseId, at, type, data } of events) {
    if (seq > upTo) break;
    const told = cases.get(caseId) ?? [];
    cases.set(caseId, told);
    told.push({ type, at, data: { ...data } });
  }
  const rates: Rates = {};
  for (const told of cases.values()) countCase(told, rates, definition);
  return rates;
}

function countCase(told: readonly Told[], rates: Rates, definition: Definition): void {
  const first = (type: string) => told.find((event) => event.type === type);
  const many = (type: string) => told.filter((event) => event.type === type);
  const ended = (type: string) => first(type)?.data['reason'];
  const passed = first('CaseFeedbackPassed');
  const unit = String(first('CaseDispatched')?.data['hostUnitCode'] ?? 'unassigned');
  const addAt = (at: number, of: string, counts: Record<string, number>) =>
    addTo(rates, `${periodOf(at, definition).label} ${of}`, counts);
  const add = (at: number, counts: Record<string, number>) => addAt(at, unit, counts);
  const praise = first('CasePraiseRecorded');
  if (praise !== undefined) addAt(praise.at, String(praise.data['unitCode'] ?? 'unassigned'), { praised: 1 });
  const accepted = first('CaseAccepted');
  const isGone = ['CaseWithdrawn', 'CaseDismissed', 'CaseTransferred'].some(
    (type) => first(type) !== undefined,
  );
  const registered = first('CaseRegistered');
  if (registered !== undefined && !isGone && praise === undefined) {
    if (definition.proactive.includes(String(registered.data['channel'])))
      add(registered.at, { proactive: 1, proactiveClosed: first('CaseClosed') === undefined ? 0 : 1 });
  }
  if (accepted === undefined || isGone) return;
  const isScored = definition.scored.includes(String(registered?.data['kind']));
  const isDirect = ended('CaseClosed') === 'direct';
  add(accepted.at, { accepted: 1, answered: isDirect ? 1 : 0 });
  if (isDirect || !isScored) return;
  const closed = first('CaseClosed');
  const rounds = many('CaseReworked').length;
  add(accepted.at, {
    cases: 1,
    feedbacks: first('CaseFeedbackSubmitted') === undefined ? 0 : 1,
    reworked: rounds > 0 ? 1 : 0,
    closed: closed === undefined ? 0 : 1,
    firstFixed: ended('CaseClosed') === 'solved' && rounds === 0 ? 1 : 0,
    ...answersOf(many('CaseCallbackRecorded'), periodOf(accepted.at, definition).cutoff),
  });
  const dispatched = first('CaseDispatched');
  if (dispatched === undefined) return;
  add(dispatched.at, {
    dispatched: 1,
    dispatchedOnTime: breached(told, 'dispatch', dispatched.at) ? 0 : 1,
    dispatchedClosed: closed === undefined ? 0 : 1,
  });
  addDeadlines(told, dispatched, passed, add);
}

function addTo(rates: Rates, key: string, counts: Record<string, number>): void {
  const row = (rates[key] ??= {});
  for (const [name, count] of Object.entries(counts)) if (count > 0) row[name] = (row[name] ?? 0) + count;
}

function answersOf(callbacks: readonly Told[], cutoff: number): Record<string, number> {
  const inTime: readonly Answer[] = callbacks
    .filter(({ at }) => at <= cutoff)
    .map(({ at, data }) => ({ at, said: data }));
  const valid = inTime.filter(
    ({ said }) =>
      said['outcome'] === 'answered' && ['contacted', 'solved', 'satisfaction'].every((name) => name in said),
  );
  const said = valid.at(-1)?.said ?? {};
  return {
    calledBack: inTime.length > 0 ? 1 : 0,
    valid: valid.length > 0 ? 1 : 0,
    contacted: said['contacted'] === true ? 1 : 0,
    solved: said['solved'] === true ? 1 : 0,
    rated: valid.length > 0 ? 1 : 0,
    satisfied: ['satisfied', 'verySatisfied'].includes(String(said['satisfaction'])) ? 1 : 0,
    basic: said['satisfaction'] === 'basic' ? 1 : 0,
  };
}

/** Breaches are recorded before the act that came late, so an act without one before it was on time. */
function breached(told: readonly Told[], clock: string, until: number): boolean {
  return told.some(
    ({ type, at, data }) => type === 'CaseClockBreached' && data['clock'] === clock && at <= until,
  );
}

function addDeadlines(
  told: readonly Told[],
  dispatched: Told,
  passed: Told | undefined,
  add: (at: number, counts: Record<string, number>) => void,
): void {
  const started = dispatched.data['clocks'] as readonly { kind: string; minutes: number }[];
  const dueOf = (kind: string) =>
    dispatched.at + 60_000 * (started.find((clock) => clock.kind === kind)?.minutes ?? 0);
  const signed = told.find(({ type }) => type === 'CaseSigned');
  const isSignLate = breached(told, 'sign', signed?.at ?? Infinity);
  if (signed !== undefined || isSignLate) add(dueOf('sign'), { signDue: 1, signOnTime: isSignLate ? 0 : 1 });
  const isHandleLate = breached(told, 'handle', passed?.at ?? Infinity);
  // Reviews that ended in a return before the deadline moved it on.
  let due = dueOf('handle');
  let pausedAt: number | undefined;
  for (const { type, at } of told) {
    if (type === 'CaseClockBreached' || type === 'CaseFeedbackPassed' || type === 'CaseReworked') {
      if (type !== 'CaseClockBreached' || breached(told, 'handle', at)) break;
    }
    if (type === 'CaseFeedbackSubmitted') pausedAt = at;
    if (type === 'CaseFeedbackReturned' && pausedAt !== undefined) due += at - pausedAt;
  }
  if (passed !== undefined || isHandleLate) add(due, { handleDue: 1, handleOnTime: isHandleLate ? 0 : 1 });
}
