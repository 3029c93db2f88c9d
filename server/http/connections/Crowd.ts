import type { Socket } from 'node:net';

export interface CrowdOptions {
  /** Connections in all; beyond it the oldest goes, so that a newcomer always gets in. */
  readonly most: number;
  /** Connections of one address that may stay for longer than `graceMs`. */
  readonly perAddress: number;
  /** How long a connection stays whatever others its address has: time enough to show who it is. */
  readonly graceMs: number;
  /** The longest that a connection may stay; without end where not given. */
  readonly lifeMs?: number;
  /** Ends a connection that has to go. It is out of the crowd already. */
  readonly cut: (socket: Socket) => void;
}

interface Member {
  /** Undefined: one that stands for many callers, as a proxy does, and is not counted by address. */
  readonly address: string | undefined;
  readonly since: number;
}

/**
 * Connections of one kind, oldest first, few an address and bounded in all. Nobody is refused: whoever is here
 * longest makes room, so a flood pushes out itself and not those who come after it.
 */
export class Crowd {
  readonly #options: CrowdOptions;
  readonly #members = new Map<Socket, Member>();

  constructor(options: CrowdOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#members.size;
  }

  sockets(): IterableIterator<Socket> {
    return this.#members.keys();
  }

  has(socket: Socket): boolean {
    return this.#members.has(socket);
  }

  /** `now` is monotonic milliseconds. */
  add(socket: Socket, address: string | undefined, now: number): void {
    this.#members.set(socket, { address, since: now });
    for (const oldest of this.#members.keys()) {
      if (this.#members.size <= this.#options.most) break;
      this.#end(oldest);
    }
  }

  delete(socket: Socket): boolean {
    return this.#members.delete(socket);
  }

  /** Ends those who have been here for too long. Call it a few times a second. */
  look(now: number): void {
    const { perAddress, graceMs, lifeMs = Infinity } = this.#options;
    const counts = new Map<string, number>();
    for (const [socket, { address, since }] of [...this.#members].reverse()) {
      const count = address === undefined ? 0 : (counts.get(address) ?? 0) + 1;
      if (address !== undefined) counts.set(address, count);
      const age = now - since;
      if (age > lifeMs || (count > perAddress && age > graceMs)) this.#end(socket);
    }
  }

  #end(socket: Socket): void {
    this.#members.delete(socket);
    this.#options.cut(socket);
  }
}
