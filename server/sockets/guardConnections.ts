import type { IncomingMessage } from 'node:http';
import type { Socket as NetSocket } from 'node:net';
import type { Server } from 'socket.io';
import type { Hub } from '../hub/Hub.ts';
import { TokenBucket } from '../http/access/TokenBucket.ts';
import type { EdgeLimits } from '../http/limits.ts';
import { allowFinishedFrames, destroy, queuedFor } from './engineWire.ts';
import type { Connection } from './engineWire.ts';
import { FrameCounter } from './FrameCounter.ts';
import type { CountCut } from './gaugeSockets.ts';
import { messageFault } from './messageFault.ts';
import type { Newcomers } from './Newcomers.ts';

export interface Connections {
  /** Ends connections whose queue is too long, and those that do not take the news that they are over. */
  readonly look: () => void;
  /** Ends all connections, at the latest after so many real milliseconds. */
  readonly end: (withinMs: number) => Promise<void>;
}

export interface GuardDeps {
  readonly hub: Hub;
  readonly limits: EdgeLimits;
  readonly newcomers: Newcomers;
}

/** Bytes that may wait for one that has not joined: it is sent nothing but a few short answers. */
const MOST_UNJOINED_BYTES = 64 * 1024;
/** So much may wait for a screen whatever it does; it is out of its room long before. */
const MOST_BYTES = 16 * 1024 * 1024;
/** Maximum messages from a screen while so much waits for it, so that it cannot ask on without reading the answers. */
const MANY_BYTES = 256 * 1024;
const MESSAGES_UNREAD = 16;
/** Looks at a connection that is over and still open, before it is destroyed. */
const FAREWELL_LOOKS = 4;

interface Guarded {
  readonly connection: Connection;
  /** Messages that it has sent since it read what waited for it. */
  asked: number;
  /** Looks since the library said that it is over. */
  over: number;
}

/**
 * Watches what every connection sends before anything is made of it: how often, how deep, and that it is text.
 * One that breaks a limit is ended on the spot; nothing of the message that broke it is acted on.
 */
export function guardConnections(io: Pick<Server, 'engine'>, deps: GuardDeps, cut: CountCut): Connections {
  const open = new Map<NetSocket, Guarded>();
  // Raised before the library listens, so that no byte passes uncounted.
  io.engine.on('initial_headers', (_headers: object, request: IncomingMessage) =>
    countFrames(request, deps, () => cut('rate')),
  );
  io.engine.on('connection', (connection: Connection) => {
    const { socket } = connection.request;
    const guarded: Guarded = { connection, asked: 0, over: 0 };
    open.set(socket, guarded);
    socket.once('close', () => open.delete(socket));
    deps.newcomers.upgraded(socket);
    // Without a listener one broken packet would end the process.
    connection.on('error', () => cut('broken'));
    allowFinishedFrames(connection);
    connection.on('packet', (packet: { readonly type: string; readonly data?: unknown }) => {
      const fault = packet.type === 'message' ? messageFault(packet.data) : undefined;
      const reason = fault ?? (asksUnread(guarded, deps.newcomers) ? 'unread' : undefined);
      if (reason === undefined) return;
      cut(reason);
      connection.removeAllListeners('data');
      destroy(connection.request);
    });
  });
  return {
    look: () => {
      for (const guarded of open.values()) {
        const reason = isOverdue(guarded, deps.newcomers);
        if (reason === undefined || guarded.connection.request.socket.destroyed) continue;
        cut(reason);
        destroy(guarded.connection.request);
      }
    },
    end: (withinMs) => endAll(open, withinMs),
  };
}

/** Each frame takes a token, control frames and pieces of messages too: what the library makes of them costs as much. */
function countFrames(request: IncomingMessage, { hub, limits }: GuardDeps, cut: () => void): void {
  const bucket = new TokenBucket(limits.socketMessagesPerSecond, limits.socketMessagesBurst);
  const counter = new FrameCounter();
  request.socket.on('data', (chunk: Buffer) => {
    for (let frames = counter.count(chunk); frames > 0; frames--) {
      if (bucket.take(hub.clock.monotonic())) continue;
      if (!request.socket.destroyed) cut();
      request.socket.destroy();
      // The library is handed this chunk next: of bytes that are no frame it reads none.
      chunk.fill(0xff);
      return;
    }
  });
}

function asksUnread(guarded: Guarded, newcomers: Newcomers): boolean {
  const { connection } = guarded;
  const { bytes } = queuedFor(connection, connection.request);
  if (bytes > MOST_UNJOINED_BYTES && !newcomers.isKnown(connection.request.socket)) return true;
  guarded.asked = bytes > MANY_BYTES ? guarded.asked + 1 : 0;
  return guarded.asked > MESSAGES_UNREAD;
}

function isOverdue(guarded: Guarded, newcomers: Newcomers): string | undefined {
  const { connection } = guarded;
  if (connection.readyState !== 'open') return ++guarded.over > FAREWELL_LOOKS ? 'over' : undefined;
  const most = newcomers.isKnown(connection.request.socket) ? MOST_BYTES : MOST_UNJOINED_BYTES;
  return queuedFor(connection, connection.request).bytes > most ? 'unread' : undefined;
}

function endAll(open: ReadonlyMap<NetSocket, Guarded>, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    if (open.size === 0) {
      resolve();
      return;
    }
    const sockets = [...open.keys()];
    const force = setTimeout(() => sockets.forEach((socket) => socket.destroy()), withinMs);
    for (const socket of sockets) {
      socket.once('close', () => {
        if (open.size > 0) return;
        clearTimeout(force);
        resolve();
      });
      socket.destroySoon();
    }
  });
}
