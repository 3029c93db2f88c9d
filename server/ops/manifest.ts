import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { MODES } from '../../shared/domain/vocabulary.ts';
import { StartError } from '../StartError.ts';

/** What a backup says of itself; written last, so a backup without it was cut off. */
export const MANIFEST = 'manifest.json';

const manifestSchema = z.strictObject({
  format: z.literal(1),
  seq: z.number().int().nonnegative(),
  logId: z.string(),
  city: z.string(),
  mode: z.enum(MODES),
  t0: z.number().int().optional(),
  createdAt: z.number().int(),
  /** SHA-256 in hex of each file, by its path below the backup. */
  files: z.record(
    z.string().regex(/^(?!.*\.\.)[\w.-]+(\/[\p{L}\p{N}_. -]+)*$/u),
    z.string().regex(/^[0-9a-f]{64}$/),
  ),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** Throws StartError where there is none or it cannot be read. */
export function readManifest(path: string): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new StartError(`${path} is missing or damaged: this is not a whole backup.`, { cause: error });
  }
}

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
