import { createServer } from 'node:http';
import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { Namespace } from 'socket.io';
import type { HubToScreen, ScreenToHub } from '../../shared/contract/eventMaps.ts';
import type { Refusal } from '../../shared/domain/refusals.ts';
import { refusal } from '../../shared/domain/refusals.ts';
import type { Actor } from '../../shared/domain/vocabulary.ts';
import type { EdgeLimits } from '../http/limits.ts';
import type { Admission } from './admission.ts';
import { LIVE } from './FinishedPacket.ts';
import { JOIN_MS } from './Newcomers.ts';
import type { Turnstile } from './Turnstile.ts';

type Io = Server<ScreenToHub, HubToScreen, Record<never, never>, { actor?: Actor }>;
export type LiveNamespace = Namespace<ScreenToHub, HubToScreen, Record<never, never>, { actor?: Actor }>;

/**
 * The socket library, told what it may do: WebSocket only, no recovery of sessions (it would pass the
 * admission by), nothing compressed for each socket, and nobody in any namespace but `/live`. Where frames are
 * compressed once for all, compression is agreed on and then never used by the library itself: its threshold
 * is out of reach, and no message depends on the one before.
 */
export function liveServer(
  deps: { readonly limits: EdgeLimits; readonly compressOnce: boolean },
  admission: Admission,
  turnstile: Turnstile,
): { readonly io: Io; readonly live: LiveNamespace; readonly upgrades: HttpServer } {
  // Never listens: it is handed the upgrades that the library is meant to see.
  const upgrades = createServer();
  const io: Io = new Server(upgrades, {
    transports: ['websocket'],
    allowUpgrades: false,
    serveClient: false,
    maxHttpBufferSize: deps.limits.socketBytes,
    connectTimeout: JOIN_MS,
    httpCompression: false,
    perMessageDeflate: deps.compressOnce
      ? { threshold: Number.MAX_SAFE_INTEGER, serverNoContextTakeover: true, clientNoContextTakeover: true }
      : false,
    allowRequest: (request, answer) => {
      turnstile.passStranger(() => {
        // Who gave up while waiting is not worth a handshake.
        if (request.socket.destroyed) return;
        const refused = admission.upgrade(request);
        answer(refused?.code, refused === undefined);
      });
    },
  });
  io.use((_socket, next) => next(failure(refusal('not_found'))));
  const live: LiveNamespace = io.of(LIVE);
  live.use((socket, next) => {
    const admitted = admission.join(socket.request, socket.handshake.auth);
    if (!admitted.ok) {
      next(failure(admitted.refusal));
      return;
    }
    socket.data.actor = admitted.value;
    next();
  });
  return { io, live, upgrades };
}

/** A no to a handshake as the library carries it: the code is the message, the refusal its data. */
function failure(refused: Refusal): Error {
  return Object.assign(new Error(refused.code), { data: refused });
}
