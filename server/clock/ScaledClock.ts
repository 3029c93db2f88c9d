import { assert } from '../../shared/lib/assert.ts';
import type { HubClock } from '../hub/HubClock.ts';
import { machineTime } from './machineTime.ts';
import type { MachineTime } from './machineTime.ts';

/**
 * Hub time of replay and simulation: it starts at `startAt` when the clock is made and runs `rate` times as
 * fast as the machine's monotonic clock, so setting the machine's clock does not move it.
 */
export class ScaledClock implements HubClock {
  #rate: number;
  #startAt: number;
  #startedAt: number;
  readonly #machine: MachineTime;

  constructor(startAt: number, rate: number, machine: MachineTime = machineTime) {
    assert(Number.isInteger(startAt), `a hub clock cannot start at ${startAt}`);
    assert(rate > 0, `a hub clock cannot run at ${rate}`);
    this.#startAt = startAt;
    this.#rate = rate;
    this.#machine = machine;
    this.#startedAt = machine.monotonic();
  }

  get rate(): number {
    return this.#rate;
  }

  /** From now on hub time runs at another speed; it neither jumps nor turns back. */
  changeRate(rate: number): void {
    assert(rate > 0, `a hub clock cannot run at ${rate}`);
    this.#startAt = this.now();
    this.#startedAt = this.#machine.monotonic();
    this.#rate = rate;
  }

  /** Hub time goes on from an instant ahead; one that is behind changes nothing. */
  jumpTo(at: number): void {
    assert(Number.isInteger(at), `a hub clock cannot jump to ${at}`);
    if (at <= this.now()) return;
    this.#startAt = at;
    this.#startedAt = this.#machine.monotonic();
  }

  now(): number {
    return this.#startAt + Math.floor(this.#rate * (this.#machine.monotonic() - this.#startedAt));
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

/**
 * Where a scaled clock goes on when its data directory is opened again: never before the last event, or
 * time in the log would run backwards. The time the hub was down did not pass.
 */
export function resumeAt(boundStartAt: number, lastEventAt: number | undefined): number {
  return lastEventAt === undefined ? boundStartAt : Math.max(boundStartAt, lastEventAt);
}
