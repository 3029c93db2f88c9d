import { minSampleOf } from '../../shared/domain/rating/minSampleOf.ts';
import { ratioOf } from '../../shared/domain/rating/metrics.ts';
import type { Period } from '../../shared/domain/rating/Period.ts';
import { Ranking } from '../../shared/domain/rating/Ranking.ts';
import type { Ranked } from '../../shared/domain/rating/Ranking.ts';
import { rateCountsOf } from '../../shared/domain/rating/rateCounts.ts';
import { standingOf } from '../../shared/domain/rating/Standing.ts';
import type { Row } from '../../shared/tables/liveTable.ts';
import { BoardLine } from './BoardLine.ts';

/** The units of one tier, best first, those without a rank last. */
export interface BoardTier {
  readonly tier: string;
  readonly lines: readonly BoardLine[];
  readonly ranked: number;
  /** How many callbacks a unit of the tier needs to be ranked. */
  readonly minSample: number;
}

interface TieredUnit {
  readonly code: string;
  readonly tier?: string | undefined;
}

/** What one period's rows of the `rates` table say, by unit: the cells after the key. */
export type PeriodCells = ReadonlyMap<string, readonly number[]>;

/**
 * The rankings of one period, tier by tier, by the hub's own comparator. Kept from one look to the next: only a unit
 * whose row is another one than before is ranked anew.
 */
export class PeriodBoard {
  readonly period: Period;
  readonly #tierOf: ReadonlyMap<string, string>;
  readonly #rankings = new Map<string, Ranking>();
  readonly #rows = new Map<string, Row>();
  readonly #cells = new Map<string, readonly number[]>();
  #ranks: ReadonlyMap<string, number> | undefined;

  constructor(period: Period, units: readonly TieredUnit[]) {
    this.period = period;
    this.#tierOf = new Map(units.flatMap(({ code, tier }) => (tier === undefined ? [] : [[code, tier]])));
    for (const code of this.#tierOf.keys()) this.#rank(code, []);
  }

  get cells(): PeriodCells {
    return this.#cells;
  }

  /** Takes what the period's rows are now, by unit; `numbersOf` reads a row's cells after the key. */
  take(rows: ReadonlyMap<string, Row>, numbersOf: (row: Row) => readonly number[]): void {
    for (const code of [...this.#rows.keys()].filter((known) => !rows.has(known))) {
      this.#rows.delete(code);
      this.#cells.delete(code);
      this.#rank(code, []);
    }
    for (const [code, row] of rows) {
      if (this.#rows.get(code) === row) continue;
      const numbers = numbersOf(row);
      this.#rows.set(code, row);
      this.#cells.set(code, numbers);
      this.#rank(code, numbers);
    }
  }

  /** Every tier as a board shows it, beside the ranks of the period before. */
  tiers(ranksBefore: ReadonlyMap<string, number>): readonly BoardTier[] {
    return [...this.#rankings].map(([tier, ranking]) => {
      const minSample = minSampleOf(this.period.profile, tier);
      const ranked = ranking.ranked(minSample);
      return {
        tier,
        minSample,
        lines: ranked.map((one) => this.#line(one, ranksBefore.get(one.standing.code))),
        ranked: ranked.filter(({ rank }) => rank !== null).length,
      };
    });
  }

  /** The rank of every unit that has one. */
  get ranks(): ReadonlyMap<string, number> {
    this.#ranks ??= new Map(
      [...this.#rankings]
        .flatMap(([tier, ranking]) => ranking.ranked(minSampleOf(this.period.profile, tier)))
        .flatMap(({ standing, rank }): [string, number][] => (rank === null ? [] : [[standing.code, rank]])),
    );
    return this.#ranks;
  }

  #line(ranked: Ranked, rankBefore: number | undefined): BoardLine {
    const numbers = this.#cells.get(ranked.standing.code) ?? [];
    return new BoardLine(ranked, rankBefore, () =>
      ratioOf('compositeScore', rateCountsOf(numbers), this.period.profile),
    );
  }

  #rank(code: string, numbers: readonly number[]): void {
    const tier = this.#tierOf.get(code);
    if (tier === undefined) return;
    const ranking = this.#rankings.get(tier) ?? new Ranking();
    this.#rankings.set(tier, ranking);
    ranking.put(standingOf(code, rateCountsOf(numbers), this.period.profile));
    this.#ranks = undefined;
  }
}
