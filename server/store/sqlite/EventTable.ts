import type Database from 'better-sqlite3';
import type { CaseEvent } from '../../../shared/domain/case/CaseEvent.ts';
import type { HubEvent, LogEvent } from '../../../shared/domain/LogEvent.ts';
import { HUB_KINDS, isCaseEvent } from '../../../shared/domain/LogEvent.ts';
import { CorruptStoreError } from '../EventStore.ts';
import type { RowMeter } from './RowMeter.ts';
import { assertCheck, checkOf } from './rowCheck.ts';

type Cells = [
  seq: number,
  kind: string,
  subject: number,
  prev: number,
  at: number,
  type: string,
  v: number,
  body: string,
  crc: number,
];

const CASE = 'case';
const KINDS: ReadonlySet<string> = new Set([CASE, ...HUB_KINDS]);
/** The version in which events are written; an upcaster joins `decode` with the second one. */
const EVENT_VERSION = 1;
const COLUMNS = 'seq, kind, subject, prev, at, type, v, body, crc';

/** The log. What has a column of its own is not repeated in the body. */
export class EventTable {
  readonly #meter: RowMeter;
  readonly #insert: Database.Statement<Cells>;
  readonly #one: Database.Statement<[number], Cells>;
  readonly #after: Database.Statement<[number, number], Cells>;
  readonly #subjects: Database.Statement<[number, number, number], [number]>;
  readonly #count: Database.Statement<[], [number]>;
  readonly #checks: Database.Statement<[number, number], [number, number]>;

  constructor(db: Database.Database, meter: RowMeter) {
    this.#meter = meter;
    this.#insert = db.prepare(`INSERT INTO event (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#count = db.prepare<[], [number]>('SELECT count(*) FROM event').raw();
    this.#checks = db
      .prepare<[number, number], [number, number]>(
        'SELECT seq, crc FROM event WHERE seq > ? AND seq <= ? ORDER BY seq',
      )
      .raw();
    this.#subjects = db
      .prepare<[number, number, number], [number]>(
        `SELECT DISTINCT subject FROM event WHERE seq > ? AND seq <= ? AND subject < ? AND kind = '${CASE}'
         ORDER BY subject`,
      )
      .raw();
    this.#one = db.prepare<[number], Cells>(`SELECT ${COLUMNS} FROM event WHERE seq = ?`).raw();
    this.#after = db
      .prepare<[number, number], Cells>(`SELECT ${COLUMNS} FROM event WHERE seq > ? ORDER BY seq LIMIT ?`)
      .raw();
  }

  /** Gives the row's checksum. */
  insert(event: LogEvent): number {
    const { seq, prev, at, type } = event;
    const [kind, subject] = isCaseEvent(event) ? [CASE, event.caseId] : [event.kind, event.subject];
    const body = JSON.stringify(bodyOf(event));
    const crc = checkOf(`${kind}|${type}|${EVENT_VERSION}|${body}`, seq, subject, prev, at);
    this.#insert.run(seq, kind, subject, prev, at, type, EVENT_VERSION, body, crc);
    return crc;
  }

  /** Numbers and checksums of the events in `(after, to]`, ascending, one by one; the rows are not verified. */
  checks(after: number, to: number): Iterable<readonly [seq: number, check: number]> {
    return this.#checks.iterate(after, to);
  }

  get(seq: number): LogEvent | undefined {
    const row = this.#meter.one(this.#one.get(seq));
    return row === undefined ? undefined : decode(row);
  }

  /** Events with `seq > after`, ascending. */
  after(after: number, limit: number): LogEvent[] {
    return this.#meter.all(this.#after.all(after, limit)).map(decode);
  }

  /** Cases below `below` with an event in `(after, to]`, ascending, not verified. */
  subjects(after: number, to: number, below: number): number[] {
    return this.#meter.all(this.#subjects.all(after, to, below)).map(([subject]) => subject);
  }

  /** How many events there are, whatever their numbers. */
  count(): number {
    return this.#count.get()?.[0] ?? 0;
  }

  /** A case's events, oldest first, read backwards from its last; throws where the chain is broken. */
  chain(caseId: number, last: number): CaseEvent[] {
    const chain: CaseEvent[] = [];
    for (let seq = last; seq > 0;) {
      const event = this.get(seq);
      if (event === undefined || !isCaseEvent(event) || event.caseId !== caseId || event.prev >= seq) {
        throw new CorruptStoreError(`The history of case ${caseId} is broken at event ${seq}.`);
      }
      chain.push(event);
      seq = event.prev;
    }
    return chain.reverse();
  }
}

function decode([seq, kind, subject, prev, at, type, v, body, crc]: Cells): LogEvent {
  assertCheck(crc, checkOf(`${kind}|${type}|${v}|${body}`, seq, subject, prev, at), 'event', seq);
  if (v !== EVENT_VERSION || !KINDS.has(kind)) {
    throw new CorruptStoreError(`Event ${seq} is of a kind or version that this release cannot read.`);
  }
  if (kind !== CASE) return { kind, subject, seq, prev, at, type, ...JSON.parse(body) } as HubEvent;
  return { seq, prev, caseId: subject, at, type, ...JSON.parse(body) } as CaseEvent;
}

/** What is written as text: what has no column of its own. */
function bodyOf(event: LogEvent): object {
  const { actor, data } = event;
  if (!isCaseEvent(event)) return { actor, data };
  const { version, estimatedAt } = event;
  return { actor, version, data, estimatedAt };
}
