import { gzipSync } from 'node:zlib';

/** Below this many bytes compressing saves no packet. */
const LEAST_BYTES = 1_400;

/**
 * Text of an answer that stays the same until a restart and holds no word of any caller, so that it can be kept
 * compressed: how long it is tells nobody's secret. gzip alone, since browsers ask for Brotli on HTTPS only.
 */
export class FixedText {
  readonly plain: string;
  #gzip: Buffer | undefined;

  constructor(plain: string) {
    this.plain = plain;
  }

  /** Made when first asked for; undefined where it would not be shorter. */
  get gzip(): Buffer | undefined {
    if (this.plain.length < LEAST_BYTES) return undefined;
    return (this.#gzip ??= gzipSync(this.plain, { level: 9 }));
  }
}
