import type { IncomingMessage } from 'node:http';
import type { Refusal } from '../../shared/domain/refusals.ts';
import { refusal } from '../../shared/domain/refusals.ts';
import type { Actor } from '../../shared/domain/vocabulary.ts';
import type { Result } from '../../shared/lib/Result.ts';
import { ok, refuse } from '../../shared/lib/Result.ts';
import type { Hub } from '../hub/Hub.ts';
import type { Access } from '../http/access/Access.ts';
import { bearerOf } from '../http/access/Access.ts';
import { UNPAIRED } from '../http/access/authorise.ts';
import { Buckets } from '../http/access/Buckets.ts';
import type { Origins } from '../http/access/Origins.ts';
import type { EdgeLimits } from '../http/limits.ts';
import type { Newcomers } from './Newcomers.ts';

export interface AdmissionDeps {
  readonly hub: Hub;
  readonly access: Access;
  readonly origins: Origins;
  readonly limits: EdgeLimits;
}

/**
 * Who may open a socket. A browser puts a page's Origin on every handshake and sends no CORS question first, so
 * the list is held here, twice: before the upgrade, and before the namespace, where a program without an
 * Origin may still show its key in `auth.token`.
 */
export class Admission {
  readonly #deps: AdmissionDeps;
  readonly #newcomers: Newcomers;
  readonly #handshakes: Buckets;

  constructor(deps: AdmissionDeps, newcomers: Newcomers) {
    this.#deps = deps;
    this.#newcomers = newcomers;
    const { handshakesPerMinute } = deps.limits;
    this.#handshakes = new Buckets(handshakesPerMinute / 60, handshakesPerMinute);
  }

  /** Before the upgrade: a foreign page and a wrong key go no further. */
  upgrade(request: IncomingMessage): Refusal | undefined {
    const { access, origins } = this.#deps;
    const { origin, authorization } = request.headers;
    if (this.#isFull) return refusal('too_fast', { retryAfter: 5 });
    if (origin !== undefined && !origins.allows(origin, request))
      return access.failed(request, 'foreign_origin');
    if (authorization === undefined) return undefined;
    const admitted = access.admitHeader(authorization, request);
    if (!admitted.ok) return admitted.refusal;
    this.#newcomers.shown(request.socket);
    return undefined;
  }

  /** Before the namespace: the identity behind the handshake. */
  join(request: IncomingMessage, auth: unknown): Result<Actor, Refusal> {
    const { hub } = this.#deps;
    const actor = this.#identity(request, auth);
    if (!actor.ok) return actor;
    if (!this.#newcomers.isKnown(request.socket)) {
      if (this.#isFull) return refuse(refusal('too_fast', { retryAfter: 5 }));
      this.#newcomers.shown(request.socket);
    }
    const bucket = this.#handshakes.of(actor.value);
    if (bucket.take(hub.clock.monotonic())) return actor;
    return refuse(refusal('too_fast', { retryAfter: bucket.retryAfter }));
  }

  get #isFull(): boolean {
    return this.#newcomers.known >= this.#deps.limits.sockets;
  }

  #identity(request: IncomingMessage, auth: unknown): Result<Actor, Refusal> {
    const { hub, access, origins } = this.#deps;
    const key = tokenOf(auth) ?? bearerOf(request.headers.authorization);
    if (key !== undefined) return access.admit(key, request);
    const isDemo = hub.mode !== 'live' && request.headers.origin !== undefined;
    if (isDemo && origins.isFromThisMachine(request)) return ok(UNPAIRED);
    return refuse(access.failed(request, 'no_key'));
  }
}

function tokenOf(auth: unknown): string | undefined {
  if (typeof auth !== 'object' || auth === null || !('token' in auth)) return undefined;
  return typeof auth.token === 'string' && auth.token !== '' ? auth.token : undefined;
}
