/** The browser's frame clock, or a test's. */
export interface FrameClock {
  readonly request: (callback: () => void) => number;
  readonly cancel: (handle: number) => void;
}

export interface FrameBatcher {
  /** Asks for one apply with the next frame; asking again before then changes nothing. */
  readonly mark: () => void;
  readonly stop: () => void;
}

/**
 * One apply per animation frame, whatever arrives in between. Nothing is queued: the replicas already hold
 * what arrived, so a page that gets no frames (a hidden one) neither grows nor falls behind.
 */
export function frameBatcher(apply: () => void, clock: FrameClock): FrameBatcher {
  let handle: number | undefined;
  return {
    mark() {
      if (handle !== undefined) return;
      handle = clock.request(() => {
        handle = undefined;
        apply();
      });
    },
    stop() {
      if (handle !== undefined) clock.cancel(handle);
      handle = undefined;
    },
  };
}
