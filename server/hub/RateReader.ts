import type { City } from '../../shared/domain/City.ts';
import { periodState } from '../../shared/domain/rating/Period.ts';
import type { Period, PeriodState } from '../../shared/domain/rating/Period.ts';
import type { FrozenUnit } from '../../shared/domain/rating/FrozenPeriod.ts';
import { rosterOf } from '../../shared/domain/rating/rosterOf.ts';
import type { CounterTableName } from '../../shared/tables/liveTables.ts';
import { rateKey } from '../../shared/tables/rates.ts';
import type { CaseRates, CounterRow, EventStore, PastCases } from '../store/EventStore.ts';
import { CostlyReads } from './CostlyReads.ts';
import { FrozenPeriods } from './FrozenPeriods.ts';
import type { HubClock } from './HubClock.ts';

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

/** Which cases behind the rates: `units` undefined is all, `columns` are places in `RATE_COLUMNS`. */
export type CasesAsked = Pick<PastCases, 'units' | 'after' | 'columns' | 'limit'>;

export type PeriodSums = Pick<PeriodCounts, 'rates' | 'durations'>;

/** Who wants counts, and of whom. */
export interface Wanted {
  /** Aborts when the caller has gone. */
  readonly signal?: AbortSignal;
  /** Where only these units' counts are used, those of others may be missing. */
  readonly units?: readonly string[] | undefined;
}

/** Of a caller that never goes away. */
const STAYS = new AbortController().signal;
/** Looks back that are remembered; a past event that is shown is asked for again. */
const REMEMBERED = 8;

/**
 * Reads the counts behind the rates: now, as of any event that is asked for, and of a frozen period as they were
 * recorded when it was frozen, so that what was published never changes (I9). Contributions are kept by group, so "as of an event"
 * is as of the last group that had ended by then, which is all that anybody could see. What stands now or is frozen is
 * read here; what is past is costly, so it goes through one queue to the store's own thread.
 */
export class RateReader {
  readonly #store: EventStore;
  readonly #city: City;
  readonly #clock: HubClock;
  readonly #frozen: FrozenPeriods;
  readonly #freeze: () => Promise<void>;
  readonly #past = new Map<string, PeriodSums>();
  readonly #costly: CostlyReads;

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
    this.#costly = new CostlyReads(deps.clock);
  }

  /** Costly reads waiting and at work. */
  get waiting(): number {
    return this.#costly.size;
  }

  /** Ends the reads of the past, and turns further ones away. */
  stop(): void {
    this.#costly.stop();
  }

  /**
   * As of `seq`, which the log must have reached; without it as the period's state says. Rejects with
   * ReadTurnedAwayError where a costly read has no place, and with the reason of the signal.
   */
  async countsOf(period: Period, seq?: number, wanted: Wanted = {}): Promise<PeriodCounts> {
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
    return { ...told, seq, ...(await this.#remembered(period, seq, wanted)) };
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

  /** What the period adds up to as of an event, for the hub's own work: it never waits behind callers. */
  sumsOf({ label }: Period, seq: number): Promise<PeriodSums> {
    return this.#sum(label, seq, undefined, STAYS);
  }

  /** What cases had added to the period's rates as of `seq`, by case id. Rejects as `countsOf` does. */
  casesOf(
    { label }: Period,
    seq: number,
    asked: CasesAsked,
    signal: AbortSignal = STAYS,
  ): Promise<readonly CaseRates[]> {
    const past: PastCases = { ...asked, prefix: rateKey(label, ''), seq };
    return this.#costly.read(JSON.stringify(past), signal, (wanted) => this.#store.rateCasesAt(past, wanted));
  }

  /** Of a period that was over before the log began nothing is ever frozen. */
  async #holdsWork({ endAt }: Period): Promise<boolean> {
    const [first] = await this.#store.events(0, 1);
    return first !== undefined && first.at < endAt;
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
    return byUnit(await this.#store.countersUnder(table, prefix), prefix);
  }

  /** Sums of a whole period are remembered; those of a few units cost little. */
  async #remembered({ label }: Period, seq: number, { units, signal = STAYS }: Wanted): Promise<PeriodSums> {
    const whole = `${label} ${seq}`;
    const known = this.#past.get(whole);
    if (known === undefined && units !== undefined)
      return this.#costly.read(`${whole} ${units.join(' ')}`, signal, (wanted) =>
        this.#sum(label, seq, units, wanted),
      );
    const sums =
      known ?? (await this.#costly.read(whole, signal, (wanted) => this.#sum(label, seq, undefined, wanted)));
    this.#past.delete(whole);
    this.#past.set(whole, sums);
    for (const oldest of this.#past.keys()) if (this.#past.size > REMEMBERED) this.#past.delete(oldest);
    return sums;
  }

  async #sum(
    label: string,
    seq: number,
    units: readonly string[] | undefined,
    signal: AbortSignal,
  ): Promise<PeriodSums> {
    const prefix = rateKey(label, '');
    const rows = await this.#store.rateSumsAt({ prefix, units, seq }, signal);
    return {
      rates: byUnit(
        rows.map(({ key, rates }) => ({ key, values: rates })),
        prefix,
      ),
      durations: byUnit(
        rows.map(({ key, durations }) => ({ key, values: durations })),
        prefix,
      ),
    };
  }
}

/** Without rows of zeros: what a unit lost again leaves one behind, which a rebuild does not make. */
function byUnit(rows: readonly Pick<CounterRow, 'key' | 'values'>[], prefix: string): ByUnit {
  const counted = rows.filter(({ values }) => values.some((value) => value !== 0));
  return new Map(counted.map(({ key, values }) => [key.slice(prefix.length), values]));
}
