import { isActiveOn } from '../../shared/domain/isActiveOn.ts';
import { minSampleOf } from '../../shared/domain/rating/minSampleOf.ts';
import type { Period } from '../../shared/domain/rating/Period.ts';
import { Ranking } from '../../shared/domain/rating/Ranking.ts';
import type { Ranked } from '../../shared/domain/rating/Ranking.ts';
import { rateCountsOf } from '../../shared/domain/rating/rateCounts.ts';
import { standingOf } from '../../shared/domain/rating/Standing.ts';
import type { Row } from '../../shared/tables/liveTable.ts';
import { rateKey } from '../../shared/tables/rates.ts';
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
  readonly activeFrom?: string | undefined;
  readonly activeTo?: string | undefined;
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
  /** Units that are not at work when the period ends: shown, not ranked (E16). */
  readonly #inactive: ReadonlySet<string>;
  readonly #rankings = new Map<string, Ranking>();
  /** What the keys of the period's rows begin with. */
  readonly #prefix: string;
  /** By key, as they came: a row that is the same object says the same. */
  readonly #rows = new Map<string, Row>();
  readonly #cells = new Map<string, readonly number[]>();
  #ranks: ReadonlyMap<string, number> | undefined;

  /** `lastDay` is the period's last local date, `YYYY-MM-DD`. */
  constructor(period: Period, units: readonly TieredUnit[], lastDay?: string) {
    this.period = period;
    const inactive = units.filter((unit) => lastDay !== undefined && !isActiveOn(unit, lastDay));
    this.#inactive = new Set(inactive.map(({ code }) => code));
    this.#prefix = rateKey(period.label, '');
    this.#tierOf = new Map(units.flatMap(({ code, tier }) => (tier === undefined ? [] : [[code, tier]])));
    for (const code of this.#tierOf.keys()) this.#rank(code, []);
  }

  get cells(): PeriodCells {
    return this.#cells;
  }

  /** Takes the table's rows as they are now; `numbersOf` reads a row's cells after the key. */
  take(rows: Iterable<Row>, numbersOf: (row: Row) => readonly number[]): void {
    let held = 0;
    for (const row of rows) {
      const key = String(row[0]);
      if (this.#rows.get(key) === row) held++;
      else if (key.startsWith(this.#prefix)) {
        held++;
        this.#rows.set(key, row);
        this.#hold(key, numbersOf(row));
      }
    }
    if (held < this.#rows.size) this.#dropMissing(rows);
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
    const cells = this.#cells.get(ranked.standing.code) ?? [];
    return new BoardLine(ranked, rankBefore, cells, this.period.profile);
  }

  #hold(key: string, numbers: readonly number[]): void {
    const code = key.slice(this.#prefix.length);
    this.#cells.set(code, numbers);
    this.#rank(code, numbers);
  }

  #dropMissing(rows: Iterable<Row>): void {
    const there = new Set<unknown>();
    for (const row of rows) there.add(row[0]);
    for (const key of [...this.#rows.keys()].filter((known) => !there.has(known))) {
      const code = key.slice(this.#prefix.length);
      this.#rows.delete(key);
      this.#cells.delete(code);
      this.#rank(code, []);
    }
  }

  #rank(code: string, numbers: readonly number[]): void {
    const tier = this.#tierOf.get(code);
    if (tier === undefined) return;
    const ranking = this.#rankings.get(tier) ?? new Ranking();
    this.#rankings.set(tier, ranking);
    ranking.put(standingOf(code, rateCountsOf(numbers), this.period.profile, !this.#inactive.has(code)));
    this.#ranks = undefined;
  }
}
