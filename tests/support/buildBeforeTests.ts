import { ensureBuilt } from '../../scripts/lib/build.mjs';

/** Vitest global set-up: tests that start the built hub find `dist/` as the sources have it. */
export async function setup(): Promise<void> {
  await ensureBuilt();
}
