import type { Server, Socket } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import type { Counter } from 'prom-client';
import type { HubClock } from '../../hub/HubClock.ts';
import type { EdgeLimits } from '../limits.ts';
import { Crowd } from './Crowd.ts';
import { isCrowded } from './inTurn.ts';
import { UnreadAnswers } from './UnreadAnswers.ts';

const LOOK_EVERY_MS = 500;
/** How long a connection may stay beside many others of its address without having shown a key. */
const GRACE_MS = 2_000;

export interface HttpConnectionsDeps {
  readonly clock: HubClock;
  readonly limits: EdgeLimits;
  /** Whether a connection has shown a good key. */
  readonly isKnown: (socket: Socket) => boolean;
  /** By what a connection is counted; undefined for a proxy, behind which are many. */
  readonly addressOf: (socket: Socket) => string | undefined;
  readonly cuts: Counter<'reason'>;
}

/**
 * Every connection of a server from its accept on, over TLS or not: none can end the process, none is kept for a
 * caller that does not read, and those without a key are bounded apart from those that have shown one.
 */
export class HttpConnections {
  readonly #deps: HttpConnectionsDeps;
  readonly #open = new Set<Socket>();
  readonly #unknown: Crowd;
  readonly #known: Crowd;
  readonly #unread = new UnreadAnswers();
  #stopLooking: () => void = () => {};
  #isEnding = false;

  constructor(deps: HttpConnectionsDeps) {
    this.#deps = deps;
    const { unknownConnections, unknownPerAddress, knownConnections } = deps.limits;
    this.#unknown = new Crowd({
      most: unknownConnections,
      perAddress: unknownPerAddress,
      graceMs: GRACE_MS,
      cut: (socket) => (deps.isKnown(socket) ? this.#know(socket) : this.#cut(socket, 'crowded')),
    });
    this.#known = new Crowd({
      most: knownConnections,
      perAddress: Infinity,
      graceMs: Infinity,
      cut: (socket) => this.#cut(socket, 'crowded'),
    });
  }

  watch(server: Server): void {
    server.on('connection', listenForErrors);
    server.on('tlsClientError', (_error: Error, socket: Socket) => socket.destroy());
    server.on(server instanceof TlsServer ? 'secureConnection' : 'connection', (socket: Socket) =>
      this.#take(socket),
    );
    // From here on a socket is the socket library's, which bounds those that it has.
    server.on('upgrade', (_request, socket: Socket) => {
      if (isCrowded(socket)) this.#cut(socket, 'pipelined');
      this.#release(socket);
    });
    const look = (): void => {
      this.#stopLooking = this.#deps.clock.after(LOOK_EVERY_MS, look);
      this.#look();
    };
    this.#stopLooking = this.#deps.clock.after(LOOK_EVERY_MS, look);
  }

  /** Ends every connection, at the latest after so many real milliseconds. The server accepts none any more. */
  async end(withinMs: number): Promise<void> {
    this.#stopLooking();
    this.#isEnding = true;
    if (this.#open.size === 0) return;
    const closed = Promise.all(
      [...this.#open].map((socket) => new Promise<void>((resolve) => void socket.once('close', resolve))),
    );
    const force = setTimeout(() => this.#open.forEach((socket) => socket.destroy()), withinMs);
    await closed;
    clearTimeout(force);
  }

  #take(socket: Socket): void {
    listenForErrors(socket);
    // The kernel had it already when the server stopped accepting.
    if (this.#isEnding) {
      socket.destroy();
      return;
    }
    const { clock, addressOf } = this.#deps;
    this.#open.add(socket);
    this.#unknown.add(socket, addressOf(socket), clock.monotonic());
    socket.once('close', () => {
      this.#open.delete(socket);
      this.#release(socket);
    });
  }

  #release(socket: Socket): void {
    this.#unknown.delete(socket);
    this.#known.delete(socket);
    this.#unread.forget(socket);
  }

  #know(socket: Socket): void {
    this.#unknown.delete(socket);
    this.#known.add(socket, undefined, this.#deps.clock.monotonic());
  }

  #look(): void {
    const { clock, isKnown } = this.#deps;
    const now = clock.monotonic();
    for (const socket of [...this.#unknown.sockets()]) if (isKnown(socket)) this.#know(socket);
    this.#unknown.look(now);
    for (const crowd of [this.#unknown, this.#known])
      for (const socket of [...crowd.sockets()])
        if (this.#unread.isStuck(socket, now)) this.#cut(socket, 'unread');
  }

  #cut(socket: Socket, reason: string): void {
    if (!socket.destroyed) this.#deps.cuts.inc({ reason });
    socket.destroy();
  }
}

/** Without a listener a reset would end the process. Whoever uses a socket hears of its end by its `close`. */
function listenForErrors(socket: Socket): void {
  socket.on('error', () => {});
}
