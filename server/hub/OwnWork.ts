import type { HubEvent, NewHubEvent } from '../../shared/domain/LogEvent.ts';
import type { Tally } from './Tally.ts';

/** Something that the hub records of itself between two groups: one event that is of no case, and what it changes. */
export interface OwnWork {
  /**
   * Reads and decides while nothing else is recorded; `seq` is that of the event it decides, and `tally` takes what
   * cases add from then on. Undefined where nothing is to be recorded.
   */
  readonly decide: (tally: Tally, seq: number) => Promise<NewHubEvent | undefined>;
  /** What follows when the event is on stable storage and before anything else is recorded. */
  readonly settle: (event: HubEvent) => void | Promise<void>;
}
