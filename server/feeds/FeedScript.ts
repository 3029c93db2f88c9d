import type { Mode } from '../../shared/domain/vocabulary.ts';
import type { HubClock } from '../hub/HubClock.ts';
import type { PatientPort } from './PatientPort.ts';
import type { Pause } from './Pause.ts';

/** What a script may use while it plays. */
export interface FeedStage {
  readonly clock: HubClock;
  readonly port: PatientPort;
  /** Once it is stopped the script returns as soon as what is in flight has been answered. */
  readonly pause: Pause;
  /** Shows how far the script has come. */
  readonly show: () => void;
}

/** How far a script has come: steps done, of how many (null where it has no end), and rows set aside. */
export interface FeedProgress {
  readonly done: number;
  readonly total: number | null;
  readonly dead: number;
}

/** What one kind of feed files and when; FeedRunner sees to start, stop, waiting and telling. */
export interface FeedScript {
  readonly mode: Exclude<Mode, 'live'>;
  readonly startAt: number | undefined;
  progress(): FeedProgress;
  /** Returns when there is nothing more to play, or when stopped with its place written down. */
  play(stage: FeedStage): Promise<void>;
}
