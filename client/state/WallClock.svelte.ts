import type { Beat } from '../../shared/contract/sync.ts';

/** Beats that the estimate of the hub's time is chosen from: half a minute's worth. */
const SAMPLES = 30;
/** A beat that is off by more than this many real milliseconds means that the hub's clock was set anew. */
const STEP_MS = 2_000;

interface Sample {
  /** Local monotonic milliseconds at arrival. */
  readonly at: number;
  readonly hubTime: number;
  readonly rate: number;
}

/**
 * The hub's time on a screen whose own clock may be wrong: told by beats, carried on between them by the local
 * monotonic clock times the hub clock's `rate`. Of the last beats the one that came quickest is believed.
 * `now` is reactive and moves with `tick`, the screen's one ticker.
 *
 * Two times, which part when the hub falls silent: `asOf` is that of the data, by which every table is read; `now`
 * goes on, and only what counts down or up to an instant follows it, and the clock on the page.
 */
export class WallClock {
  readonly #monotonic: () => number;
  #samples: Sample[] = [];
  #best: Sample | undefined;
  #now = $state.raw<number | undefined>(undefined);
  #asOf = $state.raw<number | undefined>(undefined);
  #delayMs = $state.raw(0);
  #driftMs = 0;

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /** The hub's time in epoch milliseconds, carried on without it too; undefined before the first beat. */
  get now(): number | undefined {
    return this.#now;
  }

  /** The hub's time at its last word: as of when the numbers are. */
  get asOf(): number | undefined {
    return this.#asOf;
  }

  /** By how many real milliseconds the last beat came later than the quickest of the last half minute. */
  get delayMs(): number {
    return this.#delayMs;
  }

  /** By how many real milliseconds the last beat's time differed from what this clock had said. */
  get driftMs(): number {
    return this.#driftMs;
  }

  beat(beat: Pick<Beat, 'hubTime' | 'rate'>): void {
    const sample = { at: this.#monotonic(), hubTime: beat.hubTime, rate: beat.rate };
    const said = this.#estimate(sample.at);
    this.#driftMs = said === undefined ? 0 : Math.round((said - sample.hubTime) / rateOf(sample));
    if (this.#best?.rate !== sample.rate || Math.abs(this.#driftMs) > STEP_MS) this.#samples = [];
    this.#samples.push(sample);
    if (this.#samples.length > SAMPLES) this.#samples.shift();
    this.#best = this.#samples.reduce((best, one) => (latenessOf(one) < latenessOf(best) ? one : best));
    this.#delayMs = Math.max(0, latenessOf(sample) - latenessOf(this.#best));
    this.#asOf = sample.hubTime;
    this.tick();
  }

  /** Anything else that the hub says is a sign of life too, and says what is shown anew. */
  heard(): void {
    const now = this.#estimate(this.#monotonic());
    if (now === undefined || now <= (this.#asOf ?? now)) return;
    this.#asOf = now;
    this.#now = now;
  }

  tick(): void {
    this.#now = this.#estimate(this.#monotonic());
  }

  #estimate(at: number): number | undefined {
    if (this.#best === undefined) return undefined;
    return Math.round(this.#best.hubTime + (at - this.#best.at) * this.#best.rate);
  }
}

/** Arrival minus sending on a common scale of real milliseconds: only differences of it mean anything. */
function latenessOf(sample: Sample): number {
  return sample.at - sample.hubTime / rateOf(sample);
}

/** A hub clock that stands still would divide by zero. */
function rateOf(sample: Pick<Sample, 'rate'>): number {
  return sample.rate > 0 ? sample.rate : 1;
}
