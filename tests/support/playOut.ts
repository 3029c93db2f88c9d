import type { Feed } from '../../server/feeds/Feed.ts';
import type { FeedEnd } from '../../server/feeds/Feed.ts';
import type { FakeClock } from './FakeClock.ts';

/**
 * Turns a fake clock whenever the feed waits for it, until the feed ends or `until` says it is enough. The
 * feed's own files are real, so between two turns the event loop runs until it waits again.
 */
export async function playOut(
  feed: Feed,
  clock: FakeClock,
  turnMs = 60_000,
  until: () => boolean = () => false,
): Promise<FeedEnd | undefined> {
  let end: FeedEnd | undefined;
  void feed.done.then((how) => {
    end = how;
  });
  while (end === undefined && !until()) {
    await new Promise((resolve) => setImmediate(resolve));
    if (clock.pending > 0) clock.advance(turnMs);
  }
  return end;
}
