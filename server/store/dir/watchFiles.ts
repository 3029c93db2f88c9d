import type { Log } from '../../Log.ts';
import type { HeldFiles } from './HeldFiles.ts';

/** How often the hub's files are looked at while nothing is written, in milliseconds. */
const WATCH_EVERY_MS = 500;

/** Logs, once, that a file of the hub is no longer its own; `HeldFiles` sees to it that nothing is taken then. */
export function watchFiles(held: HeldFiles, log: Log): { readonly stop: () => void } {
  const timer = setInterval(() => {
    try {
      held.assertKept();
    } catch (error) {
      clearInterval(timer);
      log.error({ err: error }, 'the hub takes nothing more: a file was removed, replaced or cut under it');
    }
  }, WATCH_EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
