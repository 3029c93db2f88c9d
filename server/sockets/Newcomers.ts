import type { Socket } from 'node:net';
import { Crowd } from '../http/connections/Crowd.ts';
import type { EdgeLimits } from '../http/limits.ts';

/** How long a socket may stay beside many others of its address without having joined. */
const GRACE_MS = 500;
/** The longest that one may wait for its upgrade, and then stay without having joined. */
export const JOIN_MS = 3_000;

export interface NewcomersDeps {
  readonly limits: EdgeLimits;
  readonly monotonic: () => number;
  /** By what a connection is counted; undefined for a proxy, behind which are many. */
  readonly addressOf: (socket: Socket) => string | undefined;
  readonly cut: (socket: Socket, reason: string) => void;
}

/**
 * Who has asked for a socket and not shown who it is, apart from those who have: they are few an address, stay for
 * seconds, and never take the place of a screen.
 */
export class Newcomers {
  readonly #deps: NewcomersDeps;
  readonly #waiting: Crowd;
  readonly #unjoined: Crowd;
  readonly #known = new Set<Socket>();

  constructor(deps: NewcomersDeps) {
    this.#deps = deps;
    const { waitingSockets, unjoinedSockets, unjoinedPerAddress } = deps.limits;
    const cut = (socket: Socket): void => deps.cut(socket, 'crowded');
    const waits = { perAddress: Infinity, graceMs: Infinity, lifeMs: JOIN_MS, cut };
    this.#waiting = new Crowd({ ...waits, most: waitingSockets });
    const joins = { perAddress: unjoinedPerAddress, graceMs: GRACE_MS, lifeMs: JOIN_MS, cut };
    this.#unjoined = new Crowd({ ...joins, most: unjoinedSockets });
  }

  /** How many have shown who they are and are still there. */
  get known(): number {
    return this.#known.size;
  }

  isKnown(socket: Socket): boolean {
    return this.#known.has(socket);
  }

  /** It has asked for its upgrade and waits for the hub. */
  arrived(socket: Socket): void {
    this.#waiting.add(socket, undefined, this.#deps.monotonic());
    socket.once('close', () => {
      this.#waiting.delete(socket);
      this.#unjoined.delete(socket);
      this.#known.delete(socket);
    });
  }

  /** It is upgraded, and the hub waits for it. */
  upgraded(socket: Socket): void {
    this.#waiting.delete(socket);
    if (this.#known.has(socket) || socket.destroyed) return;
    const { addressOf, monotonic } = this.#deps;
    this.#unjoined.add(socket, addressOf(socket), monotonic());
  }

  /** It has shown a good key. */
  shown(socket: Socket): void {
    this.#unjoined.delete(socket);
    if (!socket.destroyed) this.#known.add(socket);
  }

  /** Ends those that have taken too long. Call it a few times a second. */
  look(): void {
    const now = this.#deps.monotonic();
    this.#waiting.look(now);
    this.#unjoined.look(now);
  }

  /** Ends all who are not screens yet. */
  end(): void {
    for (const crowd of [this.#waiting, this.#unjoined])
      for (const socket of [...crowd.sockets()]) socket.destroy();
  }
}
