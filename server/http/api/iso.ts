const MINUTE = 60_000;
/** Minutes remembered: every clock of every case of the same minute falls on a few. */
const REMEMBERED = 512;

const minutes = new Map<number, string>();

/** An instant on the wire: ISO 8601 in UTC, to the millisecond; `Z` is its offset. */
export function iso(at: number): string {
  const minute = Math.floor(at / MINUTE);
  let text = minutes.get(minute);
  if (text === undefined) {
    if (minutes.size >= REMEMBERED) minutes.clear();
    text = new Date(minute * MINUTE).toISOString().slice(0, -7);
    minutes.set(minute, text);
  }
  const rest = Math.floor(at) - minute * MINUTE;
  const seconds = Math.floor(rest / 1000);
  return `${text}${seconds < 10 ? '0' : ''}${seconds}.${String(rest - seconds * 1000).padStart(3, '0')}Z`;
}
