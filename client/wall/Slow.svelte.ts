import { untrack } from 'svelte';
import type { Period } from '../../shared/domain/rating/Period.ts';
import { Periods } from '../../shared/domain/rating/Periods.ts';
import { RATE_COLUMNS } from '../../shared/domain/rating/rateCounts.ts';
import type { CityStore } from '../state/CityStore.svelte.ts';
import type { PublicCity } from '../state/PublicCity.ts';
import type { Seconds } from '../state/Seconds.svelte.ts';
import type { Quarters } from '../state/trendDay.ts';
import { PeriodBoard } from './PeriodBoard.ts';
import type { BoardTier, PeriodCells } from './PeriodBoard.ts';
import type { WallTables } from './WallTables.ts';

/** The rates of the running period beside the one before it. */
export interface Rated {
  readonly period: Period;
  readonly cells: PeriodCells;
  readonly before: Pick<PeriodBoard, 'period' | 'cells'> | undefined;
  readonly tiers: readonly BoardTier[];
}

/**
 * What is too heavy to work out for every frame, and read by people, not by the clock: worked out once a real
 * second, whatever came in meanwhile.
 */
export class Slow {
  readonly #seconds: Seconds;
  readonly #tables: WallTables;
  readonly #city: CityStore;
  readonly #asOf: () => number | undefined;
  #boards: readonly PeriodBoard[] = [];
  #ofCity: PublicCity | undefined;
  readonly #quarters = $derived(this.#eachSecond(() => this.#readQuarters()));
  readonly #rated = $derived(this.#eachSecond(() => this.#rate()));
  readonly #periods = $derived.by(() => {
    const { calendar } = this.#city;
    return calendar === undefined
      ? undefined
      : new Periods(calendar, (at) => untrack(() => this.#city.profileAt(at)));
  });

  constructor(seconds: Seconds, tables: WallTables, city: CityStore, asOf: () => number | undefined) {
    this.#seconds = seconds;
    this.#tables = tables;
    this.#city = city;
    this.#asOf = asOf;
  }

  /** The trend's quarters. */
  get quarters(): Quarters {
    return this.#quarters;
  }

  /** Undefined where the city is not rated, or neither city nor table is there yet. */
  get rated(): Rated | undefined {
    return this.#rated;
  }

  #eachSecond<T>(read: () => T): T {
    void this.#seconds.passed;
    return untrack(read);
  }

  #readQuarters(): Quarters {
    const { trend } = this.#tables;
    return new Map(
      trend.unordered.map((row) => [
        Number(row[0]),
        { received: trend.number(row, 'received'), closed: trend.number(row, 'closed') },
      ]),
    );
  }

  #rate(): Rated | undefined {
    const asOf = this.#asOf();
    const { city } = this.#city;
    if (asOf === undefined || city === undefined || !this.#tables.rates.isFilled) return undefined;
    const period = this.#periods?.at(asOf);
    return period === undefined ? undefined : this.#rateIn(period, city);
  }

  #rateIn(period: Period, city: PublicCity): Rated {
    const last = this.#periods?.at(period.startAt - 1);
    const board = this.#boardOf(period, city);
    const before = last === undefined ? undefined : this.#boardOf(last, city);
    this.#boards = before === undefined ? [board] : [board, before];
    const tiers = inOrder(city.tiers, board.tiers(before?.ranks ?? new Map()));
    return { period, cells: board.cells, before, tiers };
  }

  #lastDayOf({ endAt }: Period): string | undefined {
    const date = this.#city.calendar?.dayOf(endAt - 1).date;
    return date === undefined ? undefined : String(date).replace(/^(....)(..)(..)$/, '$1-$2-$3');
  }

  #boardOf(period: Period, city: PublicCity): PeriodBoard {
    const { rates } = this.#tables;
    const kept = this.#ofCity === city ? this.#boards.find((board) => board.period === period) : undefined;
    this.#ofCity = city;
    const board = kept ?? new PeriodBoard(period, city.units, this.#lastDayOf(period));
    board.take(rates.unordered, (row) => RATE_COLUMNS.map((column) => rates.number(row, column)));
    return board;
  }
}

/** In the pack's order of the tiers. */
function inOrder(
  tiers: readonly { readonly code: string }[],
  boards: readonly BoardTier[],
): readonly BoardTier[] {
  const place = (tier: string): number => tiers.findIndex(({ code }) => code === tier);
  return [...boards].sort((a, b) => place(a.tier) - place(b.tier));
}
