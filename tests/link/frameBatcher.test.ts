import { expect, it } from 'vitest';
import { frameBatcher } from '../../client/link/frameBatcher.ts';

/** Frames that come when a test says so, a sixtieth of a second apart unless told. */
function handDrivenFrames() {
  const waiting = new Set<{ readonly callback: () => void; readonly at: number }>();
  let now = 1_000;
  return {
    waiting: () => waiting.size,
    run(ms = 17) {
      now += ms;
      for (const one of [...waiting].filter(({ at }) => at <= now)) {
        waiting.delete(one);
        one.callback();
      }
    },
    clock: {
      now: () => now,
      request(callback: () => void, waitMs: number) {
        const one = { callback, at: now + waitMs };
        waiting.add(one);
        return () => void waiting.delete(one);
      },
    },
  };
}

function counting() {
  const frames = handDrivenFrames();
  const told = { applied: 0 };
  return { frames, told, batcher: frameBatcher(() => told.applied++, frames.clock) };
}

it('[LNK12] applies once a frame, however often something arrives', () => {
  const { frames, told, batcher } = counting();
  for (let i = 0; i < 500; i++) batcher.mark();
  expect(frames.waiting()).toBe(1);
  frames.run();
  expect(told.applied).toBe(1);
});

it('[LNK12] applies what came within a tenth of a second together, and nothing of it later than that', () => {
  const { frames, told, batcher } = counting();
  batcher.mark();
  frames.run();
  for (let frame = 0; frame < 5; frame++) {
    batcher.mark();
    frames.run();
  }
  expect(told.applied).toBe(1);
  frames.run();
  expect(told.applied).toBe(2);
});

it('[LNK12] applies with the next frame after a quiet tenth of a second', () => {
  const { frames, told, batcher } = counting();
  batcher.mark();
  frames.run();
  frames.run(100);
  batcher.mark();
  frames.run();
  expect(told.applied).toBe(2);
});

it('[LNK12] applies nothing after it is stopped', () => {
  const { frames, told, batcher } = counting();
  batcher.mark();
  batcher.stop();
  frames.run();
  expect(told.applied).toBe(0);
});
