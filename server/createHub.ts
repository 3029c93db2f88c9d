import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { createHttp } from './http/createHttp.ts';
import type { HttpDeps } from './http/createHttp.ts';
import { attachSockets } from './sockets/attachSockets.ts';
import type { SocketDeps } from './sockets/attachSockets.ts';

/** What both doors of a hub need. */
export type HubEdgeDeps = HttpDeps & SocketDeps;

export interface ServedHub {
  /** Not listening yet: the caller says where. */
  readonly http: Server;
  /** Ends every connection, then the hub itself; what was taken is answered first. */
  readonly close: () => Promise<void>;
}

/** A hub with its doors: what the start and every test of the whole call. */
export function createHub(deps: HubEdgeDeps): ServedHub {
  const http = createServer();
  const edge = createHttp(deps);
  edge.attach(http);
  const sockets = attachSockets(http, deps);
  return {
    http,
    close: async () => {
      await sockets.close();
      await closed(http);
      await deps.hub.close();
    },
  };
}

/** Idle connections are ended at once; those with a request in work end with its answer. */
function closed(http: Server): Promise<void> {
  return new Promise((resolve) => {
    http.close(() => resolve());
    http.closeIdleConnections();
  });
}
