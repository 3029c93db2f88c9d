import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http';
import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';
import { must } from '../../shared/lib/assert.ts';
import type { Log } from '../Log.ts';
import type { Hub } from '../hub/Hub.ts';
import type { Access } from './access/Access.ts';
import type { Origins } from './access/Origins.ts';
import { apiRoutes } from './api/apiRoutes.ts';
import type { ApiRoute } from './api/ApiRoute.ts';
import { ApiTable } from './api/ApiTable.ts';
import { describingRoutes } from './api/describingRoutes.ts';
import { ApiDoor } from './ApiDoor.ts';
import { HttpConnections } from './connections/HttpConnections.ts';
import { inTurn, QueuedRequest } from './connections/inTurn.ts';
import { EdgeMetrics } from './EdgeMetrics.ts';
import { expressApp } from './expressApp.ts';
import { CallerKeys } from './intake/CallerKeys.ts';
import type { EdgeLimits } from './limits.ts';
import type { OpenApi } from './openapi/openApi.ts';
import { openApi } from './openapi/openApi.ts';
import { sendAnswer } from './sendAnswer.ts';

export interface HttpDeps {
  readonly hub: Hub;
  readonly access: Access;
  readonly origins: Origins;
  readonly limits: EdgeLimits;
  readonly log: Log;
  readonly registry: Registry;
  /** Secret of the data directory; another one forgets every caller's key. */
  readonly macKey: Uint8Array;
  /** Where the built screens lie. */
  readonly clientDir: string;
}

export interface HttpEdge {
  readonly listener: (request: IncomingMessage, response: ServerResponse) => void;
  readonly document: OpenApi;
  /** Answers a server's requests, and sees that no sender can hold a connection by being slow. */
  readonly attach: (server: Server) => HttpConnections;
}

/** A sender has this long for a request's head, and for all of it. */
const HEAD_MS = 10_000;
const REQUEST_MS = 30_000;

/** What a server must be made with so that `attach` can keep it from harm. */
export const SERVER_OPTIONS = {
  IncomingMessage: QueuedRequest,
  connectionsCheckingInterval: 1_000,
} as const satisfies ServerOptions<typeof QueuedRequest>;

/** What is asked of the sockets' path without an upgrade: other transports are not served. */
const SOCKET_PATH = '/socket.io/';
const WEBSOCKET_ONLY = { status: 400, type: 'text/plain', body: 'Only WebSocket is served here.\n' };

/** The hub's HTTP side. Filing cases is answered before Express is even asked, which takes four times as long. */
export function createHttp(deps: HttpDeps): HttpEdge {
  const { hub, limits, registry, log, clientDir } = deps;
  const routes = apiRoutes({ hub, limits, keys: new CallerKeys(deps.macKey) });
  let document: OpenApi | undefined;
  const describe = (): OpenApi => (document ??= openApi(table.routes));
  const table = new ApiTable([...routes, ...describingRoutes(describe, registry)]);
  const door = new ApiDoor({ ...deps, metrics: new EdgeMetrics(registry, hub) });
  const app = expressApp({ table, door, clientDir, log });
  const intake = intakeRoutes(table);

  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    const url = request.url ?? '';
    if (url.startsWith(SOCKET_PATH)) {
      sendAnswer(response, WEBSOCKET_ONLY);
      return;
    }
    if (hub.mode !== 'live') response.setHeader('Whistleboard-Mode', hub.mode);
    const route = request.method === 'POST' ? intake.get(pathOf(url)) : undefined;
    if (route === undefined) app(request, response);
    else void door.serve(route, {}, request, response);
  };
  const listener = (request: IncomingMessage, response: ServerResponse): void =>
    inTurn(request, response, () => serve(request, response));
  return {
    listener,
    get document() {
      return describe();
    },
    attach: (server) => {
      server.headersTimeout = HEAD_MS;
      server.requestTimeout = REQUEST_MS;
      server.on('request', listener);
      const connections = connectionsOf(deps);
      connections.watch(server);
      return connections;
    },
  };
}

function connectionsOf({ hub, limits, access, registry }: HttpDeps): HttpConnections {
  return new HttpConnections({
    clock: hub.clock,
    limits,
    isKnown: (socket) => access.knows(socket),
    addressOf: (socket) => access.countedAs(socket),
    cuts: new Counter({
      name: 'whistleboard_http_cuts_total',
      help: 'HTTP connections ended by the hub, by reason.',
      labelNames: ['reason'],
      registers: [registry],
    }),
  });
}

function intakeRoutes(table: ApiTable): ReadonlyMap<string, ApiRoute> {
  const paths = ['/api/v1/cases', '/api/v1/cases/batch'];
  return new Map(
    paths.map((path) => {
      const found = table.routes.find((route) => route.method === 'POST' && route.path === path);
      return [path, must(found, `there is no way to POST ${path}`)];
    }),
  );
}

function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}
