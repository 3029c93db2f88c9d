/**
 * A second opinion: folds the raw log into every number that the screens show, sharing no code with the
 * hub. It knows the events' names and nothing else; where it and the hub disagree, one of them is wrong.
 */
export interface RawEvent {
  readonly seq: number;
  readonly caseId: number;
  readonly at: number;
  readonly type: string;
  readonly data: object;
}

export type Numbers = Record<string, Record<string, Record<string, unknown>>>;

interface Tracked {
  no: string;
  state: string;
  /** Ended by being closed, and not dismissed, transferred or withdrawn. */
  isClosed: boolean;
  at: number;
  endedAt: number | undefined;
  host: string | undefined;
  facts: Readonly<Record<string, unknown>>;
  level: unknown;
  /** Clocks that are breached and that nobody has stopped yet. */
  late: Set<string>;
}

const AFTER: Record<string, string> = {
  CaseAccepted: 'accepted',
  CaseAnswered: 'answered',
  CaseDismissed: 'dismissed',
  CaseTransferred: 'transferred',
  CasePraiseRecorded: 'closed',
  CaseDispatched: 'dispatched',
  CaseSigned: 'signed',
  CaseContactRecorded: 'handling',
  CaseFeedbackSubmitted: 'feedback',
  CaseFeedbackReturned: 'handling',
  CaseFeedbackPassed: 'callback',
  CaseReworked: 'dispatched',
  CaseClosed: 'closed',
  CaseWithdrawn: 'withdrawn',
  CaseErased: 'erased',
  CaseArchived: 'archived',
};
const STOPS: Record<string, readonly string[]> = {
  CaseDispatched: ['dispatch'],
  CaseSigned: ['sign'],
  CaseFeedbackPassed: ['handle', 'rework', 'contact', 'review'],
  CaseFeedbackReturned: ['review'],
  CaseReworked: ['dispatch', 'sign', 'contact', 'handle', 'rework', 'callback'],
};
/** What the host unit owes; dispatching, calling back and the whole are the centre's. */
const UNIT_CLOCKS = ['sign', 'contact', 'handle', 'rework'];
const ENDS = ['closed', 'dismissed', 'transferred', 'withdrawn', 'erased', 'archived'];
const MARKS = ['noPoint', 'outsideCity', 'unknownArea', 'unknownCategory', 'unknownUnit'];

/** `places`: units that are themselves places, so that who has a case says where it is. */
interface FoldedCity {
  readonly timeZone: string;
  readonly prefix: string;
  readonly places?: ReadonlySet<string>;
}

/** Folds events with `seq <= upTo`. The answer is table → key → column → value. */
export function independentFold(events: Iterable<RawEvent>, city: FoldedCity, upTo = Infinity): Numbers {
  const cases = new Map<number, Tracked>();
  for (const event of events) {
    if (event.seq > upTo) break;
    if (event.type === 'CaseRegistered') cases.set(event.caseId, begin(event, city.prefix));
    else advance(cases.get(event.caseId), event);
  }
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: city.timeZone, dateStyle: 'short' });
  const dayOf = (at: number) => day.format(at).replaceAll('-', '');
  const quarterOf = (at: number) => String(at - (at % 900_000));
  const numbers: Numbers = { kpi: {}, units: {}, cells: {}, trend: {}, intake: {} };
  for (const one of cases.values()) {
    count(numbers, one, dayOf, quarterOf);
    (numbers['intake'] ??= {})[one.no] = intakeOf(one, city.places);
  }
  return numbers;
}

function begin(event: RawEvent, prefix: string): Tracked {
  return {
    no: prefix + String(event.caseId),
    state: 'draft',
    isClosed: false,
    at: event.at,
    endedAt: undefined,
    host: undefined,
    facts: { ...event.data },
    level: fact(event, 'level'),
    late: new Set(),
  };
}

function fact({ data }: RawEvent, name: string): unknown {
  return Object.entries(data).find(([key]) => key === name)?.[1];
}

function isAnswered(event: RawEvent): boolean {
  const told = [fact(event, 'contacted'), fact(event, 'solved')];
  return fact(event, 'outcome') === 'answered' && !told.includes(undefined);
}

function advance(one: Tracked | undefined, event: RawEvent): void {
  const { type, at, seq } = event;
  if (one === undefined) throw new Error(`event ${seq} tells of a case that was never registered`);
  if (type === 'CaseClockBreached') one.late.add(String(fact(event, 'clock')));
  for (const stopped of STOPS[type] ?? []) one.late.delete(stopped);
  const isOver = fact(event, 'reached') === true || fact(event, 'gaveUp') === true;
  if (type === 'CaseContactRecorded' && isOver) one.late.delete('contact');
  if (type === 'CaseCallbackRecorded' && isAnswered(event)) one.late.delete('callback');
  if (type === 'CaseAccepted') one.level = fact(event, 'level');
  if (type === 'CaseDispatched') one.host = String(fact(event, 'hostUnitCode'));
  if (type === 'CasePraiseRecorded' && fact(event, 'unitCode') !== undefined)
    one.host = String(fact(event, 'unitCode'));
  // One that has ended stays what it was.
  if (type !== 'CaseErased' || one.endedAt === undefined) one.state = AFTER[type] ?? one.state;
  one.isClosed ||= one.state === 'closed';
  if (ENDS.includes(one.state) && one.endedAt === undefined) one.endedAt = at;
}

function count(
  numbers: Numbers,
  one: Tracked,
  dayOf: (at: number) => string,
  quarterOf: (at: number) => string,
): void {
  const ended = one.endedAt !== undefined;
  const add = (table: string, key: string, column: string, by: number) => {
    const row = ((numbers[table] ??= {})[key] ??= {});
    row[column] = Number(row[column] ?? 0) + by;
  };
  const common = { received: 1, open: ended ? 0 : 1, overdue: !ended && one.late.size > 0 ? 1 : 0 };
  const marks = one.facts['marks'];
  for (const span of ['all', dayOf(one.at)]) {
    for (const [column, by] of Object.entries(common)) add('kpi', span, column, by);
    add('kpi', span, 'waiting', one.state === 'accepted' ? 1 : 0);
    for (const mark of MARKS) add('kpi', span, mark, Array.isArray(marks) && marks.includes(mark) ? 1 : 0);
  }
  const area = String(one.facts['areaCode']);
  for (const [column, by] of Object.entries(common)) {
    add('cells', area, column, by);
    if (one.host !== undefined && column !== 'overdue') add('units', one.host, column, by);
  }
  const isLate = !ended && UNIT_CLOCKS.some((clock) => one.late.has(clock));
  if (one.host !== undefined) add('units', one.host, 'overdue', isLate ? 1 : 0);
  if (one.host !== undefined) add('units', one.host, 'unsigned', one.state === 'dispatched' ? 1 : 0);
  add('trend', quarterOf(one.at), 'received', 1);
  if (one.endedAt !== undefined && one.isClosed) {
    for (const span of ['all', dayOf(one.endedAt)]) add('kpi', span, 'closed', 1);
    add('cells', area, 'closed', 1);
    if (one.host !== undefined) add('units', one.host, 'closed', 1);
    add('trend', quarterOf(one.endedAt), 'closed', 1);
  }
  const category = `${dayOf(one.at)} ${isHidden(one) ? 'withheld' : String(one.facts['categoryCode'])}`;
  for (const [column, by] of Object.entries(common)) add('categories', category, column, by);
  add('categories', category, 'closed', one.isClosed ? 1 : 0);
  add('channels', `${dayOf(one.at)} ${String(one.facts['channel'])}`, 'received', 1);
}

function isHidden({ facts }: Tracked): boolean {
  return facts['confidential'] === true || facts['kind'] === 'report';
}

function intakeOf(one: Tracked, places: ReadonlySet<string> = new Set()): Record<string, unknown> {
  const hidden = isHidden(one);
  return {
    at: one.at,
    channel: one.facts['channel'],
    kind: one.facts['kind'],
    level: one.level,
    category: hidden ? 'withheld' : one.facts['categoryCode'],
    area: hidden ? 'withheld' : one.facts['areaCode'],
    unit: hidden && places.has(one.host ?? '') ? 'withheld' : (one.host ?? null),
    state: one.state,
  };
}
