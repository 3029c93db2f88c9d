import type { City } from '../../shared/domain/City.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import type { HubEvent } from '../../shared/domain/LogEvent.ts';
import { NUMBERS, asHubEvent } from '../../shared/domain/LogEvent.ts';
import { changedRules, countingRulesOf } from '../../shared/domain/rating/countingRules.ts';
import type { CountingRules } from '../../shared/domain/rating/countingRules.ts';
import { must } from '../../shared/lib/assert.ts';
import type { Log } from '../Log.ts';
import type { EventStore } from '../store/EventStore.ts';
import type { HubClock } from './HubClock.ts';

/** How far cases have been counted by the rules that came into force with event `rules`. */
export interface RecountPlace {
  readonly rules: number;
  readonly after: CaseId;
}

interface Deps {
  readonly store: EventStore;
  readonly city: City;
  readonly clock: HubClock;
  readonly log: Log;
}

/** By which rules the store's cases are counted, and how far where not all of them are. */
interface Counting {
  readonly rules: CountingRules | undefined;
  readonly place: RecountPlace | undefined;
}

/**
 * Compares the rules by which the store's cases were counted with those of the pack, before any command is taken.
 * Where they differ the change is recorded and told in one line. Answers from where on cases are left to be counted
 * anew, undefined where none is.
 */
export async function countingAtStart({ store, city, clock, log }: Deps): Promise<RecountPlace | undefined> {
  const rules = countingRulesOf(city);
  const head = await store.head();
  if (head.seq === 0) {
    await store.begin(rules);
    return undefined;
  }
  const [last] = await store.subjects('numbers');
  const before = await countingOf(store, last?.seq);
  const changed = before.rules === undefined ? Object.keys(rules) : changedRules(before.rules, rules);
  if (changed.length === 0) {
    if (before.place !== undefined) log.info({}, 'cases are left to be counted as the city pack says now');
    return before.place;
  }
  const seq = head.seq + 1;
  const event: HubEvent = {
    kind: 'numbers',
    type: 'CountingChanged',
    subject: NUMBERS,
    seq,
    prev: last?.seq ?? 0,
    at: clock.now(),
    actor: { role: 'system', id: 'start' },
    data: { rules },
  };
  await store.append({
    events: [event],
    states: [],
    counters: [],
    contributions: [],
    keys: [],
    texts: [],
    erased: [],
    head: { ...head, seq },
    day: city.calendar.dayOf(event.at).date,
  });
  log.warn(
    { changed, seq },
    'the city pack counts cases otherwise than before: every case is counted anew while the hub serves, and ' +
      'what was counted up to now stays as it was for frozen periods and for questions about earlier moments',
  );
  return { rules: seq, after: 0 };
}

async function countingOf(store: EventStore, seq: number | undefined): Promise<Counting> {
  if (seq === undefined) return { rules: await store.origin(), place: undefined };
  const event = await eventAt(store, seq);
  const changed = asHubEvent(event, 'CountingChanged');
  if (changed !== undefined) return { rules: changed.data.rules, place: { rules: seq, after: 0 } };
  const step = must(asHubEvent(event, 'CasesRecounted'), `event ${seq} is none of the numbers`);
  const { rules, to, isLast } = step.data;
  const begun = must(
    asHubEvent(await eventAt(store, rules), 'CountingChanged'),
    `event ${rules} has no rules`,
  );
  return { rules: begun.data.rules, place: isLast ? undefined : { rules, after: to } };
}

async function eventAt(store: EventStore, seq: number) {
  const [event] = await store.events(seq - 1, 1);
  return event;
}
