import { interval95 } from '../../shared/domain/rating/interval95.ts';
import type { Interval } from '../../shared/domain/rating/interval95.ts';
import type { MetricProfile } from '../../shared/domain/rating/metricProfile.ts';
import { ratioOf } from '../../shared/domain/rating/metrics.ts';
import { rateCountsOf } from '../../shared/domain/rating/rateCounts.ts';
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
  readonly #cells: readonly number[];
  readonly #profile: MetricProfile;
  #known: Ratio | null | undefined;

  /** `cells`: the unit's row of the rates, after the key. */
  constructor(
    { standing, rank, unranked }: Ranked,
    rankBefore: number | undefined,
    cells: readonly number[],
    profile: MetricProfile,
  ) {
    this.code = standing.code;
    this.valid = standing.valid;
    this.sample = standing.sample;
    this.rank = rank;
    this.unranked = unranked;
    this.movement = rank === null || rankBefore === undefined ? undefined : rankBefore - rank;
    this.#cells = cells;
    this.#profile = profile;
  }

  /** The score in hundredths of a percent; null without a valid callback, or a grade. */
  get score(): number | null {
    const ratio = this.#ratio;
    return ratio === null ? null : shownRate(ratio);
  }

  /** The score's 95 % interval. */
  get interval(): Interval | undefined {
    const ratio = this.#ratio;
    return ratio === null ? undefined : interval95(ratio, this.sample);
  }

  get #ratio(): Ratio | null {
    if (this.#known === undefined)
      this.#known = ratioOf('compositeScore', rateCountsOf(this.#cells), this.#profile);
    return this.#known;
  }
}
