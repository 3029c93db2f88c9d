/** How far a feed has come with making up the past: hub times, and the cases filed so far. */
export interface PastProgress {
  readonly fromAt: number;
  readonly at: number;
  readonly untilAt: number;
  readonly cases: number;
  /** Of a file: the rows set aside, and the real time that is left; null while nobody knows. */
  readonly setAside?: number;
  readonly secondsLeft?: number | null;
}

/** What a feed may do while hub time is behind the machine's. */
export interface PastTime {
  /** Moves hub time on to an instant; never back. */
  jumpTo(at: number): void;
  /** Has all clocks fired that are due by now; resolves when it is on stable storage. */
  fireDue(): Promise<void>;
  tell(progress: PastProgress): void;
}
