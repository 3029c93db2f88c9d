import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { StartError } from '../../StartError.ts';
import { writeDurably } from './durableFiles.ts';

const HEX_32 = z.string().regex(/^[0-9a-f]{64}$/);

const secretsSchema = z.strictObject({
  /** Keys the MACs of callers' keys; 32 bytes in hex. */
  macKey: HEX_32,
  /** SHA-256 of the keys that were handed out, by what each is for; never a key itself. */
  keyHashes: z.record(z.string(), HEX_32),
});

const fileSchema = secretsSchema.extend({
  /** SHA-256 of the rest. A directory of format 1 has none. */
  checksum: z.string().optional(),
});

export type Secrets = z.infer<typeof secretsSchema>;

export function newSecrets(): Secrets {
  return { macKey: randomBytes(32).toString('hex'), keyHashes: {} };
}

/**
 * Throws StartError where the file is missing or is not what was written. `format` is that of the directory: a
 * file without a checksum is accepted only where files had none yet.
 */
export function readSecrets(path: string, format: number): Secrets {
  try {
    const { checksum, ...secrets } = fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    if (checksum !== undefined || format > 1) assertWhole(checksum, secrets);
    return secrets;
  } catch (error) {
    // The cause may quote what stands in the file, so it is left out.
    const reason = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new StartError(
      `${path} is missing or damaged${reason}, so no key of a caller or a screen would be known; nothing was ` +
        `changed: put back secrets.json from a backup of this directory.`,
    );
  }
}

export function writeSecrets(path: string, secrets: Secrets): void {
  const checksum = checksumOf(secrets);
  writeDurably(path, `${JSON.stringify({ ...secrets, checksum }, null, 2)}\n`);
}

/** What the end mark knows its data directory by. */
export function ownerOf({ macKey }: Secrets): number {
  return crc32(macKey);
}

function assertWhole(checksum: string | undefined, secrets: Secrets): void {
  if (checksum !== checksumOf(secrets)) throw new Error('The checksum is wrong.');
}

function checksumOf({ macKey, keyHashes }: Secrets): string {
  const names = Object.keys(keyHashes).sort();
  const content = JSON.stringify([macKey, ...names.flatMap((name) => [name, keyHashes[name]])]);
  return createHash('sha256').update(content).digest('hex');
}
