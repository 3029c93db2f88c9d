import { expect, it } from 'vitest';
import { frameBatcher } from '../../client/link/frameBatcher.ts';

function handDrivenFrames() {
  const callbacks = new Map<number, () => void>();
  let last = 0;
  return {
    waiting: () => callbacks.size,
    run() {
      const due = [...callbacks.values()];
      callbacks.clear();
      for (const callback of due) callback();
    },
    clock: {
      request(callback: () => void) {
        callbacks.set(++last, callback);
        return last;
      },
      cancel: (handle: number) => void callbacks.delete(handle),
    },
  };
}

it('[LNK12] applies once a frame, however often something arrives', () => {
  const frames = handDrivenFrames();
  let applied = 0;
  const batcher = frameBatcher(() => applied++, frames.clock);
  for (let i = 0; i < 500; i++) batcher.mark();
  expect(frames.waiting()).toBe(1);
  frames.run();
  expect(applied).toBe(1);
  batcher.mark();
  frames.run();
  expect(applied).toBe(2);
});

it('[LNK12] applies nothing after it is stopped', () => {
  const frames = handDrivenFrames();
  let applied = 0;
  const batcher = frameBatcher(() => applied++, frames.clock);
  batcher.mark();
  batcher.stop();
  frames.run();
  expect(applied).toBe(0);
});
