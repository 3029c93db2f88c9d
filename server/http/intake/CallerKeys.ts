import { createHmac, hash } from 'node:crypto';
import type { Actor } from '../../../shared/domain/vocabulary.ts';
import type { SubmissionKey } from '../../hub/Submission.ts';

/** Hex digits kept of a MAC: 128 bits, which no chance makes equal. */
const HEX_DIGITS = 32;

/**
 * Turns what a caller uses to tell one request from another into keyed MACs, so that the store can see two to
 * be the same and says nothing about either. Keys belong to the caller: another's never collide with them.
 *
 * The MAC is NMAC over SHA-256, the construction under HMAC: two keys of one block each, one inside and one
 * outside. Keys of hex digits make each step one call on a string, a third of what an Hmac object costs, and
 * an intake needs two or three of them.
 */
export class CallerKeys {
  readonly #inner: string;
  readonly #outer: string;

  constructor(secret: Uint8Array) {
    const derive = (use: string) => createHmac('sha256', secret).update(use).digest('hex');
    this.#inner = derive('caller keys, inside');
    this.#outer = derive('caller keys, outside');
  }

  /** What a request asks for, apart from how it is written: `parsed` is the checked value. */
  bodyMac(parsed: unknown): string {
    return this.#mac(`body ${JSON.stringify(parsed)}`);
  }

  ofHeader(caller: Actor, idempotencyKey: string, bodyMac: string): SubmissionKey {
    return { hash: this.#mac(JSON.stringify(['idem', caller.id, idempotencyKey])), bodyMac };
  }

  ofSource(caller: Actor, source: string, externalId: string, bodyMac: string): SubmissionKey {
    return { hash: this.#mac(JSON.stringify(['ext', caller.id, source, externalId])), bodyMac };
  }

  #mac(text: string): string {
    const inside = hash('sha256', this.#inner + text, 'hex');
    return hash('sha256', this.#outer + inside, 'hex').slice(0, HEX_DIGITS);
  }
}
