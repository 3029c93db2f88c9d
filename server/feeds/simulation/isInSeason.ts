/** Days of every year from one to another, both among them, as `MM-DD`; it may reach over the new year. */
export type Season = readonly [from: string, to: string];

/** Whether a local date, the number `YYYYMMDD`, lies in a season; any does where there is none. */
export function isInSeason(season: Season | undefined, date: number): boolean {
  if (season === undefined) return true;
  const [from, to] = season.map((day) => Number(day.replace('-', '')));
  if (from === undefined || to === undefined) return false;
  const day = date % 10_000;
  return from <= to ? from <= day && day <= to : from <= day || day <= to;
}
