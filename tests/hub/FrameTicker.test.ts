import { describe, expect, it } from 'vitest';
import { FrameTicker, tickFor } from '../../server/hub/FrameTicker.ts';
import { FakeClock } from '../support/FakeClock.ts';

function setUp(screens: number) {
  const clock = new FakeClock();
  const flushedAt: number[] = [];
  const ticker = new FrameTicker({
    clock,
    screens: () => screens,
    flush: () => flushedAt.push(clock.monotonic()),
  });
  return { clock, flushedAt, ticker, start: clock.monotonic() };
}

describe('FrameTicker', () => {
  it('[TIC1] ticks by load: 16 ms for 20 screens, 75 ms for 600, never more than 250 ms', () => {
    expect([20, 600, 100_000].map(tickFor)).toEqual([16, 75, 250]);
  });

  it('[TIC2] sends at once when the line has been quiet for a tick', () => {
    const { flushedAt, ticker, start } = setUp(20);
    ticker.touch();
    expect(flushedAt).toEqual([start]);
  });

  it('[TIC3] gathers what comes within a tick into one frame at its end', () => {
    const { clock, flushedAt, ticker, start } = setUp(20);
    ticker.touch();
    clock.advance(5);
    ticker.touch();
    ticker.touch();
    clock.advance(10);
    expect(flushedAt).toEqual([start]);
    clock.advance(1);
    expect(flushedAt).toEqual([start, start + 16]);
    clock.advance(500);
    expect(flushedAt).toHaveLength(2);
  });
});
