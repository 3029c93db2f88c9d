import type { City } from '../../shared/domain/City.ts';
import type { HubEvent } from '../../shared/domain/LogEvent.ts';
import { asHubEvent } from '../../shared/domain/LogEvent.ts';
import { frozenText, periodNumber } from '../../shared/domain/rating/FrozenPeriod.ts';
import type { FrozenPeriod, FrozenRows } from '../../shared/domain/rating/FrozenPeriod.ts';
import type { Period } from '../../shared/domain/rating/Period.ts';
import { rosterOf } from '../../shared/domain/rating/rosterOf.ts';
import type { Log } from '../Log.ts';
import type { EventStore } from '../store/EventStore.ts';
import { sha256 } from '../store/sha256.ts';
import { cutoffSeq } from './cutoffSeq.ts';
import type { FrozenPeriods } from './FrozenPeriods.ts';
import type { HubClock } from './HubClock.ts';
import type { OwnWork } from './OwnWork.ts';
import type { PeriodSums } from './RateReader.ts';
import { SKEW_MS } from './seqAt.ts';
import type { TimedWork, Turn } from './TimedWork.ts';

/** How often is looked whether a period is to be frozen, in real milliseconds. */
export const FREEZE_TICK_MS = 250;
/** Longer than any period with its callbacks' time. */
const LONGEST_MS = 92 * 86_400_000;

export interface FreezerDeps {
  readonly store: EventStore;
  readonly city: City;
  readonly clock: HubClock;
  readonly log: Log;
  readonly holdBreaches: () => boolean;
  readonly frozen: FrozenPeriods;
  /** Whether every case is counted as the pack says now. */
  readonly isCounted: () => boolean;
  readonly sumsOf: (period: Period, seq: number) => Promise<PeriodSums>;
  readonly record: (work: OwnWork) => Promise<HubEvent | undefined>;
  /** Called when a period is frozen, before anything else is recorded. */
  readonly show: (frozen: FrozenPeriod) => void;
}

/**
 * Records the numbers of each period once its callbacks' time is over: once for ever, also where no hub was at work
 * then, and never while the machine's clock is in doubt.
 */
export class PeriodFreezer implements TimedWork {
  readonly #deps: FreezerDeps;
  #cancel: () => void = () => {};
  #stopped = false;
  /** No period is due before this instant. */
  #quietUntil = -Infinity;
  #looking: Promise<void> | undefined;
  /** The instant of the log's first event, once it has one. */
  #firstAt: number | undefined;

  constructor(deps: FreezerDeps) {
    this.#deps = deps;
  }

  /** Looks at once, and from then on again and again. */
  start(): void {
    void this.look();
    this.#wait();
  }

  #wait(): void {
    this.#cancel = this.#deps.clock.after(FREEZE_TICK_MS, () => {
      void this.look().then(() => {
        if (!this.#stopped) this.#wait();
      });
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  async soonest(): Promise<number> {
    const [first] = await this.#left(Infinity);
    return first === undefined ? Infinity : freezeAt(first);
  }

  async turnsBefore(until: number): Promise<readonly Turn[]> {
    const left = await this.#left(until);
    return left.map((period) => ({ at: freezeAt(period), does: () => this.look() }));
  }

  /** The periods that fall due before an instant, soonest first; the first one alone where that is Infinity. */
  async #left(until: number): Promise<readonly Period[]> {
    const { store, city, clock, frozen } = this.#deps;
    this.#firstAt ??= (await store.events(0, 1))[0]?.at;
    if (this.#firstAt === undefined) return [];
    const to = Number.isFinite(until) ? until : clock.now() + LONGEST_MS;
    const left = city.periods.between(this.#firstAt, to).filter(({ label }) => !frozen.has(label));
    return left.filter((period) => freezeAt(period) < until).sort((a, b) => a.cutoffAt - b.cutoffAt);
  }

  /** Freezes what is due; what the store fails to take is tried again with the next look. */
  async look(): Promise<void> {
    const { clock, log } = this.#deps;
    if (clock.now() <= this.#quietUntil || !this.#mayFreeze()) return this.#looking;
    this.#looking ??= this.#freezeDue()
      .catch((error: unknown) => {
        if (!this.#stopped) log.error({ err: error }, 'a period could not be frozen; it is tried again');
      })
      .then(() => {
        this.#looking = undefined;
      });
    return this.#looking;
  }

  #mayFreeze(): boolean {
    return !this.#stopped && this.#deps.isCounted() && !this.#deps.holdBreaches();
  }

  async #freezeDue(): Promise<void> {
    const { store, city, clock, frozen } = this.#deps;
    const [first] = await store.events(0, 1);
    if (first === undefined) return;
    const now = clock.now();
    const left = city.periods.between(first.at, now).filter(({ label }) => !frozen.has(label));
    const due = left.filter((period) => isDue(period, now));
    for (const period of due) await this.#freeze(period);
    if (due.some(({ label }) => !frozen.has(label))) return;
    const open = left.filter((period) => !isDue(period, now)).map(({ cutoffAt }) => cutoffAt + SKEW_MS);
    // A period that is not open yet is so within a month; a clock that is set back only makes it later.
    this.#quietUntil = Math.min(...open, now + 3_600_000);
  }

  async #freeze(period: Period): Promise<void> {
    const { store, city, clock, log, frozen, sumsOf, record, show } = this.#deps;
    const seq = await cutoffSeq(store, period.cutoffAt);
    const { rates, durations } = await sumsOf(period, seq);
    const told = {
      period,
      seq,
      units: rosterOf(city, period),
      rates: rowsOf(rates),
      durations: rowsOf(durations),
    };
    const data: FrozenPeriod = { ...told, hash: sha256(frozenText(told)) };
    await record({
      // While the numbers were added up the clock may have come into doubt, or gone back.
      decide: async () => {
        if (!this.#mayFreeze() || !isDue(period, clock.now()) || frozen.has(period.label)) return undefined;
        return { type: 'PeriodFrozen', subject: periodNumber(period.label), data };
      },
      settle: (event) => {
        frozen.add(event);
        if (asHubEvent(event, 'PeriodFrozen') !== undefined) show(data);
        log.info({ period: period.label, seq, hash: data.hash }, 'the numbers of a period are frozen');
      },
    });
  }
}

/** Until then an act received before the cutoff may still be on its way into the log. */
function isDue({ cutoffAt }: Period, now: number): boolean {
  return now > cutoffAt + SKEW_MS;
}

/** The first instant at which a period is due. */
function freezeAt({ cutoffAt }: Period): number {
  return cutoffAt + SKEW_MS + 1;
}

function rowsOf(rows: ReadonlyMap<string, readonly number[]>): FrozenRows {
  const counted = [...rows].filter(([, counts]) => counts.some((count) => count !== 0));
  return counted.sort(([a], [b]) => (a < b ? -1 : 1));
}
