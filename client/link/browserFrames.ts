import type { FrameClock } from './frameBatcher.ts';

/** The page's own clock and frames. */
export const browserFrames: FrameClock = {
  now: () => performance.now(),
  request(callback, waitMs) {
    let frame = 0;
    const timer = setTimeout(() => (frame = requestAnimationFrame(callback)), waitMs);
    return () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
    };
  },
};
