import type { HubClock } from '../hub/HubClock.ts';
import { machineTime } from './machineTime.ts';
import type { MachineTime } from './machineTime.ts';

/** Hub time is the machine's: the clock of a real city. It steps when the machine's clock is set (K8). */
export class LiveClock implements HubClock {
  readonly rate = 1;
  readonly #machine: MachineTime;

  constructor(machine: MachineTime = machineTime) {
    this.#machine = machine;
  }

  now(): number {
    return Math.floor(this.#machine.wall());
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
