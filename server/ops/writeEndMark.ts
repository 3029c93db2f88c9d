import { EMPTY_END, EndMark } from '../store/dir/EndMark.ts';
import type { Layout } from '../store/dir/layout.ts';
import { ownerOf, readSecrets, writeSecrets } from '../store/dir/secrets.ts';
import { endAnew, readStore } from '../store/sqlite/logEnd.ts';
import { HubLock } from '../store/sqlite/HubLock.ts';

/**
 * Gives a directory that was made of a verified copy what only a running hub keeps up: the end mark of its log,
 * the checksum of its secrets and the lock. Call it before the binding is written.
 */
export function writeEndMark(layout: Layout): void {
  const secrets = readSecrets(layout.secrets, 1);
  writeSecrets(layout.secrets, secrets);
  const end = readStore(layout.database, (tables) => (tables === undefined ? EMPTY_END : endAnew(tables)));
  EndMark.create(layout.mark, ownerOf(secrets), end);
  HubLock.take(layout.lock, layout.root).release();
}
