import { assert } from '../../shared/lib/assert.ts';
import type { HubClock } from '../hub/HubClock.ts';
import { machineTime } from './machineTime.ts';
import type { MachineTime } from './machineTime.ts';

/**
 * Hub time of a replay: a feed says at which instant it stands and how far it may run. In between it runs `rate`
 * times as fast as the machine's monotonic clock, for the screens alone; with an endless rate it is where it may
 * run to at once. It never passes the instant it may run to, however late the feed is.
 */
export class FedClock implements HubClock {
  readonly #rate: number;
  readonly #machine: MachineTime;
  /** At this machine time the pace was at this hub time. */
  #pacedFrom: { readonly real: number; readonly at: number };
  #from: number;
  #until: number;
  #isOver = false;

  constructor(startAt: number, rate: number, machine: MachineTime = machineTime) {
    assert(Number.isInteger(startAt), `a hub clock cannot start at ${startAt}`);
    assert(rate > 0, `a hub clock cannot run at ${rate}`);
    this.#rate = rate;
    this.#machine = machine;
    this.#pacedFrom = { real: machine.monotonic(), at: startAt };
    this.#from = startAt;
    this.#until = startAt;
  }

  /** 0 where hub time goes on by leaps alone or has come to its end: between two beats it then stands on screens too. */
  get rate(): number {
    return this.#isOver || !Number.isFinite(this.#rate) ? 0 : this.#rate;
  }

  now(): number {
    return Math.min(this.#until, Math.max(this.#from, this.reached()));
  }

  /** The hub time that the speed has come to by now, whatever the feed has done. */
  reached(): number {
    if (!Number.isFinite(this.#rate)) return Infinity;
    const { real, at } = this.#pacedFrom;
    return at + Math.floor(this.#rate * (this.#machine.monotonic() - real));
  }

  /** Hub time is at this instant and stays there. */
  standAt(at: number): void {
    assert(Number.isInteger(at), `a hub clock cannot stand at ${at}`);
    this.#from = at;
    this.#until = at;
  }

  /** Hub time runs on, no further than `until`; the real milliseconds until the speed has come to it. */
  runTo(until: number): number {
    this.#until = Math.max(this.#from, until);
    return Number.isFinite(this.#rate) ? Math.max(0, (until - this.reached()) / this.#rate) : 0;
  }

  /** The speed has come to this instant: what lies before it takes no time. */
  paceFrom(at: number): void {
    this.#pacedFrom = { real: this.#machine.monotonic(), at };
  }

  /** Hub time stands where it is for good. */
  end(): void {
    this.standAt(this.now());
    this.#isOver = true;
  }

  after(realMs: number, fire: () => void): () => void {
    return this.#machine.after(realMs, fire);
  }

  monotonic(): number {
    return this.#machine.monotonic();
  }

  wall(): number {
    return this.#machine.wall();
  }
}
