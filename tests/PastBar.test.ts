import { describe, expect, it } from 'vitest';
import { PastBar } from '../server/PastBar.ts';

const DAY_MS = 86_400_000;
const FROM = Date.UTC(2026, 10, 1);

function bar(isTTY: boolean) {
  let now = 0;
  const written: string[] = [];
  const made = new PastBar(
    'Making up past days',
    { isTTY, columns: 100, write: (text) => written.push(text) },
    () => now,
  );
  /** So many of ten days are there, each in two seconds. */
  const show = (days: number) => {
    now = days * 2_000;
    made.show({ fromAt: FROM, at: FROM + days * DAY_MS, untilAt: FROM + 10 * DAY_MS, cases: days * 300 });
  };
  return { made, show, written };
}

describe('the bar of a past that is made up', () => {
  it('[BKF6] redraws one line with per cent, date, cases and the time left, and clears it at the end', () => {
    const { made, show, written } = bar(true);
    for (const days of [0, 0.01, 5]) show(days);
    expect(written.length).toBe(2);
    // Nothing is known yet of how long it will take.
    expect(written[0]).toMatch(/ 0 % · 2026-11-01 · 0 cases$/);
    expect(written[1]).toMatch(/█{12}░{12} 50 % · 2026-11-06 · 1500 cases · about 10 s left$/);
    made.end();
    expect(written.at(-1)).toBe('\r\u001b[K');
    show(6);
    expect(written.length).toBe(3);
  });

  it('[BKF340] tells of a replay what is set aside and how long the speed still takes', () => {
    const written: string[] = [];
    const made = new PastBar('Replaying', { write: (text) => written.push(text) }, () => 0);
    const row = { fromAt: FROM, at: FROM + DAY_MS, untilAt: FROM + 4 * DAY_MS, cases: 12 };
    made.show({ ...row, setAside: 3, secondsLeft: 90 });
    expect(written).toEqual([
      'Replaying: 25 % · 2026-11-02 · 12 cases · 3 rows set aside · about 90 s left\n',
    ]);
  });

  it('[BKF6] leaves a plain line for each tenth where there is no terminal', () => {
    const { made, show, written } = bar(false);
    for (let days = 0; days <= 10; days += 0.25) show(days);
    made.end();
    expect(written.length).toBe(11);
    expect(written[5]).toBe('Making up past days: 50 % · 2026-11-06 · 1500 cases · about 10 s left\n');
  });
});
