const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** Thousands separated by commas, in both languages. */
export function formatCount(value: number): string {
  return grouped.format(value);
}

const compact = {
  zh: new Intl.NumberFormat('zh-CN', { notation: 'compact', maximumFractionDigits: 1, useGrouping: false }),
  en: new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1, useGrouping: false }),
} as const;
/** From here on a count is too wide for a narrow column. */
const COMPACT_FROM = 10_000;
/** From here on it is too wide for any place but a headline. */
const SHORT_FROM = 1_000_000;

/** A count for a narrow column or an axis: as it is up to four digits, then `3.5万`, `35K`. */
export function formatCompact(value: number, language: 'zh' | 'en'): string {
  return value < COMPACT_FROM ? formatCount(value) : compact[language].format(value);
}

/** A count beside others: as it is up to six digits, then `123.5万`, `1.2M`. */
export function formatShort(value: number, language: 'zh' | 'en'): string {
  return value < SHORT_FROM ? formatCount(value) : compact[language].format(value);
}

/** Puts values in the places that a catalogue's text keeps for them: `{n}`. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

/** Seconds with one decimal. */
export function formatSeconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}

/**
 * A share of one as whole percents, below ten with one decimal: `58%`, `2.7%`. `100%` is all and nothing less, and
 * a trace is not nothing: `<0.1%`.
 */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.05) return '<0.1%';
  if (percent > 0 && percent < 9.95) return `${percent.toFixed(1)}%`;
  return `${share < 1 ? Math.min(99, Math.round(percent)) : Math.round(percent)}%`;
}

const changes = ([0, 1, 2] as const).map(
  (digits) =>
    new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }),
);

/** A change with its sign, a true minus included: `+12`, `−3`, `0`. */
export function formatChange(change: number, digits: 0 | 1 | 2 = 0): string {
  const text = (changes[digits] ?? grouped).format(Math.abs(change));
  if (Number(text.replaceAll(',', '')) === 0) return text;
  return change > 0 ? `+${text}` : `−${text}`;
}

/** By what share of one something grew: `+23%`, `−11%`, from twice on `×3.7`, from ten times on `×12` up to `>×99`. */
export function formatGrowth(share: number): string {
  const times = 1 + share;
  if (times < 2) return `${formatChange(Math.round(share * 100))}%`;
  if (times < 9.95) return `×${times.toFixed(1)}`;
  return times < 99.5 ? `×${Math.round(times)}` : '>×99';
}

/** Texts for `{n}` days, hours and minutes. */
export interface SpanWords {
  readonly days: string;
  readonly hours: string;
  readonly minutes: string;
}

/**
 * How long: `08:12` under an hour, `1时44分` under a day, `2天3时` from there on. Whole seconds, rounded up where
 * they run down (`up`), so that 00:00 is only shown when the time is over.
 */
export function formatSpan(ms: number, words: SpanWords, up = false): string {
  const seconds = Math.max(0, up ? Math.ceil(ms / 1_000) : Math.floor(ms / 1_000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${twoDigits(minutes)}:${twoDigits(seconds % 60)}`;
  if (hours < 24)
    return fill(words.hours, { n: hours }) + fill(words.minutes, { n: twoDigits(minutes % 60) });
  return fill(words.days, { n: formatCount(Math.floor(hours / 24)) }) + fill(words.hours, { n: hours % 24 });
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** Times of one city in one language: made once, for making a formatter is dear. */
export class TimeFormat {
  readonly #clock: Intl.DateTimeFormat;
  readonly #minute: Intl.DateTimeFormat;
  readonly #date: Intl.DateTimeFormat;

  /** Throws RangeError where the browser does not know the IANA zone. */
  constructor(timeZone: string, language: 'zh' | 'en') {
    const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
    const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone } as const;
    this.#clock = new Intl.DateTimeFormat(locale, { ...time, second: '2-digit' });
    this.#minute = new Intl.DateTimeFormat(locale, time);
    const month = language === 'zh' ? 'long' : 'short';
    this.#date = new Intl.DateTimeFormat(locale, { month, day: 'numeric', weekday: 'short', timeZone });
  }

  /** `15:42:07` */
  clock(at: number): string {
    return this.#clock.format(at);
  }

  /** `15:42` */
  minute(at: number): string {
    return this.#minute.format(at);
  }

  /** `11月21日周六`, `Sat 21 Nov` */
  date(at: number): string {
    return this.#date.format(at);
  }
}
