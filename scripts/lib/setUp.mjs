import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { assertNodeVersion } from './nodeVersion.mjs';

/** What every command does first: a Node that fits, the packages, and `dist/` as the sources have it. */
export async function setUp() {
  assertNodeVersion();
  await ensureInstalled();
  await ensureBuilt();
}
