import { Calendar } from '../../shared/domain/Calendar.ts';

const TOKENS: Readonly<Record<string, readonly [part: string, pattern: string]>> = {
  YYYY: ['year', '[0-9]{4}'],
  MM: ['month', '[0-9]{2}'],
  M: ['month', '[0-9]{1,2}'],
  DD: ['day', '[0-9]{2}'],
  D: ['day', '[0-9]{1,2}'],
  HH: ['hour', '[0-9]{2}'],
  H: ['hour', '[0-9]{1,2}'],
  mm: ['minute', '[0-9]{2}'],
  ss: ['second', '[0-9]{2}'],
  SSS: ['milli', '[0-9]{3}'],
  Z: ['offset', 'Z|[+-][0-9]{2}:?[0-9]{2}'],
};
const SPLIT = /YYYY|MM|DD|HH|mm|ss|SSS|[MDHZ]/g;

/** Reads local wall-clock times in fixed formats, the first that fits. */
export class TimeReader {
  readonly #calendar: Calendar;
  readonly #patterns: readonly RegExp[];

  constructor(formats: readonly string[], timeZone: string) {
    this.#calendar = new Calendar(timeZone);
    this.#patterns = formats.map(patternOf);
  }

  /** Whether a format names a whole date and nothing twice. */
  static understands(format: string): boolean {
    const parts = (format.match(SPLIT) ?? []).map((token) => TOKENS[token]?.[0]);
    return (
      ['year', 'month', 'day'].every((part) => parts.includes(part)) && new Set(parts).size === parts.length
    );
  }

  /**
   * Epoch milliseconds, or undefined where no format fits or the date does not exist. Of an hour that a clock
   * change repeats the first is meant; a reading in an hour that it skips is taken as if it had not moved.
   */
  read(text: string): number | undefined {
    for (const pattern of this.#patterns) {
      const groups = pattern.exec(text)?.groups;
      if (groups !== undefined) return this.#instant(groups);
    }
    return undefined;
  }

  #instant(groups: Readonly<Record<string, string | undefined>>): number | undefined {
    const part = (name: string): number => Number(groups[name] ?? 0);
    const [year, month, day] = [part('year'), part('month'), part('day')];
    const [hour, minute, second] = [part('hour'), part('minute'), part('second')];
    const utc = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
    const there = [utc.getUTCFullYear(), utc.getUTCMonth() + 1, utc.getUTCDate(), utc.getUTCHours()];
    const isDate = [year, month, day, hour].every((value, index) => value === there[index]);
    if (!isDate || minute > 59 || second > 59) return undefined;
    const { offset } = groups;
    const at =
      offset === undefined
        ? this.#calendar.instantOf(year, month, day, hour, minute, second)
        : utc.getTime() - offsetMs(offset);
    return at + part('milli');
  }
}

function patternOf(format: string): RegExp {
  let source = '';
  let end = 0;
  for (const { 0: token, index } of format.matchAll(SPLIT)) {
    const [part, pattern] = TOKENS[token] ?? ['', ''];
    source += `${literal(format.slice(end, index))}(?<${part}>${pattern})`;
    end = index + token.length;
  }
  return new RegExp(`^${source}${literal(format.slice(end))}$`);
}

function literal(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, (sign) => `\\${sign}`);
}

function offsetMs(text: string): number {
  if (text === 'Z') return 0;
  const digits = text.replace(':', '');
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3));
  return (digits.startsWith('-') ? -minutes : minutes) * 60_000;
}
