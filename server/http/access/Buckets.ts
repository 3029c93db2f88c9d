import type { Actor } from '../../../shared/domain/vocabulary.ts';
import { TokenBucket } from './TokenBucket.ts';

/** One bucket an identity. Identities are configured objects, so there are few of them and none is ever forgotten. */
export class Buckets {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #byIdentity = new Map<Actor, TokenBucket>();

  constructor(perSecond: number, burst: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
  }

  of(actor: Actor): TokenBucket {
    const known = this.#byIdentity.get(actor);
    if (known !== undefined) return known;
    const bucket = new TokenBucket(this.#perSecond, this.#burst);
    this.#byIdentity.set(actor, bucket);
    return bucket;
  }
}
