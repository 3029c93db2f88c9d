import type { Row } from '../../shared/tables/liveTable.ts';
import type { Mode } from '../../shared/domain/vocabulary.ts';
import type { HubClock } from '../hub/HubClock.ts';
import type { Log } from '../Log.ts';
import type { FedTime } from './FedTime.ts';
import type { FeedPort } from './FeedPort.ts';
import type { PastTime } from './PastTime.ts';

/** What a running feed may use. */
export interface FeedHub {
  readonly port: FeedPort;
  readonly clock: HubClock;
  readonly log: Log;
  /** Puts the feed's row into the live table `feed`. */
  readonly setRow: (row: Row) => void;
  /** There where hub time is no real time and may be moved on. */
  readonly past?: PastTime;
  /** There where hub time is in the hands of the feed. */
  readonly fed?: FedTime;
}

/** How a feed came to its end: it had nothing more, was told to stop, or could not go on. */
export type FeedEnd = 'done' | 'stopped' | 'failed';

/** A source of cases that the hub brings along. It was read and checked before it could be made. */
export interface Feed {
  /** What a data directory becomes by being fed from it. */
  readonly mode: Mode;
  /** The hub time at which a fresh data directory begins; undefined: whenever it is started. */
  readonly startAt: number | undefined;
  /** Begins to file cases; call it once, when the hub is ready. */
  start(hub: FeedHub): void;
  /** Ends it after what is in flight, and remembers where it stood. */
  stop(): Promise<void>;
  /** Settles when the feed has made up the past, where it makes one up; never rejects. */
  readonly caughtUp: Promise<void>;
  /** Settles when the feed has ended; never rejects. */
  readonly done: Promise<FeedEnd>;
}
