import type { Server as HttpServer } from 'node:http';
import type { Registry } from 'prom-client';
import { UNPAIRED } from '../http/access/authorise.ts';
import type { Log } from '../Log.ts';
import type { Surface } from '../../shared/tables/liveTable.ts';
import { Admission } from './admission.ts';
import type { AdmissionDeps } from './admission.ts';
import { guardConnections } from './guardConnections.ts';
import { countCuts, gaugeSockets } from './gaugeSockets.ts';
import type { CountCut } from './gaugeSockets.ts';
import { liveServer } from './liveServer.ts';
import { Newcomers } from './Newcomers.ts';
import { receiveUpgrades } from './receiveUpgrades.ts';
import { RoomCaster } from './RoomCaster.ts';
import type { Screen } from './Screen.ts';
import { Screens } from './Screens.ts';
import { SlowReaders } from './SlowReaders.ts';
import { startPulse } from './startPulse.ts';
import { Turnstile } from './Turnstile.ts';
import { welcome } from './welcome.ts';

export interface SocketDeps extends AdmissionDeps {
  readonly log: Log;
  readonly registry: Registry;
  /** Compresses each frame once for all screens, where the link is the limit. */
  readonly compressOnce: boolean;
}

export interface SocketEdge {
  /** How many screens are in a room. */
  readonly screenCount: () => number;
  /** Ends every connection. The HTTP server is the caller's to close. */
  readonly close: () => Promise<void>;
}

const SURFACES: readonly Surface[] = ['wall', 'console', 'leader'];
/** How long a connection gets to take the news that it is over. */
const FAREWELL_MS = 200;

/** Opens `/live` on a server: who may come in, what they are sent, and who is too slow for it. */
export function attachSockets(server: HttpServer, deps: SocketDeps): SocketEdge {
  const { hub, log, registry, limits } = deps;
  const turnstile = new Turnstile();
  const cuts = countCuts(registry);
  const newcomers = newcomersOf(deps, cuts);
  const { io, live, upgrades } = liveServer(deps, new Admission(deps, newcomers), turnstile);
  receiveUpgrades(server, upgrades, newcomers);
  const screens = new Screens(hub);
  const caster = new RoomCaster(live, screens);
  gaugeSockets(registry, screens, caster);
  const connections = guardConnections(io, { hub, limits, newcomers }, cuts);
  welcome(live, { ...deps, screens, caster, cuts, turnstile });
  cutRevoked(deps, screens);
  for (const surface of SURFACES) {
    const room = hub.room(surface);
    room.onFrame(
      (frame) => caster.cast(room.name, 'sync:frame', frame),
      () => live.adapter.rooms.get(room.name)?.size ?? 0,
    );
  }
  const dropped = (screen: Screen): void => {
    cuts('unread');
    log.warn(
      { screen: screen.id, behind: screen.behind },
      'a screen did not read for a minute and is let go',
    );
  };
  const slowReaders = new SlowReaders({ hub, screens, caster, dropped });
  const look = (): void => {
    newcomers.look();
    connections.look();
    slowReaders.look();
  };
  const stopPulse = startPulse({ hub, screens, caster, look, surfaces: SURFACES });

  return {
    screenCount: () => screens.count,
    close: async () => {
      stopPulse();
      newcomers.end();
      io.disconnectSockets(true);
      io.engine.close();
      await connections.end(FAREWELL_MS);
    },
  };
}

/** Who came in by a key that was revoked does not go on looking. */
function cutRevoked({ access }: SocketDeps, screens: Screens): void {
  access.onChange(() => {
    for (const screen of [...screens.all()])
      if (screen.actor !== UNPAIRED && !access.stillAdmits(screen.actor)) screen.cutOff();
  });
}

function newcomersOf({ hub, access, limits }: SocketDeps, cuts: CountCut): Newcomers {
  return new Newcomers({
    limits,
    monotonic: () => hub.clock.monotonic(),
    addressOf: (socket) => access.countedAs(socket),
    cut: (socket, reason) => {
      cuts(reason);
      socket.destroy();
    },
  });
}
