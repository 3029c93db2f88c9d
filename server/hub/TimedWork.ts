import type { Submission } from './Submission.ts';

/** Something that happens because time has come to an instant. */
export interface Turn {
  readonly at: number;
  /** A command for the lane, or what the hub does by itself. */
  readonly does: Submission | (() => Promise<void>);
}

/**
 * What hub time alone brings about, told ahead. Where hub time is the machine's the hub looks for it by itself; where
 * a feed moves hub time, the feed asks, and gives each turn at its own instant.
 */
export interface TimedWork {
  /** The instant of the first turn, given that nothing else happens before; Infinity where none is to come. */
  soonest(): Promise<number>;
  /** The turns before an instant, in their order, given that nothing else happens before. */
  turnsBefore(until: number): Promise<readonly Turn[]>;
}

/** Several kinds of timed work as one; at one instant in the order in which they are given. */
export function allOf(works: readonly TimedWork[]): TimedWork {
  return {
    soonest: async () => Math.min(...(await Promise.all(works.map((work) => work.soonest())))),
    turnsBefore: async (until) => {
      const turns = await Promise.all(works.map((work) => work.turnsBefore(until)));
      return turns.flat().sort((a, b) => a.at - b.at);
    },
  };
}
