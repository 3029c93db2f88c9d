import { statSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { namedKeys } from './handOutKeys.ts';
import type { Access } from './http/access/Access.ts';
import type { Log } from './Log.ts';
import { FORMAT } from './store/dir/binding.ts';
import { readSecrets } from './store/dir/secrets.ts';
import type { Secrets } from './store/dir/secrets.ts';

const EVERY_MS = 1_000;

/**
 * Takes tokens that another program hands out or revokes in the data directory while the hub runs; returns what
 * ends the watching. A file that cannot be read changes nothing.
 */
export function watchKeys(path: string, { keyHashes }: Secrets, access: Access, log: Log): () => void {
  let inUse = keyHashes;
  let seen = '';
  const look = (): void => {
    try {
      // The file is replaced whole, so another one is another node with a time of its own.
      const { ino, mtimeMs } = statSync(path);
      if (seen === `${ino} ${mtimeMs}`) return;
      seen = `${ino} ${mtimeMs}`;
      const found = readSecrets(path, FORMAT).keyHashes;
      if (isDeepStrictEqual(found, inUse)) return;
      access.use(namedKeys(found));
      inUse = found;
      log.info({ keys: Object.keys(found) }, 'keys were handed out or revoked');
    } catch (error) {
      log.error({ err: error }, 'the keys in the data directory cannot be read; those before go on');
    }
  };
  const timer = setInterval(look, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
