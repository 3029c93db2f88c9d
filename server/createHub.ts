import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { createHttp, SERVER_OPTIONS } from './http/createHttp.ts';
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

/** How long calls that are under way have to be answered when the hub stops. */
const FINISH_MS = 2_000;

/** A hub with its doors: what the start and every test of the whole call. */
export function createHub(deps: HubEdgeDeps): ServedHub {
  const http = createServer(SERVER_OPTIONS);
  const edge = createHttp(deps);
  const connections = edge.attach(http);
  const sockets = attachSockets(http, deps);
  return {
    http,
    close: async () => {
      // No new connection is accepted from here on; idle ones end at once, those with a call under way with its answer.
      http.close();
      // First, so that nobody's answer waits for a long read.
      deps.hub.rates.stop();
      await sockets.close();
      http.closeIdleConnections();
      await connections.end(FINISH_MS);
      await deps.hub.close();
    },
  };
}
