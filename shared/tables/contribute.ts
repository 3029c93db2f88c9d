import type { CaseState } from '../domain/case/CaseState.ts';
import type { City } from '../domain/City.ts';
import { durationShares } from './shares/durationShares.ts';
import { loadShares } from './shares/loadShares.ts';
import { rateShares } from './shares/rateShares.ts';
import type { Share } from './shares/Share.ts';

/**
 * What a case adds to the tables, as a function of its state alone: the change that an event makes is the
 * difference of two contributions, so reassignment, late facts and moves between periods retract
 * themselves, and adding up equals recomputing.
 */
export function contribute(state: CaseState, city: City): readonly Share[] {
  return [...loadShares(state, city), ...rateShares(state, city), ...durationShares(state, city)];
}
