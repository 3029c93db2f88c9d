import { describe, expect, it } from 'vitest';
import { FakeClock } from '../support/FakeClock.ts';

describe('the fake clock', () => {
  it('[CLK8] fires what falls due in order, each at its own instant, timers set by timers included', () => {
    const clock = new FakeClock(1_000, 10);
    const seen: [string, number, number][] = [];
    const note = (name: string) => () => seen.push([name, clock.monotonic(), clock.now()]);
    clock.after(50, note('b'));
    clock.after(50, note('c'));
    clock.after(20, () => {
      note('a')();
      clock.after(40, note('d'));
      clock.after(400, note('never'));
    });
    clock.after(30, note('off'))();
    clock.advance(100);
    expect(seen).toEqual([
      ['a', 20, 1_200],
      ['b', 50, 1_500],
      ['c', 50, 1_500],
      ['d', 60, 1_600],
    ]);
    expect([clock.monotonic(), clock.now(), clock.wall(), clock.pending]).toEqual([100, 2_000, 1_100, 1]);
  });

  it('[CLK8] lets promises settle between timers when asked to', async () => {
    const clock = new FakeClock(0);
    const seen: number[] = [];
    const wait = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve));
    const done = (async () => {
      for (let turn = 0; turn < 3; turn++) {
        await wait(10);
        seen.push(clock.now());
      }
    })();
    await clock.advanceAsync(30);
    await done;
    expect(seen).toEqual([10, 20, 30]);
  });
});
