import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { StartError } from '../../StartError.ts';
import { writeDurably } from './durableFiles.ts';

const secretsSchema = z.strictObject({
  /** Keys the MACs of callers' keys; 32 bytes in hex. */
  macKey: z.string().regex(/^[0-9a-f]{64}$/),
  /** Hashes of the keys that were handed out, by what each is for; never a key itself. */
  keyHashes: z.record(z.string(), z.string()),
});

export type Secrets = z.infer<typeof secretsSchema>;

export function newSecrets(): Secrets {
  return { macKey: randomBytes(32).toString('hex'), keyHashes: {} };
}

/** Throws StartError where the file is missing or damaged. */
export function readSecrets(path: string): Secrets {
  try {
    return secretsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new StartError(`${path} cannot be read: restore a backup.`, { cause: error });
  }
}

export function writeSecrets(path: string, secrets: Secrets): void {
  writeDurably(path, `${JSON.stringify(secrets, null, 2)}\n`);
}
