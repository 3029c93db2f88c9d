import type { City } from '../../shared/domain/City.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { DURATION_COLUMNS } from '../../shared/domain/rating/durationBuckets.ts';
import { periodState } from '../../shared/domain/rating/Period.ts';
import type { Period, PeriodState } from '../../shared/domain/rating/Period.ts';
import { RATE_COLUMNS, sumCounts } from '../../shared/domain/rating/rateCounts.ts';
import type { CounterTableName } from '../../shared/tables/liveTables.ts';
import { rateKey } from '../../shared/tables/rates.ts';
import type { EventStore } from '../store/EventStore.ts';
import { contributionsTo } from './contributionsTo.ts';
import type { HubClock } from './HubClock.ts';
import { SKEW_MS, seqAt } from './seqAt.ts';

/** Rows of counters by unit code; a unit without a row has none of anything. */
type ByUnit = ReadonlyMap<string, readonly number[]>;

/** All that the rates of one period are made of, as of one event. */
export interface PeriodCounts {
  readonly period: Period;
  readonly state: PeriodState;
  readonly seq: number;
  readonly rates: ByUnit;
  readonly durations: ByUnit;
}

/** What one case adds to the rates of a period, unit by unit. */
export interface CaseCounts {
  readonly caseId: CaseId;
  readonly counts: readonly number[];
}

type Sums = Pick<PeriodCounts, 'rates' | 'durations'>;

const COUNTED = { rates: RATE_COLUMNS.length, durations: DURATION_COLUMNS.length } as const;
/** Looks back that are remembered; a period that is frozen is asked for by every leader's screen. */
const REMEMBERED = 8;

/**
 * Reads the counts behind the rates: now, as of any earlier event, and of a frozen period as of the last event
 * before it froze, so that what was published never changes (I9). Contributions are kept by group, so "as of an event"
 * is as of the last group that had ended by then, which is all that anybody could see. Never holds up the loop for long.
 */
export class RateReader {
  readonly #store: EventStore;
  readonly #city: City;
  readonly #clock: HubClock;
  readonly #past = new Map<string, Promise<Sums>>();
  readonly #pinned = new Map<string, number>();

  constructor(deps: { readonly store: EventStore; readonly city: City; readonly clock: HubClock }) {
    this.#store = deps.store;
    this.#city = deps.city;
    this.#clock = deps.clock;
  }

  /** As of `seq`, which the log must have reached; without it as the period's state says. */
  async countsOf(period: Period, seq?: number): Promise<PeriodCounts> {
    const state = periodState(period, this.#clock.now());
    const asOf = seq ?? (state === 'frozen' ? await this.#pinnedSeq(period) : undefined);
    const { seq: head } = await this.#store.head();
    if (asOf === undefined || asOf === head) {
      const now = await this.#standing(period);
      // Meanwhile the log may have gone on, and then the counters are no longer those of `asOf`.
      if (asOf === undefined || asOf === now.seq) return { period, state, ...now };
    }
    return { period, state, seq: asOf, ...(await this.#remembered(period, asOf)) };
  }

  /** What each case adds to the period's rates at these units (at all, where none are named), by case id. */
  async *casesOf(
    period: Period,
    seq: number,
    after: CaseId,
    isAsked: (unitCode: string) => boolean,
  ): AsyncIterable<CaseCounts> {
    const { label } = period;
    for await (const page of contributionsTo({ ...this.#read, period, seq, after })) {
      for (const { caseId, shares } of page) {
        const own = shares.filter(({ table, key }) => {
          const unit = table === 'rates' ? unitIn(key, label) : undefined;
          return unit !== undefined && isAsked(unit);
        });
        if (own.length > 0) yield { caseId, counts: sumCounts(own.map(({ adds }) => adds)) };
      }
    }
  }

  get #read() {
    return { store: this.#store, city: this.#city };
  }

  /** The counters as they stand, and the event they stand at: read again if the log went on meanwhile. */
  async #standing(period: Period): Promise<Sums & { readonly seq: number }> {
    for (;;) {
      const before = await this.#store.head();
      const rates = await this.#rows('rates', period);
      const durations = await this.#rows('durations', period);
      const after = await this.#store.head();
      if (before.seq === after.seq) return { seq: after.seq, rates, durations };
    }
  }

  async #rows(table: CounterTableName, { label }: Period): Promise<ByUnit> {
    const prefix = rateKey(label, '');
    const rows = await this.#store.countersUnder(table, prefix);
    // What a unit lost again leaves a row of zeros behind, which a rebuild does not make.
    const counted = rows.filter(({ values }) => values.some((value) => value !== 0));
    return new Map(counted.map(({ key, values }) => [key.slice(prefix.length), values]));
  }

  async #pinnedSeq(period: Period): Promise<number> {
    const known = this.#pinned.get(period.label);
    if (known !== undefined) return known;
    const seq = await seqAt(this.#store, period.cutoffAt);
    // Until then an act received before the cutoff may still be on its way into the log.
    if (this.#clock.now() > period.cutoffAt + SKEW_MS) this.#pinned.set(period.label, seq);
    return seq;
  }

  #remembered(period: Period, seq: number): Promise<Sums> {
    const id = `${period.label} ${seq}`;
    let sums = this.#past.get(id);
    if (sums === undefined) {
      sums = this.#sum(period, seq);
      sums.catch(() => this.#past.delete(id));
    }
    this.#past.delete(id);
    this.#past.set(id, sums);
    for (const oldest of this.#past.keys()) if (this.#past.size > REMEMBERED) this.#past.delete(oldest);
    return sums;
  }

  async #sum(period: Period, seq: number): Promise<Sums> {
    const sums = { rates: new Map<string, number[]>(), durations: new Map<string, number[]>() };
    for await (const page of contributionsTo({ ...this.#read, period, seq, after: 0 })) {
      for (const { table, key, adds } of page.flatMap(({ shares }) => shares)) {
        const unit = unitIn(key, period.label);
        if ((table !== 'rates' && table !== 'durations') || unit === undefined) continue;
        const row = sums[table].get(unit);
        sums[table].set(unit, sumCounts(row === undefined ? [adds] : [row, adds], COUNTED[table]));
      }
    }
    return sums;
  }
}

/** The unit of a key of this period; undefined of another period's. */
function unitIn(key: string, label: string): string | undefined {
  const prefix = rateKey(label, '');
  return key.startsWith(prefix) ? key.slice(prefix.length) : undefined;
}
