import type { ScreenReport } from '../../shared/contract/sync.ts';
import type { WallState } from './WallState.ts';

const REPORT_EVERY_MS = 10_000;
const SAMPLE_MS = 1_000;
const MEGABYTE = 1024 * 1024;

/** Says every 10 s how this screen is, so that the hub's `screens` table shows one that is slow or old. */
export function reportScreen(state: WallState, send: (report: ScreenReport) => void): void {
  setInterval(() => {
    void measureFps(SAMPLE_MS).then((fps) =>
      send({
        build: __BUILD__,
        seq: state.link.seq,
        heapMb: heapMb(),
        fps,
        driftMs: Math.round(state.clock.driftMs),
      }),
    );
  }, REPORT_EVERY_MS);
}

/** Frames a second over a short while; measured now and then, for counting all the time would cost a frame each. */
function measureFps(forMs: number): Promise<number> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    let frames = 0;
    const count = () => {
      frames++;
      const passed = performance.now() - startedAt;
      if (passed < forMs) requestAnimationFrame(count);
      else resolve(Math.min(1_000, Math.round((frames * 1_000) / passed)));
    };
    requestAnimationFrame(count);
  });
}

/** Zero where the browser does not tell: only Chromium has `performance.memory`. */
function heapMb(): number {
  const memory: unknown = 'memory' in performance ? performance.memory : undefined;
  const isTold = typeof memory === 'object' && memory !== null && 'usedJSHeapSize' in memory;
  return isTold ? Math.round(Number(memory.usedJSHeapSize) / MEGABYTE) : 0;
}
