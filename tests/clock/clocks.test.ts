import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ClockJudge } from '../../server/clock/ClockJudge.ts';
import { LiveClock } from '../../server/clock/LiveClock.ts';
import { machineTime } from '../../server/clock/machineTime.ts';
import { resumeAt, ScaledClock } from '../../server/clock/ScaledClock.ts';
import { FakeClock } from '../support/FakeClock.ts';

const T0 = Date.UTC(2026, 5, 27, 6);

describe('hub clocks', () => {
  it('[CLK1] a live clock is the machine’s, in whole milliseconds, and steps with it', () => {
    const machine = new FakeClock(T0);
    const clock = new LiveClock(machine);
    machine.advance(1_500.7);
    expect([clock.now(), clock.rate]).toEqual([T0 + 1_500, 1]);
    machine.stepWall(-10_000);
    expect(clock.now()).toBe(T0 - 8_500);
  });

  it('[CLK2] a scaled clock runs from its start, so many times as fast, in whole milliseconds, whatever the machine’s is set to', () => {
    const machine = new FakeClock(0);
    machine.advance(777.25);
    const clock = new ScaledClock(T0, 600, machine);
    expect(clock.now()).toBe(T0);
    machine.advance(10.0012);
    machine.stepWall(3_600_000);
    expect(clock.now()).toBe(T0 + 6_000);
    expect([clock.rate, clock.wall(), clock.monotonic()]).toEqual([600, machine.wall(), machine.monotonic()]);
  });

  it('[CLK3] a scaled clock that is opened again never goes back behind the last event', () => {
    expect(resumeAt(T0, undefined)).toBe(T0);
    expect(resumeAt(T0, T0 + 5)).toBe(T0 + 5);
    expect(resumeAt(T0, T0 - 5)).toBe(T0);
  });

  it('[CLK9] a scaled clock that changes its speed neither jumps nor turns back', () => {
    const machine = new FakeClock(0);
    const clock = new ScaledClock(T0, 600, machine);
    machine.advance(1_000);
    clock.changeRate(1);
    expect([clock.now(), clock.rate]).toEqual([T0 + 600_000, 1]);
    machine.advance(5_000);
    expect(clock.now()).toBe(T0 + 605_000);
  });

  it('[CLK10] a scaled clock jumps on to an instant ahead and goes on from there, and never back', () => {
    const machine = new FakeClock(0);
    const clock = new ScaledClock(T0, 10, machine);
    machine.advance(1_000);
    clock.jumpTo(T0 + 86_400_000);
    expect([clock.now(), clock.wall()]).toEqual([T0 + 86_400_000, 1_000]);
    clock.jumpTo(T0 + 20_000);
    machine.advance(500);
    expect(clock.now()).toBe(T0 + 86_405_000);
    expect(() => clock.jumpTo(T0 + 1.5e9 + 0.5)).toThrow(/cannot jump/);
  });

  it('[CLK4] waits are real time: a scaled clock’s timer fires after the delay that was asked for', () => {
    const machine = new FakeClock(0);
    const fired = vi.fn();
    const callOff = new ScaledClock(T0, 600, machine).after(1_000, fired);
    new ScaledClock(T0, 600, machine).after(1_000, fired);
    callOff();
    machine.advance(999);
    expect(fired).not.toHaveBeenCalled();
    machine.advance(1);
    expect(fired).toHaveBeenCalledTimes(1);
  });
});

describe('the machine’s timers', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('[CLK5] a wait beyond what a timer can hold does not fire at once', () => {
    const fired = vi.fn();
    const days40 = 40 * 86_400_000;
    machineTime.after(days40, fired);
    const other = machineTime.after(days40, fired);
    vi.advanceTimersByTime(days40 - 1);
    expect(fired).not.toHaveBeenCalled();
    other();
    vi.advanceTimersByTime(1);
    expect(fired).toHaveBeenCalledTimes(1);
  });
});

describe('the judge of clock jumps', () => {
  it.each([2_001, -2_001, 3_600_000])(
    '[CLK6] a step of %i ms holds breaches until 60 s have passed without one',
    (step) => {
      const clock = new FakeClock(T0);
      const judge = new ClockJudge();
      expect(judge.judge(clock)).toEqual({ holdBreaches: false });
      clock.advance(1_000);
      expect(judge.judge(clock)).toEqual({ holdBreaches: false });
      clock.advance(1_000);
      clock.stepWall(step);
      expect(judge.judge(clock)).toEqual({ holdBreaches: true, stepMs: step });
      clock.advance(59_999);
      expect(judge.judge(clock)).toEqual({ holdBreaches: true });
      clock.advance(1);
      expect(judge.judge(clock)).toEqual({ holdBreaches: false });
    },
  );

  it('[CLK6] another step begins the 60 s anew', () => {
    const clock = new FakeClock(T0);
    const judge = new ClockJudge();
    judge.judge(clock);
    clock.stepWall(5_000);
    judge.judge(clock);
    clock.advance(50_000);
    clock.stepWall(-5_000);
    expect(judge.judge(clock)).toEqual({ holdBreaches: true, stepMs: -5_000 });
    clock.advance(59_000);
    expect(judge.judge(clock).holdBreaches).toBe(true);
    clock.advance(1_000);
    expect(judge.judge(clock).holdBreaches).toBe(false);
  });

  it('[CLK6] two steps within a second are one, however often somebody looks in between', () => {
    const clock = new FakeClock(T0);
    const judge = new ClockJudge();
    judge.judge(clock);
    for (const step of [1_000, 1_000]) {
      clock.advance(300);
      clock.stepWall(step);
      expect(judge.judge(clock)).toEqual({ holdBreaches: false });
    }
    clock.advance(300);
    clock.stepWall(1);
    expect(judge.judge(clock)).toEqual({ holdBreaches: true, stepMs: 2_001 });
    clock.advance(100);
    expect(judge.judge(clock)).toEqual({ holdBreaches: true });
  });

  it('[CLK7] slow drift, steps up to 2 s and late ticks are no jump, and a scaled hub is judged by the machine', () => {
    const machine = new FakeClock(T0);
    const hub = new ScaledClock(T0, 600, machine);
    const judge = new ClockJudge();
    judge.judge(hub);
    for (let tick = 0; tick < 100; tick++) {
      machine.advance(30_000);
      machine.stepWall(tick % 2 === 0 ? 2_000 : 1_999);
      expect(judge.judge(hub)).toEqual({ holdBreaches: false });
    }
  });
});
