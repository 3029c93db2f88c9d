import { interval95 } from '../../shared/domain/rating/interval95.ts';
import type { Interval } from '../../shared/domain/rating/interval95.ts';
import type { Ranked, Unranked } from '../../shared/domain/rating/Ranking.ts';
import type { Ratio } from '../../shared/domain/rating/Ratio.ts';
import { shownRate } from '../../shared/domain/rating/shownRate.ts';

/** One unit's place. What only a line in sight shows is worked out when it is asked for: a city has hundreds. */
export class BoardLine {
  readonly code: string;
  /** Null where the unit is shown and not ranked; `unranked` says why. */
  readonly rank: number | null;
  readonly unranked: Unranked | undefined;
  /** Valid callbacks. */
  readonly valid: number;
  /** How many of them the score and its interval rest on. */
  readonly sample: number;
  /** Places won since the period before; undefined where the unit had no rank in one of the two. */
  readonly movement: number | undefined;
  readonly #ratio: () => Ratio | null;

  constructor(
    { standing, rank, unranked }: Ranked,
    rankBefore: number | undefined,
    ratio: () => Ratio | null,
  ) {
    this.code = standing.code;
    this.valid = standing.valid;
    this.sample = standing.sample;
    this.rank = rank;
    this.unranked = unranked;
    this.movement = rank === null || rankBefore === undefined ? undefined : rankBefore - rank;
    let kept: Ratio | null | undefined;
    this.#ratio = () => (kept === undefined ? (kept = ratio()) : kept);
  }

  /** The score in hundredths of a percent; null without a valid callback, or a grade. */
  get score(): number | null {
    const ratio = this.#ratio();
    return ratio === null ? null : shownRate(ratio);
  }

  /** The score's 95 % interval. */
  get interval(): Interval | undefined {
    const ratio = this.#ratio();
    return ratio === null ? undefined : interval95(ratio, this.sample);
  }
}
