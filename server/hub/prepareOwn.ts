import type { HubEvent } from '../../shared/domain/LogEvent.ts';
import { kindOf } from '../../shared/domain/LogEvent.ts';
import type { AppendGroup, StoreHead } from '../store/EventStore.ts';
import { countRows } from './countRows.ts';
import type { Counts } from './countRows.ts';
import type { LaneDeps } from './LaneDeps.ts';
import type { OwnWork } from './OwnWork.ts';
import { Tally } from './Tally.ts';

/** An event of the hub's own, and the group that records it. */
export interface PreparedOwn {
  readonly event: HubEvent;
  readonly record: AppendGroup & Counts;
}

type Deps = Pick<LaneDeps, 'store' | 'city' | 'clock' | 'valuesOf'>;

/** Reads and decides what the hub itself records after `head`, and writes nothing. Undefined where there is nothing. */
export async function prepareOwn(
  decide: OwnWork['decide'],
  { store, city, clock, valuesOf }: Deps,
  head: StoreHead,
): Promise<PreparedOwn | undefined> {
  const tally = new Tally(city);
  const seq = head.seq + 1;
  const decided = await decide(tally, seq);
  if (decided === undefined) return undefined;
  const kind = kindOf(decided.type);
  const before = (await store.subjects(kind)).find(({ subject }) => subject === decided.subject);
  const at = clock.now();
  const actor = { role: 'system', id: 'numbers' } as const;
  const event: HubEvent = { ...decided, kind, seq, prev: before?.seq ?? 0, at, actor };
  const record = {
    events: [event],
    states: [],
    keys: [],
    texts: [],
    erased: [],
    ...(await countRows(tally, store, valuesOf)),
    contributions: tally.contributions,
    head: { ...head, seq },
    day: city.calendar.dayOf(at).date,
    keepsKeys: true,
  };
  return { event, record };
}
