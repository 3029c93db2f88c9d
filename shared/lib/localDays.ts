/** The local date `days` before `day`; both are numbers `YYYYMMDD`. Dates have no clock changes, so UTC serves. */
export function dayBefore(day: number, days: number): number {
  const year = Math.floor(day / 10_000);
  const month = Math.floor(day / 100) % 100;
  const date = new Date(Date.UTC(year, month - 1, (day % 100) - days));
  return date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
}
