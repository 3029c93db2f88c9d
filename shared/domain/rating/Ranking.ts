import { compareKeys, compareStandings } from './Standing.ts';
import type { Standing } from './Standing.ts';

/** Why a unit has no rank: 无有效回访, 无满意度评价, 样本不足, or 期末不在册. */
export type Unranked = 'noCallback' | 'noGrade' | 'tooFew' | 'inactive';

export interface Ranked {
  readonly standing: Standing;
  /** 1 is first; null where the unit is shown and not ranked. */
  readonly rank: number | null;
  readonly unranked?: Unranked;
}

/**
 * The units of one tier in order, kept sorted: a changed unit moves past its neighbours, since one case moves it by
 * few places. The order depends on the standings alone, never on how they came.
 */
export class Ranking {
  readonly #order: Standing[] = [];
  readonly #places = new Map<string, number>();

  /** Puts a unit in, or in its new place. */
  put(standing: Standing): void {
    let place = this.#places.get(standing.code) ?? this.#order.length;
    place = this.#rise(standing, place);
    place = this.#sink(standing, place);
    this.#set(place, standing);
  }

  /**
   * Ranks as they are shown: equal keys share a rank and the next one counts them all (1224). A unit whose score rests
   * on fewer than `minSample` callbacks is told apart instead of being ranked (E2); without one, or without a grade
   * where those alone count, it has nothing to rank (E1).
   */
  ranked(minSample: number): readonly Ranked[] {
    const rows: Ranked[] = [];
    const told: Ranked[] = [];
    for (const standing of this.#order) {
      const unranked = whyNot(standing, minSample);
      if (unranked !== undefined) told.push({ standing, rank: null, unranked });
      else rows.push({ standing, rank: rankAfter(rows, standing) });
    }
    return [...rows, ...told];
  }

  /** Moves those that stand behind the newcomer down by one. */
  #rise(standing: Standing, from: number): number {
    let place = from;
    for (; place > 0; place--) {
      const above = this.#order[place - 1];
      if (above === undefined || compareStandings(above, standing) <= 0) break;
      this.#set(place, above);
    }
    return place;
  }

  #sink(standing: Standing, from: number): number {
    let place = from;
    for (; place < this.#order.length - 1; place++) {
      const below = this.#order[place + 1];
      if (below === undefined || compareStandings(standing, below) <= 0) break;
      this.#set(place, below);
    }
    return place;
  }

  #set(place: number, standing: Standing): void {
    this.#order[place] = standing;
    this.#places.set(standing.code, place);
  }
}

function whyNot({ keys, valid, sample, isInactive }: Standing, minSample: number): Unranked | undefined {
  if (isInactive) return 'inactive';
  if (keys === null) return valid === 0 ? 'noCallback' : 'noGrade';
  return sample < minSample ? 'tooFew' : undefined;
}

function rankAfter(rows: readonly Ranked[], standing: Standing): number {
  const last = rows.at(-1);
  return last !== undefined && compareKeys(last.standing, standing) === 0 && last.rank !== null
    ? last.rank
    : rows.length + 1;
}
