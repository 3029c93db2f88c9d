import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Refusal } from '../../../shared/domain/refusals.ts';
import { refusal } from '../../../shared/domain/refusals.ts';
import type { Actor } from '../../../shared/domain/vocabulary.ts';
import type { Result } from '../../../shared/lib/Result.ts';
import { ok, refuse } from '../../../shared/lib/Result.ts';
import type { Log } from '../../Log.ts';
import { FailureGate } from './FailureGate.ts';
import { FailureLog } from './FailureLog.ts';
import type { FailureReason } from './FailureLog.ts';
import { networkOf, TrustedProxies } from './TrustedProxies.ts';

/** A key as the hub keeps it: never itself, only its hash, and who may act by it. */
export interface NamedKey {
  readonly actor: Actor;
  readonly hash: Uint8Array;
}

/** What a key is kept and compared as: SHA-256. Keys are random and long, so no slow hash is needed. */
export function hashKey(key: string): Uint8Array {
  return createHash('sha256').update(key).digest();
}

/** The header that a connection has shown to be good. */
interface Shown {
  readonly header: string;
  readonly actor: Actor;
}

/** Who calls: by their key. Programs hold an intake key (`integration`), paired screens a token (`wall`). */
export class Access {
  #keys: readonly NamedKey[];
  readonly #gate = new FailureGate();
  readonly #failuresPerMinute: number;
  readonly #monotonic: () => number;
  readonly #proxies: TrustedProxies;
  readonly #failures: FailureLog | undefined;
  /** Saves hashing the same key again for each request of a connection; only its own header is compared. */
  #shown = new WeakMap<Socket, Shown>();
  readonly #listeners: (() => void)[] = [];

  constructor(options: {
    readonly keys: readonly NamedKey[];
    readonly failuresPerMinute: number;
    readonly monotonic: () => number;
    readonly proxies?: TrustedProxies;
    readonly log?: Log;
  }) {
    this.#keys = options.keys;
    this.#failuresPerMinute = options.failuresPerMinute;
    this.#monotonic = options.monotonic;
    this.#proxies = options.proxies ?? new TrustedProxies();
    this.#failures = options.log && new FailureLog(options.log);
  }

  /** Lets in who has one of these keys, from now on and nobody else; who had a key before keeps their identity. */
  use(keys: readonly NamedKey[]): void {
    const known = new Map(this.#keys.map(({ actor }) => [`${actor.role} ${actor.id}`, actor]));
    this.#keys = keys.map(({ actor, hash }) => ({
      actor: known.get(`${actor.role} ${actor.id}`) ?? actor,
      hash,
    }));
    this.#shown = new WeakMap();
    for (const listener of this.#listeners) listener();
  }

  /** Calls `listener` after each change of who is let in. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Whether some key still stands for an identity. */
  stillAdmits(actor: Actor): boolean {
    return this.#keys.some((key) => key.actor === actor);
  }

  /** The identity behind a key; every known key is compared, in constant time, whichever one fits. */
  identify(key: string): Actor | undefined {
    const hash = hashKey(key);
    let found: Actor | undefined;
    for (const known of this.#keys) if (timingSafeEqual(known.hash, hash)) found = known.actor;
    return found;
  }

  /** As `identify`, and a key that nobody has counts against the address it came from. */
  admit(key: string, request: IncomingMessage): Result<Actor, Refusal> {
    const actor = this.identify(key);
    return actor === undefined ? refuse(this.failed(request, 'wrong_key')) : ok(actor);
  }

  /** As `admit`, for the `Authorization` header of a request. */
  admitHeader(header: string, request: IncomingMessage): Result<Actor, Refusal> {
    const { socket } = request;
    const shown = this.#shown.get(socket);
    if (shown?.header === header) return ok(shown.actor);
    const admitted = this.admit(bearerOf(header) ?? '', request);
    if (admitted.ok) this.#shown.set(socket, { header, actor: admitted.value });
    return admitted;
  }

  /** Whether a connection has shown a good key. */
  knows(socket: Socket): boolean {
    return this.#shown.has(socket);
  }

  /** By what a connection is counted among others; undefined for a proxy, behind which are many callers. */
  countedAs({ remoteAddress }: Socket): string | undefined {
    return this.#proxies.has(remoteAddress) ? undefined : networkOf(remoteAddress ?? '');
  }

  /** Notes a failed attempt and says how it is answered. */
  failed(request: IncomingMessage, reason: FailureReason): Refusal {
    const address = this.#proxies.addressOf(request);
    const now = this.#monotonic();
    const count = this.#gate.fail(networkOf(address), now);
    this.#failures?.note(address, reason, count, now);
    return count > this.#failuresPerMinute
      ? refusal('too_fast', { retryAfter: 60 })
      : refusal('unauthenticated');
  }
}

/** The key of an `Authorization: Bearer` header; undefined where there is none. */
export function bearerOf(header: string | undefined): string | undefined {
  const match = /^Bearer +(\S+) *$/i.exec(header ?? '');
  return match?.[1];
}
