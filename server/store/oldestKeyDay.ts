/** With so many earlier days on which something was filed a caller's key is still known (contract: at least 24 h). */
export const KEY_DAYS = 3;

/**
 * The oldest local day (`YYYYMMDD`) whose keys stay when a group of `day` is recorded; `days` are those with keys.
 * Days on which nothing was filed do not count: a clock that was days ahead for a while would else turn each retry
 * into a second case, and an outage would, too.
 */
export function oldestKeyDay(days: Iterable<number>, day: number): number {
  const filed = [...new Set([...days, day])].filter((one) => one <= day).sort((a, b) => b - a);
  return filed[KEY_DAYS] ?? 0;
}
