import type { Mode } from '../../shared/domain/vocabulary.ts';
import type { HubClock } from '../hub/HubClock.ts';
import type { Log } from '../Log.ts';
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
  /** Says that nothing of the past is left to be made up. */
  readonly caughtUp: () => void;
}

/** How far a script has come: steps done, of how many (null where it has no end), and rows set aside. */
export interface FeedProgress {
  readonly done: number;
  readonly total: number | null;
  readonly dead: number;
  readonly makesUpPast?: boolean;
}

/** What one kind of feed files and when; FeedRunner sees to start, stop, waiting and telling. */
export interface FeedScript {
  readonly mode: Exclude<Mode, 'live'>;
  readonly startAt: number | undefined;
  progress(): FeedProgress;
  /** Returns when there is nothing more to play, or when stopped with its place written down. */
  play(stage: FeedStage): Promise<void>;
}
