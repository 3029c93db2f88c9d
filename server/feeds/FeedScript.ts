import type { Mode } from '../../shared/domain/vocabulary.ts';
import type { HubClock } from '../hub/HubClock.ts';
import type { Log } from '../Log.ts';
import type { FedTime } from './FedTime.ts';
import type { PastTime } from './PastTime.ts';
import type { PatientPort } from './PatientPort.ts';
import type { Pause } from './Pause.ts';

/** What a script may use while it plays. */
export interface FeedStage {
  readonly clock: HubClock;
  readonly port: PatientPort;
  readonly log: Log;
  /** Once it is stopped the script returns as soon as what is in flight has been answered. */
  readonly pause: Pause;
  /** Shows how far the script has come. */
  readonly show: () => void;
  /** There where hub time may be moved on. */
  readonly past: PastTime | undefined;
  /** There where hub time is in the hands of the feed. */
  readonly fed: FedTime | undefined;
  /** Says that nothing of the past is left to be made up. */
  readonly caughtUp: () => void;
}

/**
 * How far a script has come: steps done, of how many (null where it has no end), and rows set aside. Of a replay as
 * well: rows whose source closed them and whose cases are not closed, rows left out as too old, and how long it takes.
 */
export interface FeedProgress {
  readonly done: number;
  readonly total: number | null;
  readonly dead: number;
  readonly makesUpPast?: boolean;
  readonly unclosed?: number;
  readonly leftOut?: number;
  readonly secondsLeft?: number | null;
}

/** What one kind of feed files and when; FeedRunner sees to start, stop, waiting and telling. */
export interface FeedScript {
  readonly mode: Exclude<Mode, 'live'>;
  readonly startAt: number | undefined;
  progress(): FeedProgress;
  /** Returns when there is nothing more to play, or when stopped with its place written down. */
  play(stage: FeedStage): Promise<void>;
}
