import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Fonts and pictures are compressed by their own formats. */
const TEXT = /\.(m?js|css|html|svg|json)$/;
/** Below this many bytes compressing saves no packet. */
const LEAST_BYTES = 1_400;

/**
 * Leaves a `.gz` beside each text file below `folder`, for the hub to send in its place. gzip alone, since browsers
 * ask for Brotli on HTTPS only, and screens are often on plain HTTP.
 *
 * @param {string} folder
 */
export function packFiles(folder) {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!TEXT.test(name)) continue;
    const path = join(folder, name);
    const plain = readFileSync(path);
    if (plain.length >= LEAST_BYTES) writeFileSync(`${path}.gz`, gzipSync(plain, { level: 9 }));
  }
}
