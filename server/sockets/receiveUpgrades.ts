import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Newcomers } from './Newcomers.ts';

const SOCKET_PATH = '/socket.io/';

/**
 * Hands a server's upgrades to the socket library, which sees no other request: it would keep some of them without an
 * answer. From here on a socket has a listener for its errors, whatever becomes of it and when.
 */
export function receiveUpgrades(server: Server, library: Server, newcomers: Newcomers): void {
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => {});
    if (socket.destroyed) return;
    if (!isForSockets(request.url ?? '')) {
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      // It has had its answer: nobody waits for it to close its own side.
      socket.destroySoon();
      return;
    }
    newcomers.arrived(socket);
    library.emit('upgrade', request, socket, head);
  });
}

/** A session's name would let one connection take over another's place, past every admission; no screen does that. */
function isForSockets(url: string): boolean {
  if (!url.startsWith(SOCKET_PATH)) return false;
  const query = url.indexOf('?');
  return query !== -1 && !new URLSearchParams(url.slice(query + 1)).has('sid');
}
