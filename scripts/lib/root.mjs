import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder, whatever folder a command was typed in. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * A path below the repository's folder.
 *
 * @param {...string} parts
 */
export function at(...parts) {
  return join(ROOT, ...parts);
}
