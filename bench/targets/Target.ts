import type { Workbench } from '../process/Workbench.ts';

/** What was found, ready to be read: both sides with their spread. */
export interface Finding {
  readonly ours: string;
  readonly other: string;
  readonly ratio: string;
  readonly holds: boolean;
  /** What a reader must know to take the line for what it is. */
  readonly note: string;
}

/** One line of the list of targets. */
export interface Target {
  readonly id: string;
  readonly path: string;
  readonly target: string;
  readonly measure: (bench: Workbench) => Promise<Finding>;
}

export interface Measured {
  readonly target: Target;
  readonly finding: Finding;
}
