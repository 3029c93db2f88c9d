import { assert } from '../../shared/lib/assert.ts';
import type { AppendGroup, StoreHead } from './EventStore.ts';

/** By which rules the first cases are counted can be said only before there are any. */
export function assertEmpty({ seq }: StoreHead): void {
  assert(seq === 0, `the log has begun, it holds ${seq} events`);
}

/** A group that does not continue the log is a fault of the caller; no maker may record it. */
export function assertFits(head: StoreHead, group: AppendGroup): void {
  let seq = head.seq;
  for (const event of group.events) {
    assert(event.seq === seq + 1, `event ${event.seq} does not follow ${seq}`);
    seq = event.seq;
  }
  assert(group.head.seq === seq, `the group's head is ${group.head.seq}, its last event ${seq}`);
  assert(
    group.head.keySlots >= head.keySlots,
    `the group gives back key slots: ${group.head.keySlots} after ${head.keySlots}`,
  );
}
