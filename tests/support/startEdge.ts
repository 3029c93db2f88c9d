import { once } from 'node:events';
import { createServer } from 'node:http';
import { Registry } from 'prom-client';
import { openHub } from '../../server/hub/openHub.ts';
import type { Hub } from '../../server/hub/Hub.ts';
import type { City } from '../../shared/domain/City.ts';
import type { Mode } from '../../shared/domain/vocabulary.ts';
import { Access, hashKey } from '../../server/http/access/Access.ts';
import { Origins } from '../../server/http/access/Origins.ts';
import { TrustedProxies } from '../../server/http/access/TrustedProxies.ts';
import { createHttp, SERVER_OPTIONS } from '../../server/http/createHttp.ts';
import type { HttpEdge } from '../../server/http/createHttp.ts';
import { DEFAULT_LIMITS } from '../../server/http/limits.ts';
import type { EdgeLimits } from '../../server/http/limits.ts';
import { attachSockets } from '../../server/sockets/attachSockets.ts';
import type { SocketEdge } from '../../server/sockets/attachSockets.ts';
import type { Vault } from '../../server/store/vault/Vault.ts';
import { MemoryStore } from '../../server/store/memory/MemoryStore.ts';
import { FakeClock } from './FakeClock.ts';
import { plainVault } from './plainVault.ts';
import { quietLog } from './quietLog.ts';
import { sampleCity } from './sampleCity.ts';

export const INTAKE_KEY = 'intake-key-of-the-tests';
export const OTHER_KEY = 'another-key-of-the-tests';
export const SCREEN_TOKEN = 'screen-token-of-the-tests';

export interface EdgeOptions {
  readonly mode?: Mode;
  readonly limits?: Partial<EdgeLimits>;
  readonly origins?: readonly string[];
  readonly trustProxy?: readonly string[];
  readonly compressOnce?: boolean;
  readonly clientDir?: string;
  readonly failuresPerMinute?: number;
  /** What of the hub the edge sees otherwise. */
  readonly instead?: (hub: Hub) => Partial<Hub>;
  /** The sample city unless told. */
  readonly city?: City;
}

export interface Edge {
  readonly url: string;
  readonly origin: string;
  readonly port: number;
  readonly hub: Hub;
  readonly clock: FakeClock;
  readonly access: Access;
  readonly store: MemoryStore;
  readonly vault: Vault;
  readonly http: HttpEdge;
  readonly sockets: SocketEdge;
  readonly registry: Registry;
  readonly log: ReturnType<typeof quietLog>;
  readonly close: () => Promise<void>;
}

/** A hub on a memory store with its whole edge on a free port; time stands until a test moves it. */
export async function startEdge(options: EdgeOptions = {}): Promise<Edge> {
  const clock = new FakeClock();
  const store = new MemoryStore();
  const log = quietLog();
  const vault = plainVault();
  const bare = await openHub({
    store,
    vault,
    city: options.city ?? sampleCity(),
    clock,
    mode: options.mode ?? 'live',
    epoch: 'epoch-1',
    log,
    holdBreaches: () => false,
  });
  const hub = options.instead === undefined ? bare : replaced(bare, options.instead(bare));
  const registry = new Registry();
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const proxies = new TrustedProxies(options.trustProxy);
  const access = new Access({
    keys: [
      { actor: { role: 'integration', id: 'intake' }, hash: hashKey(INTAKE_KEY) },
      { actor: { role: 'integration', id: 'other' }, hash: hashKey(OTHER_KEY) },
      { actor: { role: 'wall', id: 'screen-1' }, hash: hashKey(SCREEN_TOKEN) },
    ],
    failuresPerMinute: options.failuresPerMinute ?? 100,
    monotonic: () => clock.monotonic(),
    proxies,
    log,
  });
  const origins = new Origins(options.origins ?? [], undefined, proxies);
  const shared = { hub, access, origins, limits, log, registry };
  const clientDir = options.clientDir ?? '/nonexistent';
  const http = createHttp({ ...shared, macKey: Buffer.alloc(32, 1), clientDir });
  const server = createServer(SERVER_OPTIONS);
  http.attach(server);
  const sockets = attachSockets(server, { ...shared, compressOnce: options.compressOnce ?? false });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const url = `http://127.0.0.1:${port}`;
  return {
    ...{ url, origin: url, port, hub, access, clock, store, vault, http, sockets, registry, log },
    close: async () => {
      await sockets.close();
      server.closeAllConnections();
      server.close();
      await hub.close();
    },
  };
}

/** The hub with some of its members replaced, whatever it is made of. */
function replaced(hub: Hub, members: Partial<Hub>): Hub {
  return new Proxy(hub, {
    get: (target, name) => {
      const value: unknown = name in members ? Reflect.get(members, name) : Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
