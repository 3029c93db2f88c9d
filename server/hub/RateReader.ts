import type { City } from '../../shared/domain/City.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { DURATION_COLUMNS } from '../../shared/domain/rating/durationBuckets.ts';
import { periodState } from '../../shared/domain/rating/Period.ts';
import type { Period, PeriodState } from '../../shared/domain/rating/Period.ts';
import type { FrozenUnit } from '../../shared/domain/rating/FrozenPeriod.ts';
import { rosterOf } from '../../shared/domain/rating/rosterOf.ts';
import { RATE_COLUMNS, sumCounts } from '../../shared/domain/rating/rateCounts.ts';
import type { CounterTableName } from '../../shared/tables/liveTables.ts';
import { rateKey } from '../../shared/tables/rates.ts';
import type { EventStore } from '../store/EventStore.ts';
import { contributionsTo } from './contributionsTo.ts';
import type { HubClock } from './HubClock.ts';
import { FrozenPeriods } from './FrozenPeriods.ts';

/** Rows of counters by unit code; a unit without a row has none of anything. */
type ByUnit = ReadonlyMap<string, readonly number[]>;

/** All that the rates of one period are made of, as of one event. */
export interface PeriodCounts {
  readonly period: Period;
  readonly state: PeriodState;
  readonly seq: number;
  readonly rates: ByUnit;
  readonly durations: ByUnit;
  /** The units that are told of: as they were when the period was frozen, else as they are. */
  readonly units: readonly FrozenUnit[];
}

/** What one case adds to the rates of a period, unit by unit. */
export interface CaseCounts {
  readonly caseId: CaseId;
  readonly counts: readonly number[];
}

export type PeriodSums = Pick<PeriodCounts, 'rates' | 'durations'>;

const COUNTED = { rates: RATE_COLUMNS.length, durations: DURATION_COLUMNS.length } as const;
/** Looks back that are remembered; a period that is frozen is asked for by every leader's screen. */
const REMEMBERED = 8;

/**
 * Reads the counts behind the rates: now, as of any event that is asked for, and of a frozen period as they were
 * recorded when it was frozen, so that what was published never changes (I9). Contributions are kept by group, so "as of an event"
 * is as of the last group that had ended by then, which is all that anybody could see. Never holds up the loop for long.
 */
export class RateReader {
  readonly #store: EventStore;
  readonly #city: City;
  readonly #clock: HubClock;
  readonly #frozen: FrozenPeriods;
  readonly #freeze: () => Promise<void>;
  readonly #past = new Map<string, Promise<PeriodSums>>();

  /** `freeze` records what is due to be frozen, so that nobody sees a number that is about to be fixed. */
  constructor(deps: {
    readonly store: EventStore;
    readonly city: City;
    readonly clock: HubClock;
    readonly frozen?: FrozenPeriods;
    readonly freeze?: () => Promise<void>;
  }) {
    this.#frozen = deps.frozen ?? new FrozenPeriods(deps.store);
    this.#freeze = deps.freeze ?? (() => Promise.resolve());
    this.#store = deps.store;
    this.#city = deps.city;
    this.#clock = deps.clock;
  }

  /** As of `seq`, which the log must have reached; without it as the period's state says. */
  async countsOf(period: Period, seq?: number): Promise<PeriodCounts> {
    const state = await this.stateOf(period);
    const frozen = await this.#frozen.get(period.label);
    if (frozen !== undefined && seq === undefined)
      return { ...frozen, state, rates: new Map(frozen.rates), durations: new Map(frozen.durations) };
    const told = { period, state, units: await this.unitsOf(period) };
    // It was over before the log began.
    if (seq === undefined && state === 'frozen')
      return { ...told, seq: 0, rates: new Map(), durations: new Map() };
    const { seq: head } = await this.#store.head();
    if (seq === undefined || seq === head) {
      const now = await this.#standing(period);
      // Meanwhile the log may have gone on, and then the counters are no longer those of `seq`.
      if (seq === undefined || seq === now.seq) return { ...told, ...now };
    }
    return { ...told, seq, ...(await this.#remembered(period, seq)) };
  }

  /** Frozen is what was recorded as such; until then, though its callbacks' time is over, a period is provisional. */
  async stateOf(period: Period): Promise<PeriodState> {
    const state = periodState(period, this.#clock.now());
    if (state === 'frozen') await this.#freeze();
    if (this.#frozen.has(period.label)) return 'frozen';
    return state === 'frozen' && (await this.#holdsWork(period)) ? 'provisional' : state;
  }

  /** The period of a label, as it was frozen or else as the pack has it; undefined where there is none. */
  async named(label: string): Promise<Period | undefined> {
    return (await this.#frozen.get(label))?.period ?? this.#city.periods.named(label);
  }

  /** The units that a period tells of, as they were when it was frozen, or else as they are. */
  async unitsOf(period: Period): Promise<readonly FrozenUnit[]> {
    return (await this.#frozen.get(period.label))?.units ?? rosterOf(this.#city, period);
  }

  /** What the period adds up to as of an event. */
  sumsOf(period: Period, seq: number): Promise<PeriodSums> {
    return this.#sum(period, seq);
  }

  /** Of a period that was over before the log began nothing is ever frozen. */
  async #holdsWork({ endAt }: Period): Promise<boolean> {
    const [first] = await this.#store.events(0, 1);
    return first !== undefined && first.at < endAt;
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
  async #standing(period: Period): Promise<PeriodSums & { readonly seq: number }> {
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

  #remembered(period: Period, seq: number): Promise<PeriodSums> {
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

  async #sum(period: Period, seq: number): Promise<PeriodSums> {
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
