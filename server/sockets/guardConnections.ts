import type { Socket as NetSocket } from 'node:net';
import type { Server } from 'socket.io';
import type { Hub } from '../hub/Hub.ts';
import { TokenBucket } from '../http/access/TokenBucket.ts';
import type { EdgeLimits } from '../http/limits.ts';
import { allowFinishedFrames, destroy } from './engineWire.ts';
import type { Connection } from './engineWire.ts';
import type { CountCut } from './gaugeSockets.ts';
import { messageFault } from './messageFault.ts';

export interface Connections {
  /** Ends all connections, at the latest after so many real milliseconds. */
  readonly end: (withinMs: number) => Promise<void>;
}

/**
 * Watches what every connection sends before anything is made of it: how often, how deep, and that it is text.
 * One that breaks a limit is ended on the spot; nothing of the message that broke it is acted on.
 */
export function guardConnections(
  io: Pick<Server, 'engine'>,
  { hub, limits }: { readonly hub: Hub; readonly limits: EdgeLimits },
  cut: CountCut,
): Connections {
  const open = new Set<NetSocket>();
  io.engine.on('connection', (connection: Connection) => {
    const { socket } = connection.request;
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    // Without a listener one broken packet would end the process.
    connection.on('error', () => cut('broken'));
    allowFinishedFrames(connection);
    const bucket = new TokenBucket(limits.socketMessagesPerSecond, limits.socketMessagesBurst);
    connection.on('packet', (packet: { readonly type: string; readonly data?: unknown }) => {
      if (packet.type !== 'message') return;
      const fault = bucket.take(hub.clock.monotonic()) ? messageFault(packet.data) : 'rate';
      if (fault === undefined) return;
      cut(fault);
      connection.removeAllListeners('data');
      destroy(connection.request);
    });
  });
  return { end: (withinMs) => endAll(open, withinMs) };
}

function endAll(open: ReadonlySet<NetSocket>, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    if (open.size === 0) {
      resolve();
      return;
    }
    const force = setTimeout(() => open.forEach((socket) => socket.destroy()), withinMs);
    for (const socket of open) {
      socket.once('close', () => {
        if (open.size > 0) return;
        clearTimeout(force);
        resolve();
      });
      socket.destroySoon();
    }
  });
}
