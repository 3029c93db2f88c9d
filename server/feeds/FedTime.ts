import type { Refusal } from '../../shared/domain/refusals.ts';
import { ok } from '../../shared/lib/Result.ts';
import type { Result } from '../../shared/lib/Result.ts';
import type { FedClock } from '../clock/FedClock.ts';
import type { Hub } from '../hub/Hub.ts';
import { leadOf } from './leadOf.ts';
import type { PastProgress } from './PastTime.ts';

/** What hub time alone brings about at an instant; `take` gives it to the hub. */
export interface FedTurn {
  readonly at: number;
  readonly take: () => Promise<Result<unknown, Refusal>>;
}

/**
 * Hub time in the hands of a feed: it stands at the instant of each fact when that is filed, never passes the next
 * one, and all that falls due in between has its turn before it. Between two facts it runs at the speed asked for.
 */
export class FedTime {
  /** So long after any fact nothing falls due because of it, in hub milliseconds. */
  readonly leadMs: number;
  readonly #clock: FedClock;
  readonly #hub: Pick<Hub, 'timedWork' | 'submit'>;
  readonly #tell: (progress: PastProgress) => void;

  constructor(
    clock: FedClock,
    hub: Pick<Hub, 'timedWork' | 'submit' | 'city'>,
    tell: (progress: PastProgress) => void = () => {},
  ) {
    this.#clock = clock;
    this.#hub = hub;
    this.#tell = tell;
    this.leadMs = leadOf(hub.city);
  }

  /** The hub time that the speed has come to. */
  get reached(): number {
    return this.#clock.reached();
  }

  standAt(at: number): void {
    this.#clock.standAt(at);
  }

  /** Lets hub time run, no further than an instant; the real milliseconds until the speed has come to it. */
  runTo(at: number): number {
    return this.#clock.runTo(at);
  }

  /** What lies before this instant takes no real time. */
  skipTo(at: number): void {
    if (this.#clock.reached() < at) this.#clock.paceFrom(at);
  }

  /** Takes the speed up again where hub time stands, whatever has passed meanwhile. */
  begin(at: number): void {
    this.#clock.standAt(at);
    this.#clock.paceFrom(at);
  }

  /** Hub time stands for good. */
  end(): void {
    this.#clock.end();
  }

  soonest(): Promise<number> {
    return this.#hub.timedWork.soonest();
  }

  async turnsBefore(until: number): Promise<readonly FedTurn[]> {
    const turns = await this.#hub.timedWork.turnsBefore(until);
    return turns.map(({ at, does }) => ({
      at,
      take: async () => (typeof does === 'function' ? ok(await does()) : this.#hub.submit(does)),
    }));
  }

  tell(progress: PastProgress): void {
    this.#tell(progress);
  }
}
