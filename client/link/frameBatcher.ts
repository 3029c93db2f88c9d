/** The browser's clock and frames, or a test's. */
export interface FrameClock {
  /** Milliseconds that never turn back. */
  readonly now: () => number;
  /** Calls back with the first frame after so many milliseconds, unless what it returns is called before. */
  readonly request: (callback: () => void, waitMs: number) => () => void;
}

export interface FrameBatcher {
  /** Asks for one apply with the next frame; asking again before then changes nothing. */
  readonly mark: () => void;
  readonly stop: () => void;
}

/** Nobody reads numbers that change more than ten times a second, and every change is drawn at the price of all. */
const LEAST_MS = 100;

/**
 * One apply per animation frame and tenth of a second, whatever arrives in between; at once after a quiet tenth.
 * Nothing is queued: the replicas already hold what arrived, so a page that gets no frames (a hidden one) neither
 * grows nor falls behind.
 */
export function frameBatcher(apply: () => void, clock: FrameClock): FrameBatcher {
  let callOff: (() => void) | undefined;
  let appliedAt = -Infinity;
  return {
    mark() {
      callOff ??= clock.request(
        () => {
          callOff = undefined;
          appliedAt = clock.now();
          apply();
        },
        Math.max(0, appliedAt + LEAST_MS - clock.now()),
      );
    },
    stop() {
      callOff?.();
      callOff = undefined;
    },
  };
}
