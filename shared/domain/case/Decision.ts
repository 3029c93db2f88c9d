import type { City } from '../City.ts';
import type { Actor } from '../vocabulary.ts';
import type { NewCaseEvent } from './CaseEvent.ts';
import type { PersonalText } from './PersonalText.ts';

/** All that a decision may know beside state and command: no clock, no chance, no I/O. */
export interface DecideContext {
  /** The hub's time at receipt, in epoch milliseconds. */
  readonly now: number;
  /** The same instant by the monotonic clock, while the machine's clock is in doubt; else equal or absent. */
  readonly estimatedAt?: number;
  readonly city: City;
  readonly actor: Actor;
  /** While the machine's clock cannot be trusted no breach is recorded (K8). */
  readonly holdBreaches: boolean;
}

/** Events to record in this order, and the typed texts that belong to them, kept apart. */
export interface Decision {
  readonly events: readonly NewCaseEvent[];
  readonly texts: readonly PersonalText[];
  readonly erases: boolean;
}
